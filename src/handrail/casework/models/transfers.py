"""A case that is offered to the organisation that leads in the area to which the person has moved."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from handrail.casework.models.cases import Case
from handrail.directory.models import Agreement, Centre, Organisation


class TransferState(models.TextChoices):
    """The lifecycle of a transfer: see ``transfer_rules.TRANSFER``."""

    WRITTEN = "written", "Waiting for a second person"
    OFFERED = "offered", "Waiting for the other centre"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    DECLINED = "declined", "Not sent"
    DROPPED = "dropped", "Taken back before it was sent"
    WITHDRAWN = "withdrawn", "Taken back"


class Transfer(models.Model):
    """An offer to go on with a case elsewhere: one person writes it, a second lets it go, the receiver answers.

    ``organisation`` leads the case, ``to_organisation`` would lead a new one in ``centre``, and sees the row once
    ``sent_at`` is set. ``items`` are those of the offerer's own items that would go along, ``words`` why the case
    moves, ``summary`` the handover summary: sealed for the offerer and, once it is accepted, as ``received`` for the
    receiver. ``reason`` and ``refusal`` are codes of the rulebook. ``new_case`` is the receiver's own, ``left`` whether
    something that the old case holds did not go along.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.WRITTEN)
    reason = models.CharField(max_length=60)
    power = models.CharField(max_length=60)
    items = ArrayField(models.UUIDField(), default=list)
    words_sealed = models.BinaryField()
    summary_sealed = models.BinaryField()
    received_sealed = models.BinaryField(default=b"", help_text="The receiver’s copy of the summary.")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    signed_by = models.UUIDField(null=True)
    least_sealed = models.BinaryField(default=b"", help_text="Why this is the least, by whoever let it go or did not.")
    sent_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=60, default="")
    answer_sealed = models.BinaryField(default=b"")
    new_case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="+")
    left = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(state__in=("written", "offered")), name="one_transfer_at_a_time"
            ),
            models.UniqueConstraint(fields=("case",), condition=Q(state="accepted"), name="a_case_moves_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | (Q(signed_by__isnull=False) & ~Q(signed_by=F("written_by"))),
                name="two_people_let_a_case_go",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(sent_at__isnull=False, new_case__isnull=False),
                name="accepted_after_it_was_sent",
            ),
        )
