"""Assessments, the judgements in them, and what originators said to their wording.

A judgement is sealed whole: what was judged, how sure its judge was and in what words. The database holds no answer
that a query could count, sort or rank by.
"""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from handrail.casework.models import Case
from handrail.directory.models import Organisation
from handrail.duties.models import NOBODY
from handrail.gate import FAR_FUTURE_MOMENT


class AssessmentState(models.TextChoices):
    """The lifecycle of an assessment: see ``rules.ASSESSMENT``."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Waiting for its originators"
    RELEASED = "released", "Released"
    SUPERSEDED = "superseded", "Superseded by a later one"


class Assessment(models.Model):
    """One filling-in of one version of one instrument, about the person of a case.

    ``organisation`` leads the case: what is judged is sealed in its record. ``author`` wrote the summary (``NOBODY``
    before there is one) and does not release. ``took_part`` are the organisations that did, and ``person_part`` is the
    person's own part in it. ``readers`` are the organisations that the released wording is for: the team when the
    originators were asked. Whoever joins later was not part of what they agreed to.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    instrument = models.CharField(max_length=60)
    instrument_version = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    author = models.UUIDField(default=NOBODY)
    took_part = ArrayField(models.UUIDField(), default=list)
    person_part = models.CharField(max_length=20, default="")
    readers = ArrayField(models.UUIDField(), default=list)
    started_by = models.UUIDField()
    started_in = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    released_by = models.UUIDField(default=NOBODY)
    released_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "instrument"),
                condition=Q(state__in=("draft", "proposed")),
                name="one_assessment_under_way",
            ),
        )
        indexes = (models.Index(fields=("case", "-started_at"), name="assessments_of_a_case"),)


class Judgement(models.Model):
    """What one professional judged of one factor, at one time; of the whole, where ``factor`` is empty.

    A later judgement of the same factor takes the place of this one (``current``), which is kept: who thought what,
    and when, can be asked years later; it goes with a draft that is discarded, and is
    emptied when the record of its case is let go. ``edition`` numbers the
    judgements of a factor, so that two people who judge at once see each other. ``released``: its originators agreed
    that the readers of the assessment read it.
    """

    app_update_columns = ("current", "released", "judgement_sealed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="judgements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    factor = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    current = models.BooleanField(default=True)
    released = models.BooleanField(default=False)
    judgement_sealed = models.BinaryField()
    judged_by = models.UUIDField()
    judged_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "factor"), condition=Q(current=True), name="one_current_judgement_of_a_factor"
            ),
            models.UniqueConstraint(fields=("assessment", "factor", "edition"), name="judgements_follow_each_other"),
        )


class WordingState(models.TextChoices):
    """What an originator said: see ``rules.WORDING``."""

    ASKED = "asked", "Asked"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "No longer asked"


class Wording(models.Model):
    """An originator is asked whether the team may read what was written from its information, and answers.

    Kept by who asks (``organisation``, which leads the case) and who is asked; nobody else learns whose information an
    assessment rests on. ``answer`` is the reason of a refusal, sealed in the asker's record for the asker to read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    originator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField()
    readers = ArrayField(models.UUIDField(), default=list)
    judgements = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=12, choices=WordingState.choices, default=WordingState.ASKED)
    answer_sealed = models.BinaryField(default=b"")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answered_by = models.UUIDField(default=NOBODY)
    answered_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        indexes = (models.Index(fields=("assessment_id",), name="wordings_of_an_assessment"),)
