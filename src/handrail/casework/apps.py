from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "handrail.casework"
    label = "casework"
    verbose_name = "Casework"
