from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The panel's meetings: agenda, decisions with dissent and the way forward, minutes."""

    name = "handrail.meetings"
    label = "meetings"
    verbose_name = "Meetings"

    def ready(self) -> None:
        from handrail.casework.closing import before_closing, on_closed
        from handrail.casework.leaving import before_leaving, on_left
        from handrail.casework.retention import on_let_go
        from handrail.meetings.keeping import case_let_go
        from handrail.meetings.left_open import answers_for, case_closed, in_the_way, left_team

        # A case doesn't close over what its meetings left somebody to do, and comes off the agendas to come.
        before_closing(in_the_way)
        on_closed(case_closed)
        # Nobody who has left a case's team hears of it at a meeting.
        before_leaving(answers_for)
        on_left(left_team)
        on_let_go(case_let_go)
