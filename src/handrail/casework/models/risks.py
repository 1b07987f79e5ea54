"""Risks, each with exactly one owner at every instant; and escalations, which the police own from the first moment."""

from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from handrail.casework.models.cases import Case
from handrail.directory.models import Centre, Member, Organisation

if TYPE_CHECKING:
    from handrail.casework.models.handovers import RiskKindChange, RiskOffer


class Risk(models.Model):
    """A risk to the person or others. Who owns it is in :class:`RiskOwnership`, which the database keeps single.

    ``kind`` is a code of the rulebook, which says what kinds of organisation may own it; ``severity`` is words of the
    rulebook, as judged now: never a score. ``judged_by`` and ``judged_at`` are of the first judgement, from which on
    it has an owner. ``owner`` and ``owner_member`` repeat the open ownership for policy to read; a trigger holds them
    equal. ``continues`` is the risk in the case that this one's case goes on from: its last owner is the first owner of
    this one, from the same instant (a trigger holds that too), and ``judged_at`` is that instant.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks")
    kind = models.CharField(max_length=60)
    severity = models.CharField(max_length=40)
    description_sealed = models.BinaryField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="open")
    judged_by = models.UUIDField()
    judged_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    continues = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    @cached_property
    def open_offer(self) -> "RiskOffer | None":
        """The offer to hand it over that waits for an answer. Read once; whoever changes it sets it anew."""
        return self.offers.filter(state="offered").select_related("to_organisation").first()

    @cached_property
    def open_change(self) -> "RiskKindChange | None":
        """The proposal to call it by another kind that waits for a signature. Read once; set anew when it changes."""
        return self.kind_changes.filter(state__in=("proposed", "signed")).first()


class RiskOwnership(models.Model):
    """Who owned a risk over a stretch of time. Two stretches of one risk never overlap."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="ownerships")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    during = DateTimeRangeField()
    why = models.CharField(max_length=60)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="one_owner_at_every_instant",
                expressions=(("risk", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)),
            ),
        )


class Escalation(models.Model):
    """Immediate risk to the person or others. The police own it from ``raised_at``; a named officer acknowledges.

    ``rung`` is how far up the ladder of the rulebook it has climbed because nobody acknowledged in time. What was
    written is sealed under the key of (person, police force).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="escalations")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="escalations_raised")
    police = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="escalations_owned")
    state = models.CharField(max_length=12, default="raised")
    severity = models.CharField(max_length=40)
    danger_now = models.BooleanField()
    words_sealed = models.BinaryField()
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    rung = models.PositiveSmallIntegerField(default=0)
    acknowledged_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, default="")
    outcome_note_sealed = models.BinaryField(default=b"", help_text="For the team: sealed in the record of who leads.")
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)


class EscalationStep(models.Model):
    """One rung of the ladder: who was told, when, because of what."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="steps")
    rung = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    told_at = models.DateTimeField()
