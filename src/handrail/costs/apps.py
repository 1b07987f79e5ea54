from django.apps import AppConfig


class CostsConfig(AppConfig):
    """Hours and money by support action, kind of work and organisation; who pays, and what nobody funds."""

    name = "handrail.costs"
    label = "costs"
    verbose_name = "Time and cost"

    def ready(self) -> None:
        from handrail.casework.retention import on_let_go
        from handrail.costs.keeping import case_let_go

        # Whose case it was is nobody's to know once its record is let go.
        on_let_go(case_let_go)
