from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Bounded questions to partners, and their answers."""

    name = "handrail.questions"
    label = "questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        # What becomes of an answer, and of a flag that a question asks to watch, is told here; importing says so.
        from handrail.questions.actions import challenging, giving  # noqa: F401
