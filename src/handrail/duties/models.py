"""Duties: what somebody must do by a time."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from handrail.gate import FAR_FUTURE_MOMENT, NEVER_MOMENT

#: Stands for "no one member", where a duty falls to a role as a whole: policy never reads a NULL.
NOBODY = UUID(int=0)


class DutyState(models.TextChoices):
    """The lifecycle of a duty: see ``rules.DUTY``."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "No longer due"


class Duty(models.Model):
    """Something that a role in an organisation, or one member in that role, must do by ``due_at``.

    ``kind`` is a code of the rulebook's timescales, which say what is to be done and how long it may take.
    ``subject_kind`` and ``subject_id`` name the record that it is about, without a foreign key: the floors above own
    those. ``person_id`` is :data:`NOBODY` where it is about no person. ``fell_at`` is when it fell to whoever owes it
    now: when it was raised, was passed on, or climbed. ``not_for`` are the members who did the first half of what two
    people do: the role owes it, and they don't. ``climbed`` counts how often it was raised again because nobody
    had done it in time.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation_id = models.UUIDField()
    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(default=NOBODY)
    person_reference = models.CharField(max_length=12, default="")
    role = models.CharField(max_length=40)
    owner_id = models.UUIDField(default=NOBODY)
    not_for = ArrayField(models.UUIDField(), default=list)
    raised_by = models.UUIDField()
    raised_from = models.UUIDField(help_text="The organisation whose act made it due.")
    raised_at = models.DateTimeField()
    fell_at = models.DateTimeField(default=NEVER_MOMENT)
    due_at = models.DateTimeField()
    urgent = models.BooleanField()
    climbed = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    state = models.CharField(max_length=10, choices=DutyState.choices, default=DutyState.OPEN)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_by = models.UUIDField(default=NOBODY)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation_id", "subject_id", "subject_kind", "kind", "role", "owner_id"),
                condition=Q(state="open"),
                name="duties_due_once",
            ),
        )
        indexes = (
            models.Index(fields=("organisation_id", "due_at"), condition=Q(state="open"), name="duties_open_by_due"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
