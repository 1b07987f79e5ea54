"""The person, as one organisation has them on record. Everything known about a person is an item, not a column here."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Centre, Organisation
from handrail.sharing.models.imports import NO_IMPORT


class PersonRecord(models.Model):
    """One organisation's record that it holds something about a person.

    ``person_id`` is opaque and shared by every organisation that was told; ``reference`` is the short one that people
    say on the telephone. Both are unique per organisation only: a wider constraint would tell that a record exists.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    since = models.DateTimeField()
    brought_by = models.UUIDField(default=NO_IMPORT, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "person_id"), name="one_record_of_a_person"),
            models.UniqueConstraint(fields=("organisation", "reference"), name="one_person_by_a_reference"),
        )
        # A page of the list, and how many there are, without reading the rows of the others.
        indexes = (
            models.Index(
                fields=("organisation", "-since", "id"), include=("programme", "brought_by"), name="people_latest_first"
            ),
        )


class NotificationState(models.TextChoices):
    """Does the person know?"""

    UNDECIDED = "undecided", "Not decided yet"
    DEFERRED = "deferred", "Not yet"
    TOLD = "told", "Yes"


class NotificationDecision(models.Model):
    """One controller's decision on telling the person (UK GDPR Article 14; DPA 2018 section 44).

    Deferring needs a ground from the rulebook, an approver other than the one who proposed it, and a date to look
    again. The latest decision of an organisation counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=NotificationState.choices)
    ground = models.CharField(max_length=60, default="")
    proposed_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    decided_on = models.DateField()
    look_again_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("organisation", "person_id", "-recorded_at")),)
