from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Structured professional judgement: instruments filled in, released, compared. Never a score."""

    name = "handrail.assessments"
    label = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        from handrail.assessments.sources import judgements_of
        from handrail.casework.sources import on_judged

        # A review of the case looks at these too, and a closing note leans on them.
        on_judged(judgements_of)
