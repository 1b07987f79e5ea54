from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "handrail.duties"
    label = "duties"
    verbose_name = "Duties"
