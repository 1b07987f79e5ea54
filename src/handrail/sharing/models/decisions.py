"""Sharing decisions: to share or not to share, what, with whom, why; proposed by one person, decided by another."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.clock import now
from handrail.directory.models import Agreement, Centre, Organisation
from handrail.sharing.models.imports import NO_IMPORT


class DecisionKind(models.TextChoices):
    """What is being decided on."""

    NOMINATION = "nomination", "Nomination"
    CONTRIBUTION = "contribution", "Contribution"
    CORRECTION = "correction", "Correction"
    ANSWER = "answer", "Answer to a question"


class DecisionState(models.TextChoices):
    """The lifecycle of a sharing decision: see ``rules.DECISION``."""

    DRAFT = "draft", "Being written"
    PROPOSED = "proposed", "Waiting for an authoriser"
    SENT_BACK = "sent_back", "Sent back"
    RELEASED = "released", "Released"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Nobody went on with it"


class SharingDecision(models.Model):
    """A decision whether to share items about one person. Declining is recorded as fully as sharing.

    The sealed texts are in the words of the proposer; the authoriser's answers are in :class:`Judgement`. ``marking``
    is the highest marking of its items. ``version`` goes up with every change, so that two people who edit at once
    cannot overwrite each other unseen; ``changed_at`` says when somebody last did, which a draft is kept from.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=DecisionState.choices, default=DecisionState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    marking = models.PositiveSmallIntegerField(default=1)
    power = models.CharField(max_length=60, default="")
    necessity_sealed = models.BinaryField(default=b"")
    proportionality_sealed = models.BinaryField(default=b"")
    alternatives_sealed = models.BinaryField(default=b"")
    notification = models.CharField(max_length=10, default="undecided")
    notification_ground = models.CharField(max_length=60, default="")
    notification_on = models.DateField(null=True, help_text="Told on, or to be looked at again on.")
    authors = ArrayField(models.UUIDField(), default=list, help_text="Everyone who wrote a part of it.")
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(default=now)
    proposed_by = models.UUIDField(help_text="Who wrote it, until it is proposed; then who proposed it.")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    brought_by = models.UUIDField(default=NO_IMPORT, editable=False)

    class Meta:
        # The second gives a page of the whole list, and how many there are in each state, without reading other rows.
        indexes = (
            models.Index(fields=("organisation", "state", "-created_at")),
            models.Index(
                fields=("organisation", "-created_at", "id"),
                include=("state", "programme", "brought_by"),
                name="decisions_latest_first",
            ),
        )


class Nomination(models.Model):
    """An originator's proposal to bring a person into a programme: why they are listed, and by whose reference.

    ``content_digest`` is keyed: it tells the same file from a changed one and cannot be guessed from its content.
    """

    decision = models.OneToOneField(SharingDecision, on_delete=models.CASCADE, primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    reason = models.CharField(max_length=60, default="")
    criteria = ArrayField(models.CharField(max_length=60), default=list, help_text="The criteria said to be met.")
    external_reference = models.CharField(max_length=80, default="")
    content_digest = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "external_reference"),
                condition=~models.Q(external_reference=""),
                name="one_nomination_by_a_reference",
            ),
        )


class ProposedRecipient(models.Model):
    """An organisation that the proposer would share with: which items, why, what is asked, until when.

    ``agreement`` is the one in force between the two that covers it best, found again when it is proposed; none if
    there is none, in which case policy refuses.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(SharingDecision, on_delete=models.CASCADE, related_name="recipients")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True)
    items = ArrayField(models.UUIDField(), default=list)
    purpose = models.CharField(max_length=40)
    requested_action = models.CharField(max_length=60)
    until = models.DateField()
    audience = ArrayField(
        models.CharField(max_length=40),
        default=list,
        help_text="Roles at the recipient that may read it; empty for all.",
    )
    taken_out = models.BooleanField(default=False, help_text="The authoriser released to the others only.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("decision", "recipient"), name="a_recipient_once"),)


class Judgement(models.Model):
    """What an authoriser judged, question by question, whichever way they decided."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    decision = models.ForeignKey(SharingDecision, on_delete=models.CASCADE, related_name="judgements")
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=60, default="")
    necessary_sealed = models.BinaryField(default=b"")
    least_sealed = models.BinaryField(default=b"")
    proportionate_sealed = models.BinaryField(default=b"")
    alternative_sealed = models.BinaryField(default=b"")
    telling_sealed = models.BinaryField(default=b"")
    by = models.UUIDField()
    at = models.DateTimeField()
