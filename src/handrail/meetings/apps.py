from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The panel's meetings: agenda, decisions with dissent and the way forward, minutes."""

    name = "handrail.meetings"
    label = "meetings"
    verbose_name = "Meetings"
