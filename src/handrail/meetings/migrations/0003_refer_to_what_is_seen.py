"""Rows refer to what their writer is shown. A meeting, what is on its agenda and its papers are added by the organisation that leads."""

from django.db import migrations

from handrail.gate.row_security import AddedBy, RefersToWhatIsSeen


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_row_security"), ("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        RefersToWhatIsSeen("meetings_agendacase", {"meeting_id": "meetings_meeting", "case_id": "casework_case"}),
        RefersToWhatIsSeen("meetings_invited", {"attendee_id": "meetings_attendee"}),
        RefersToWhatIsSeen("meetings_meetingdecision", {"point_id": "meetings_agendapoint"}),
        RefersToWhatIsSeen(
            "meetings_plannedsupport",
            {"decision_id": "meetings_meetingdecision", "support_action_id": "casework_supportaction"},
        ),
        RefersToWhatIsSeen(
            "meetings_meetingaction",
            {"agenda_case_id": "meetings_agendacase", "decision_id": "meetings_meetingdecision"},
        ),
        RefersToWhatIsSeen("meetings_meetingpaper", {"agenda_case_id": "meetings_agendacase"}),
        AddedBy("meetings_meeting"),
        AddedBy("meetings_agendacase"),
        AddedBy("meetings_meetingaction"),
        AddedBy("meetings_meetingpaper"),
    ]
