"""The address from which a member's calendar program fetches what is due to them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from handrail.directory.models.members import Member
from handrail.directory.models.organisations import Organisation
from handrail.gate import FAR_FUTURE_MOMENT, NEVER


class CalendarState(models.TextChoices):
    """The lifecycle of a calendar's address: see ``rules.CALENDAR``."""

    WORKING = "working", "Working"
    ENDED = "ended", "Ended"


class CalendarForm(models.TextChoices):
    """How much a calendar says, in a place that Handrail doesn't protect. Neither says whom anything is about."""

    COUNTS = "counts", "How many things are due each day"
    TASKS = "tasks", "What is due, in a few words"


class CalendarAddress(models.Model):
    """A secret address of one member. Only a digest of its secret is kept.

    ``shown`` says of each event when it last changed and how often it has: its id → [digest, changes, moment].
    ``given`` is the digest of the calendar as it was given out last, ``recorded_on`` the day on which the ledger last
    said that it was, and ``fetches`` how often it was fetched since.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="calendars")
    state = models.CharField(max_length=10, choices=CalendarState.choices, default=CalendarState.WORKING)
    form = models.CharField(max_length=10, choices=CalendarForm.choices, default=CalendarForm.COUNTS)
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    fetched_at = models.DateTimeField(null=True)
    fetches = models.PositiveIntegerField(default=0)
    recorded_on = models.DateField(default=NEVER)
    given = models.CharField(max_length=64, default="")
    shown = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("member",), condition=Q(state="working"), name="one_working_calendar"),
        )
