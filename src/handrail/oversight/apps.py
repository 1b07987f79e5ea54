from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "handrail.oversight"
    label = "oversight"
    verbose_name = "Oversight"
