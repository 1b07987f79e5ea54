from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The directory of local services, brought in from published feeds."""

    name = "handrail.services"
    label = "services"
    verbose_name = "Services"
