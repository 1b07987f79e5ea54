"""Row security of meetings: a meeting, a case at it and a paper are each seen by the organisations that they name.

What hangs on one of them is seen by those who see it. What was left to do is seen by its owner as well, who may not
have been asked to the meeting.
"""

from django.db import migrations

from handrail.gate.row_security import ACTING, RowSecurity

NAMED = f"organisation_id = {ACTING} OR {ACTING} = ANY (partners)"

OF_THE_MEETING = ("meetings_attendee",)
OF_THE_CASE = (
    "meetings_invited",
    "meetings_agendapoint",
    "meetings_meetingdecision",
    "meetings_plannedsupport",
)


def within(parent: str, key: str) -> str:
    """The condition that the row's parent is seen."""
    return f"EXISTS (SELECT 1 FROM {parent} AS parent WHERE parent.id = {key})"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RowSecurity("meetings_meeting", using=NAMED),
        RowSecurity("meetings_agendacase", using=NAMED),
        RowSecurity("meetings_meetingpaper", using=NAMED),
        RowSecurity("meetings_meetingaction", using=NAMED),
        *(RowSecurity(table, using=within("meetings_meeting", "meeting_id")) for table in OF_THE_MEETING),
        *(RowSecurity(table, using=within("meetings_agendacase", "agenda_case_id")) for table in OF_THE_CASE),
        RowSecurity("meetings_note", using=within("meetings_agendapoint", "point_id")),
        RowSecurity("meetings_dissent", using=within("meetings_meetingdecision", "decision_id")),
        RowSecurity("meetings_paperpart", using=within("meetings_meetingpaper", "paper_id")),
        RowSecurity("meetings_paperrelease", using=within("meetings_meetingpaper", "paper_id")),
    ]
