from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Structured professional judgement: instruments filled in, released, compared. Never a score."""

    name = "handrail.assessments"
    label = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        from handrail.assessments.keeping import case_let_go
        from handrail.assessments.sources import judgements_of
        from handrail.assessments.unfinished import let_be, take_up
        from handrail.casework.closing import on_closed
        from handrail.casework.retention import on_let_go
        from handrail.casework.sources import on_judged

        # A review of the case looks at these too, and a closing note leans on them.
        on_judged(judgements_of)
        # Nobody is reminded of what was left unfinished in a case that is closed.
        on_closed(let_be, reopened=take_up)
        on_let_go(case_let_go)
