"""A meeting and who is asked to it."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.directory.models import Centre, Member, Organisation
from handrail.gate import FAR_FUTURE_MOMENT


class Meeting(models.Model):
    """A meeting of a centre's panel about cases that ``organisation`` leads.

    ``place`` is a room or a link, and names nobody. ``partners`` and ``invited`` are the organisations and members
    asked to any of its cases, made in ``meetings.invitations`` from the rows of :class:`Attendee`, so that policy and
    row security read one column each. ``change_reason`` says why it was postponed last, or cancelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings_called")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="scheduled")
    partners = ArrayField(models.UUIDField(), default=list)
    invited = ArrayField(models.UUIDField(), default=list)
    called_by = models.UUIDField()
    called_at = models.DateTimeField()
    postponed = models.PositiveSmallIntegerField(default=0)
    change_reason = models.CharField(max_length=60, default="")
    began_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    finished_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)


class Attendee(models.Model):
    """A member asked to a meeting: whether they said that they would come, and whether they were there."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, default="waiting")
    answered_at = models.DateTimeField(null=True)
    attended = models.BooleanField(null=True, help_text="Unknown until somebody records it.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "member"), name="asked_once_to_a_meeting"),)
