"""Disclosures: items released to one recipient for a purpose, until a date, under an agreement."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.directory.models import Agreement, Centre, Organisation


class DisclosureState(models.TextChoices):
    """The lifecycle of a disclosure: see ``rules.DISCLOSURE``."""

    RELEASED = "released", "Waiting to be acknowledged"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CHALLENGED = "challenged", "Stopped: flagged as asking to watch someone"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Ran out"


class Became(models.TextChoices):
    """What the recipient decided about a case for somebody who was nominated. Why, and whose case, it keeps."""

    UNDECIDED = "undecided", "Not decided yet"
    CASE = "case", "A case was opened"
    NO_CASE = "no_case", "No case was opened"
    HANDED_IN = "handed_in", "Handed in to a panel that works with the person already"


class Disclosure(models.Model):
    """What one organisation was given about one person. Both parties see this row; nobody else does.

    The sealed texts are the recipient's copy of the reasons (under the key of person and recipient). ``became`` is what
    followed from a nomination, where the recipient is of a kind that decides on cases.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    originator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disclosures_given")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disclosures_received")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    decision_id = models.UUIDField(help_text="The originator’s sharing decision.")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=DisclosureState.choices, default=DisclosureState.RELEASED)
    reason = models.CharField(max_length=60, default="")
    criteria = ArrayField(models.CharField(max_length=60), default=list)
    purpose = models.CharField(max_length=40)
    requested_action = models.CharField(max_length=60)
    until = models.DateField()
    power = models.CharField(max_length=60)
    necessity_sealed = models.BinaryField(default=b"")
    proportionality_sealed = models.BinaryField(default=b"")
    alternatives_sealed = models.BinaryField(default=b"")
    notification = models.CharField(max_length=10)
    notification_decided_on = models.DateField(null=True)
    notification_on = models.DateField(null=True)
    marking = models.PositiveSmallIntegerField(default=1)
    proposed_by = models.UUIDField()
    released_by = models.UUIDField()
    released_at = models.DateTimeField()
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    cannot_do_reason = models.CharField(
        max_length=60, default="", help_text="Why the recipient can’t do what is asked."
    )

    became = models.CharField(max_length=10, choices=Became.choices, default=Became.UNDECIDED)
    became_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("released_by")), name="released_by_another_person"
            ),
            models.CheckConstraint(
                condition=~models.Q(originator=models.F("recipient")), name="given_to_another_organisation"
            ),
        )
        indexes = (
            models.Index(fields=("recipient", "state", "-released_at")),
            models.Index(fields=("originator", "person_id")),
            models.Index(fields=("recipient", "person_id"), name="disclosures_of_a_person"),
        )


class RecallNotice(models.Model):
    """What a holder is told when an item is recalled, corrected or runs out; and whether it has acknowledged.

    Seen by the originator and by this one holder. ``reason`` is a code of the rulebook, so that a tombstone can be
    shown to anyone who held the item without telling more than they knew.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    originator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holding_id = models.UUIDField()
    item = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    how = models.CharField(max_length=12)
    reason = models.CharField(max_length=60)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    state = models.CharField(max_length=12, default="sent")
    judgements = models.PositiveSmallIntegerField(
        default=0, help_text="How many of the holder’s judgements drew on it."
    )
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("holder", "holding_id"), name="one_notice_for_a_holding"),)
        indexes = (models.Index(fields=("originator", "item")),)


class Challenge(models.Model):
    """“This asks me to watch someone”: the action stops, both data protection officers look (demand M14).

    ``subject_kind`` is ``disclosure`` or ``support_action``. What the challenger wrote is sealed once for each side.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    raised_by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answered_by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default="open")
    outcome = models.CharField(max_length=60, default="")
    words_sealed = models.BinaryField(default=b"", help_text="The challenger’s copy.")
    words_for_other_sealed = models.BinaryField(default=b"", help_text="The other organisation’s copy.")
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField()
    closed_by_raiser = models.UUIDField(null=True)
    closed_by_other = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
