from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "handrail.web"
    label = "web"
    verbose_name = "Web"
