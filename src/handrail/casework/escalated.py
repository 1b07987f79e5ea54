"""Which escalations are open: until the police have closed them, the programme waits. And which were let go late."""

from datetime import datetime

from django.db.models import QuerySet

from handrail.casework.models import Case, Escalation


def open_escalations() -> QuerySet[Escalation]:
    """Those that the police have not closed, acknowledged or not."""
    return Escalation.objects.exclude(state="closed")


def overdue(escalation: Escalation, at: datetime) -> bool:
    """Whether the first who was told let their time pass: it climbed, or is about to. Once late it stays so."""
    return escalation.rung > 0 or (escalation.acknowledged_at or at) > escalation.acknowledge_by


def police_lead(case: Case) -> bool:
    """Whether the police are dealing with immediate danger in this case."""
    return open_escalations().filter(case=case).exists()
