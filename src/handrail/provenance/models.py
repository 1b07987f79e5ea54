"""What leans on what: which items a derived record draws on."""

from uuid import uuid4

from django.db import models

from handrail.gate import FAR_FUTURE_MOMENT


class LeaningState(models.TextChoices):
    """Whether a source still stands under the judgement: see ``rules.LEANING``."""

    LEANING = "leaning", "Leans on it"
    TO_REVIEW = "to_review", "To be looked at again"
    REVIEWED = "reviewed", "Looked at again"


class DrawsOn(models.Model):
    """One derived record (an assessment, a need, a minute, a plan) draws on one item.

    ``organisation_id`` is the derived record's, ``originator_id`` the item's. Always a first source: a record that
    draws on another derived record is given that one's items when it is written, so that a recall finds everything in
    one step. ``why`` is the code of what happened to the item, empty while nothing has.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation_id = models.UUIDField()
    derived_kind = models.CharField(max_length=40)
    derived_id = models.UUIDField()
    item = models.UUIDField()
    originator_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=LeaningState.choices, default=LeaningState.LEANING)
    why = models.CharField(max_length=60, default="")
    marked_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    reviewed_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    reviewed_by = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation_id", "derived_id", "derived_kind", "item"), name="provenance_source_once"
            ),
        )
        indexes = (models.Index(fields=("organisation_id", "item"), name="provenance_by_item"),)

    def __str__(self) -> str:
        return f"{self.derived_kind} {self.derived_id} on {self.item}"
