"""Deconfliction: what the police were asked and answered, which is theirs; and what a case may know of it."""

from datetime import date
from uuid import uuid4

from django.db import models

from handrail.casework.models.cases import Case
from handrail.directory.models import Organisation

#: The day of what was never confirmed, or is confirmed no longer.
NEVER = date(1970, 1, 1)


class Deconfliction(models.Model):
    """What the police were last asked about one contact of the programme with one person, and what they answered.

    It belongs to ``organisation``, the counter-terrorism unit that answers: no transaction of anybody else can read a
    row (row security), so that *held* and *not answered yet* cannot differ anywhere else. ``subject_id`` is the case
    itself, a meeting or a support action; ``contact`` is the kind of support, a code of the rulebook, or "".
    ``waits`` is true from each question to its answer, whatever was answered before.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case_id = models.UUIDField()
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="Who leads the case.")
    subject_id = models.UUIDField()
    stage = models.CharField(max_length=40)
    contact = models.CharField(max_length=60, default="")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="asked")
    asked_at = models.DateTimeField()
    waits = models.BooleanField(default=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    until = models.DateField(default=NEVER)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "case_id", "subject_id"), name="asked_once_of_a_unit"),
        )
        indexes = (models.Index(fields=("organisation", "waits", "asked_at")),)


class Confirmation(models.Model):
    """That the police confirmed a case, or a meeting about it, on a day and until another: all that a case knows.

    For a support action the same two days stand on the action itself, in the row that starting it locks. A row is
    there from the first time that the police were asked; whatever they have not confirmed has the days ``NEVER``.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="confirmations")
    subject_id = models.UUIDField()
    confirmed_on = models.DateField(default=NEVER)
    confirmed_until = models.DateField(default=NEVER)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "subject_id"), name="one_confirmation_of_a_subject"),)
