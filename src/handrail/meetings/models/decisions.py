"""What was decided, who disagreed and how it goes on, and what is to be done."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.casework.models import SupportAction
from handrail.directory.models import Member, Organisation
from handrail.meetings.models.agenda import AgendaCase, AgendaPoint


class MeetingDecision(models.Model):
    """A decision about a case, with its reason. ``organisation`` proposed it; it counts once it is recorded."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agenda_case = models.ForeignKey(AgendaCase, on_delete=models.CASCADE, related_name="decisions")
    point = models.ForeignKey(AgendaPoint, on_delete=models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decision_sealed = models.BinaryField()
    reason_sealed = models.BinaryField()
    state = models.CharField(max_length=12, default="proposed")
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(null=True)


class Dissent(models.Model):
    """That an organisation disagrees with a decision, why, and the way forward that was agreed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    decision = models.ForeignKey(MeetingDecision, on_delete=models.CASCADE, related_name="dissents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who dissents.")
    why_sealed = models.BinaryField()
    way_forward_sealed = models.BinaryField(default=b"")
    state = models.CharField(max_length=12, default="open")
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)


class MeetingAction(models.Model):
    """What a meeting left to do that is no support to the person: owned by one organisation, by a date.

    ``organisation`` leads the case, in whose record its words are. ``partners`` is the owner, for policy to read;
    ``conflicted`` and ``marking`` repeat those of the case on the agenda, which its owner may not be shown any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agenda_case = models.ForeignKey(AgendaCase, on_delete=models.CASCADE, related_name="actions")
    decision = models.ForeignKey(MeetingDecision, on_delete=models.PROTECT, null=True, related_name="actions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    partners = ArrayField(models.UUIDField(), default=list)
    conflicted = ArrayField(models.UUIDField(), default=list)
    words_sealed = models.BinaryField()
    outcome_sealed = models.BinaryField(default=b"")
    due_on = models.DateField()
    state = models.CharField(max_length=12, default="open")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)


class PlannedSupport(models.Model):
    """A support action of the plan that came from a decision of a meeting."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agenda_case = models.ForeignKey(AgendaCase, on_delete=models.CASCADE, related_name="planned")
    decision = models.ForeignKey(MeetingDecision, on_delete=models.PROTECT, related_name="planned")
    support_action = models.OneToOneField(SupportAction, on_delete=models.PROTECT, related_name="+")
