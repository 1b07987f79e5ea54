from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """The sweep and the mail."""

    name = "handrail.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        # An urgent duty defers a mail in its own transaction.
        from handrail.duties.raising import on_raised
        from handrail.upkeep.tasks import tell_at_once

        on_raised(tell_at_once)
