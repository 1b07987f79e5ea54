"""What is decided about somebody who was nominated, where it is not that a case is opened."""

from uuid import uuid4

from django.db import models

from handrail.casework.models.cases import Case
from handrail.directory.models import Organisation
from handrail.sharing.models import Disclosure


class NoCase(models.Model):
    """A decision that no case is opened about somebody who was nominated: recorded as fully as opening one.

    It is read in the organisation that decided, and nowhere else. The originator is told that there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    programme = models.CharField(max_length=40)
    reason = models.CharField(max_length=60)
    words_sealed = models.BinaryField(default=b"")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()


class HandInState(models.TextChoices):
    """The lifecycle of a hand-in: see ``intake_rules.HAND_IN``."""

    OFFERED = "offered", "Waiting for the panel"
    ACCEPTED = "accepted", "Handed in"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back"
    UNDONE = "undone", "Taken out again"


class HandIn(models.Model):
    """A nomination that is handed in to a case that is open already, so that nobody is doubled.

    It says that the person whom ``organisation`` was told of, under ``person_id``, is the person of ``case``. The two
    records are not merged: this row relates them for as long as it is accepted, and nothing else does. It is seen by
    the organisation that handed in and by the one that leads the case. ``reason`` is why it was refused or undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_ins")
    person_id = models.UUIDField()
    ground = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=HandInState.choices, default=HandInState.OFFERED)
    offered_by = models.UUIDField()
    offered_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, default="")
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure",),
                condition=models.Q(state__in=("offered", "accepted")),
                name="handed_in_to_one_case",
            ),
        )
        indexes = (models.Index(fields=("organisation", "person_id"), name="handed_in_by_person"),)
