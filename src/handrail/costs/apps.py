from django.apps import AppConfig


class CostsConfig(AppConfig):
    """Hours and money by support action, kind of work and organisation; who pays, and what nobody funds."""

    name = "handrail.costs"
    label = "costs"
    verbose_name = "Time and cost"
