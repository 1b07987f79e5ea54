from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "handrail.sharing"
    label = "sharing"
    verbose_name = "Sharing"
