from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The shared case: needs, risks and their owners, the plan, escalation."""

    name = "handrail.casework"
    label = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # Closing a challenge of a support action is told to casework; importing says so.
        from handrail.casework import closing, intake
        from handrail.casework.actions import challenging  # noqa: F401
        from handrail.casework.retention import kept
        from handrail.casework.sources import keepers
        from handrail.casework.succession import hand_on
        from handrail.casework.telling import follow
        from handrail.directory.leaving import on_roles_ended
        from handrail.sharing import arrivals
        from handrail.sharing.actions.telling import on_effect
        from handrail.sharing.ending import on_ended
        from handrail.sharing.keeping import on_kept
        from handrail.sharing.without_case import on_led

        # An end reaches what a partner wrote into the record of the organisation that leads a case.
        on_ended(keepers)
        # A decision on telling the person takes effect in the cases of those who are told of it.
        on_effect(follow)
        # Somebody decides on each nomination; and what was handed in to a case is about its person.
        arrivals.on_arrived(intake.arrived)
        arrivals.on_linked(intake.linked)
        # What led to no case is held for less long.
        on_led(intake.led_to_a_case)
        closing.on_closed(intake.case_closed)
        # What is written in a case is kept until it is let go.
        on_kept(kept)
        # Nobody who has left, or lost the role, goes on owning a risk.
        on_roles_ended(hand_on)
