"""Holdings: one organisation's copy of one item, with its conditions and its end."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.directory.models import Centre, Organisation
from handrail.gate import FAR_FUTURE
from handrail.sharing.models.decisions import SharingDecision
from handrail.sharing.models.disclosures import Disclosure
from handrail.sharing.models.imports import NO_IMPORT


class Marking(models.IntegerChoices):
    """The only two markings that Handrail holds. SENSITIVE is a marking within OFFICIAL, not a tier."""

    OFFICIAL = 1, "OFFICIAL"
    OFFICIAL_SENSITIVE = 2, "OFFICIAL – SENSITIVE"


class HoldingState(models.TextChoices):
    """The lifecycle of a holding: see ``rules.HOLDING``. In all but the first two its text is sealed."""

    DRAFT = "draft", "Draft"
    HELD = "held", "Held"
    RECALLED = "recalled", "Recalled"
    SUPERSEDED = "superseded", "Corrected"
    EXPIRED = "expired", "Ran out"
    DISCARDED = "discarded", "Not shared"
    DESTROYED = "destroyed", "Destroyed"


class Holding(models.Model):
    """One organisation's copy of one item: a single numbered statement about a person (a name is one too).

    ``item`` is the same in every copy. The originator's own copy (``organisation`` = ``originator``, ``id`` =
    ``item``) is the item's register entry: drafted, released, recalled there. The text is sealed under the key of
    (person, organisation). ``contributed_for`` keeps what was given for support apart from what was given for law
    enforcement. An empty ``audience`` or ``team`` narrows nothing. Immutable once held; a correction supersedes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings")
    originator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    item = models.UUIDField()
    decision = models.ForeignKey(
        SharingDecision, on_delete=models.PROTECT, null=True, related_name="items", help_text="Originator’s copy only."
    )
    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.PROTECT, null=True, related_name="holdings", help_text="Recipient’s copy only."
    )
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=HoldingState.choices, default=HoldingState.DRAFT)
    number = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField(choices=Marking.choices)
    grading_scheme = models.CharField(max_length=10, default="3x5x2")
    source_grade = models.CharField(max_length=2)
    information_grade = models.CharField(max_length=2)
    handling = models.CharField(max_length=2, default="P")
    handling_action = models.CharField(max_length=4, default="none")
    sanitisation = models.CharField(max_length=4, default="none")
    purpose = models.CharField(max_length=40)
    contributed_for = models.CharField(max_length=20, default="support")
    audience = ArrayField(models.CharField(max_length=40), default=list)
    team = ArrayField(models.UUIDField(), default=list)
    text_sealed = models.BinaryField()
    parts_sealed = models.BinaryField(default=b"", help_text="A name or date of birth in its parts, as JSON.")
    conditions_sealed = models.BinaryField(default=b"")
    original_sealed = models.BinaryField(default=b"")
    superseded_by = models.UUIDField(null=True, help_text="The item that corrects this one.")
    held_since = models.DateTimeField()
    expires_on = models.DateField(default=FAR_FUTURE)
    ended_at = models.DateTimeField(null=True)
    written_by = models.UUIDField()
    brought_by = models.UUIDField(default=NO_IMPORT, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "item"), name="one_copy_of_an_item"),)
        indexes = (
            models.Index(fields=("organisation", "person_id", "number")),
            models.Index(fields=("organisation", "state", "expires_on")),
        )
