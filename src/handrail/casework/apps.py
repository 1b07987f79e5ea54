from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The shared case: needs, risks and their owners, the plan, escalation."""

    name = "handrail.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # Closing a challenge of a support action is told to casework; importing says so.
        from handrail.casework.actions import challenging  # noqa: F401
        from handrail.casework.sources import keepers
        from handrail.sharing.ending import on_ended

        # An end reaches what a partner wrote into the record of the organisation that leads a case.
        on_ended(keepers)
