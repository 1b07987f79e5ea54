"""What a meeting talks about: cases, the points of each, and what was written about each point."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.casework.models import Case
from handrail.directory.models import Centre, Member, Organisation
from handrail.meetings.models.meetings import Attendee, Meeting

#: Stands for "about nothing in particular": an added point.
NOTHING = UUID(int=0)


class AgendaCase(models.Model):
    """One case at one meeting. Its texts are sealed under the key of (person, leading organisation).

    ``partners``, ``invited`` and ``conflicted`` are made in ``meetings.invitations`` from the rows of
    :class:`Invited`. ``chair`` chairs this case: another member where the meeting's chair declared a conflict of
    interest. ``state`` and ``programme`` repeat the meeting's, ``marking`` and ``reference`` the case's, for policy to
    read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField()
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    partners = ArrayField(models.UUIDField(), default=list)
    invited = ArrayField(models.UUIDField(), default=list)
    conflicted = ArrayField(models.UUIDField(), default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "case"), name="once_on_the_agenda"),)


class Invited(models.Model):
    """Why a member is asked to one case of a meeting; and whether they declared a conflict of interest in it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agenda_case = models.ForeignKey(AgendaCase, on_delete=models.CASCADE, related_name="invitations")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=60)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    conflict = models.BooleanField(default=False)
    conflict_sealed = models.BinaryField(default=b"")
    declared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agenda_case", "member"), name="asked_once_to_a_case"),)


class AgendaPoint(models.Model):
    """One point about a case: put there by what is due, or added in somebody's words.

    ``kind`` and ``detail`` are codes of the rulebook. ``version`` counts what was written about it: who writes says
    on which version they build.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agenda_case = models.ForeignKey(AgendaCase, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.UUIDField(default=NOTHING)
    detail = models.CharField(max_length=60, default="")
    due_on = models.DateField(null=True)
    words_sealed = models.BinaryField(default=b"")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agenda_case", "kind", "subject_id"),
                condition=~models.Q(subject_id=NOTHING),
                name="one_point_about_a_thing",
            ),
        )


class Note(models.Model):
    """What somebody wrote about a point. Nothing that was written is ever overwritten by somebody else.

    ``current`` is what the point says now, as version ``number``. What was written on an older version than the one
    that had been reached meanwhile is kept ``aside`` until it is merged.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    point = models.ForeignKey(AgendaPoint, on_delete=models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    member_id = models.UUIDField()
    state = models.CharField(max_length=12)
    number = models.PositiveIntegerField(help_text="The version it is or was; of one kept aside, the one it builds on.")
    text_sealed = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("point",), condition=models.Q(state="current"), name="a_point_says_one_thing"
            ),
            models.UniqueConstraint(
                fields=("point", "member_id"), condition=models.Q(state="aside"), name="one_text_aside_of_a_member"
            ),
        )
