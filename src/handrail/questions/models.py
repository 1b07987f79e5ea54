"""A question, as both who asks and who is asked have it; and what the one who is asked makes of it, which is its own.

The two are two tables for a reason: the asker's row does not change when the partner decides to say nothing. What an
asker can see, list, count or time is the same whether nothing is held, something is withheld, or nobody has looked.
"""

from uuid import uuid4

from django.db import models

from handrail.casework.models import Case
from handrail.directory.models import Centre, Organisation
from handrail.gate import FAR_FUTURE_MOMENT


class QuestionState(models.TextChoices):
    """The lifecycle of a question: see ``rules.QUESTION``."""

    WAITING = "waiting", "Waiting for a second person"
    ASKED = "asked", "Waiting for an answer"
    STOPPED = "stopped", "Stopped: flagged as asking to watch someone"
    ANSWERED = "answered", "Answered"
    SILENT = "silent", "They said why not"
    LAPSED = "lapsed", "No answer"
    TURNED_DOWN = "turned_down", "Not put"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended: it asked to watch someone"


class ReplyState(models.TextChoices):
    """The lifecycle of a reply: see ``rules.REPLY``."""

    WEIGHED = "weighed", "Being decided"
    GIVEN = "given", "Given"
    UNSAID = "unsaid", "Nothing is said"


class Silence(models.TextChoices):
    """Why nothing is said. For who is asked; the asker is told which only where the rulebook tells them apart."""

    NOTHING_HELD = "nothing_held", "We hold nothing about it"
    WITHHELD = "withheld", "We hold something and won’t say"


class Question(models.Model):
    """A question about a person that ``organisation`` puts to ``asked_of``. Only those two see it, once it is ``put``.

    The asker's texts are sealed under its own key of the person; the ones ``for_other`` hold the same words under the
    key of the one asked. ``text`` is empty where the rulebook has the words. ``before`` counts how often the same
    question had been put already. ``item`` is the item that answers it. ``silence`` stays empty unless the rulebook
    lets the asker tell the silences apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="questions_asked")
    asked_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="questions_received")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=60)
    before = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=QuestionState.choices, default=QuestionState.WAITING)
    put = models.BooleanField(default=False)
    text_sealed = models.BinaryField(default=b"")
    necessity_sealed = models.BinaryField(default=b"")
    again_sealed = models.BinaryField(default=b"", help_text="Why it is put again.")
    text_for_other_sealed = models.BinaryField(default=b"")
    necessity_for_other_sealed = models.BinaryField(default=b"")
    again_for_other_sealed = models.BinaryField(default=b"")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    put_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    answer_by = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    closes_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    silence = models.CharField(max_length=12, choices=Silence.choices, default="", blank=True)
    item = models.UUIDField(null=True)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("asked_of")), name="a_question_is_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("asked_by")),
                name="a_question_is_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=("organisation", "asked_of", "person_id", "code"),
                condition=models.Q(state__in=("waiting", "asked", "stopped")),
                name="a_question_is_open_once",
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "person_id", "asked_of"), name="questions_by_asker"),
            models.Index(fields=("asked_of", "person_id"), name="questions_by_asked"),
            models.Index(
                fields=("organisation", "closes_at"), condition=models.Q(state="asked"), name="questions_open"
            ),
        )


class Reply(models.Model):
    """What the organisation that is asked makes of a question: its own, and seen by nobody else.

    ``decision`` is the sharing decision by which an answer is given, once one is written; ``silence`` says why nothing
    is said.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ReplyState.choices, default=ReplyState.WEIGHED)
    silence = models.CharField(max_length=12, choices=Silence.choices, default="", blank=True)
    decision = models.UUIDField(null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="unsaid") | models.Q(decision__isnull=False), name="a_reply_says_something"
            ),
        )
