"""Minutes and summaries: one paper for each case of a meeting, in parts, so that nobody reads of another's case."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.directory.models import Centre, Member, Organisation
from handrail.gate import FAR_FUTURE_MOMENT
from handrail.meetings.models.agenda import AgendaCase


class PaperKind(models.TextChoices):
    """What is written of a case at a meeting."""

    MINUTES = "minutes", "Minutes"
    SUMMARY = "summary", "Executive summary"


class MeetingPaper(models.Model):
    """The minutes or the executive summary of one case at one meeting.

    ``authors`` wrote any of it, ``chair`` approves it, ``partners`` are the organisations that it was released to and
    ``readers`` the members who were asked to the case. ``version`` counts changes of the draft.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agenda_case = models.ForeignKey(AgendaCase, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    case_id = models.UUIDField()
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField()
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default="drafted")
    partners = ArrayField(models.UUIDField(), default=list)
    readers = ArrayField(models.UUIDField(), default=list)
    conflicted = ArrayField(models.UUIDField(), default=list)
    authors = ArrayField(models.UUIDField(), default=list)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    released_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    released_by = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agenda_case", "kind"), name="one_paper_of_a_kind"),)


class PaperPart(models.Model):
    """One part of a paper, with sources of its own: a reader sees the parts whose sources they hold.

    ``kind`` says what it was made from (note, decision, dissent, action, support, text); ``heading`` is a code of the
    rulebook where it has one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    paper = models.ForeignKey(MeetingPaper, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    heading = models.CharField(max_length=60, default="")
    words_sealed = models.BinaryField(default=b"")


class PaperRelease(models.Model):
    """That a paper was released to an organisation, and that somebody there has read it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    paper = models.ForeignKey(MeetingPaper, on_delete=models.CASCADE, related_name="releases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    released_at = models.DateTimeField()
    read_by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("paper", "organisation"), name="released_once"),)
