from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Bounded questions to partners, and their answers."""

    name = "handrail.questions"
    label = "questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        # What becomes of an answer, and of a flag that a question asks to watch, is told here; importing says so.
        from handrail.casework.closing import on_closed
        from handrail.casework.leaving import on_left
        from handrail.questions.actions import challenging, giving  # noqa: F401
        from handrail.questions.keeping import kept
        from handrail.questions.left_open import case_closed, left_team
        from handrail.sharing.keeping import on_kept

        # Nobody owes an answer about a case that is closed to them.
        on_closed(case_closed)
        on_left(left_team)
        # Each side keeps what was asked for as long as the rulebook says.
        on_kept(kept)
