"""Which escalations are open: until the police have closed them, the programme waits."""

from django.db.models import QuerySet

from handrail.casework.models import Case, Escalation


def open_escalations() -> QuerySet[Escalation]:
    """Those that the police have not closed, acknowledged or not."""
    return Escalation.objects.exclude(state="closed")


def police_lead(case: Case) -> bool:
    """Whether the police are dealing with immediate danger in this case."""
    return open_escalations().filter(case=case).exists()
