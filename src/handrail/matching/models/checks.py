"""An identity check: whether a partner's record is the person's, asked one step at a time.

What the asker may show, what the partner was shown and what the partner makes of it are three tables for a reason: the
asker's row does not change while the partner looks, and nobody reads what is the other's.
"""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Centre, Organisation
from handrail.gate import FAR_FUTURE_MOMENT


class CheckState(models.TextChoices):
    """The lifecycle of an identity check: see ``rules.CHECK``."""

    ASKED = "asked", "Waiting for an answer"
    SAME = "same", "The same person"
    NOT_SAME = "not_same", "Not the same person"
    UNSURE = "unsure", "Not sure"
    LAPSED = "lapsed", "They can’t say"
    TAKEN_BACK = "taken_back", "Taken back"
    MADE_UP = "made_up", "They made the record up"


class ReplyState(models.TextChoices):
    """The lifecycle of an answer within the partner: see ``rules.REPLY``."""

    WEIGHED = "weighed", "Waiting for a second person"
    GIVEN = "given", "Given"
    UNSAID = "unsaid", "Nothing is said"


class Fits(models.TextChoices):
    """Whether a step fits the record."""

    YES = "yes", "Yes, it fits"
    NO = "no", "No, it doesn’t fit"
    CANNOT_SAY = "cannot_say", "We can’t say"


class Answer(models.TextChoices):
    """How an identity check may end. To say nothing is always open to the one who is asked."""

    SAME = "same", "It is the same person"
    NOT_SAME = "not_same", "It isn’t the same person"
    UNSURE = "unsure", "We aren’t sure"
    CANNOT_SAY = "cannot_say", "We can’t say"


class Check(models.Model):
    """Whether ``asked_of``’s record is the person whom ``organisation`` means. Between these two.

    ``person_id`` and ``reference`` were made for this check: to the partner, nothing ties it to anything else it has.
    ``pseudonym`` is what the partner calls its record, sealed under the partner's key, as is nothing else here;
    ``reasons`` are the partner's, sealed under the asker's key. Once ``before_them`` is false the partner sees it no
    more: all that is left there is a count.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checks_asked")
    asked_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checks_received")
    register = models.UUIDField()
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField(default=1)
    power = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=CheckState.choices, default=CheckState.ASKED)
    before_them = models.BooleanField(default=True)
    pseudonym_sealed = models.BinaryField(default=b"")
    reasons_sealed = models.BinaryField(default=b"")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("asked_of")), name="a_check_is_of_another"
            ),
        )
        indexes = (
            models.Index(fields=("asked_of", "state"), condition=models.Q(before_them=True), name="checks_before_them"),
            models.Index(fields=("organisation", "closes_at"), condition=models.Q(state="asked"), name="checks_open"),
        )


class CheckElement(models.Model):
    """One step that the asker lets the partner be shown, in its order. The asker's own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text_sealed = models.BinaryField(default=b"")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("check_of", "number"), name="a_step_has_its_place"),)


class ShownElement(models.Model):
    """One step as the partner was shown it, and whether it fits its record. The partner's own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    text_sealed = models.BinaryField(default=b"")
    fits = models.CharField(max_length=10, choices=Fits.choices, default="", blank=True)
    shown_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("check_of", "number"), name="a_step_is_shown_once"),)


class CheckReply(models.Model):
    """What the partner makes of an identity check: its own, and seen by nobody else until it is released.

    ``version`` counts how often it was written: what is released is what the second person read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    check_of = models.OneToOneField(Check, on_delete=models.PROTECT, related_name="reply")
    state = models.CharField(max_length=8, choices=ReplyState.choices, default=ReplyState.WEIGHED)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reasons_sealed = models.BinaryField(default=b"")
    version = models.PositiveSmallIntegerField(default=0)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()


class CheckTally(models.Model):
    """How many identity checks a partner was asked in a year, by how they ended. All that is left of most."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    ended = models.CharField(max_length=40, choices=CheckState.choices)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "year", "ended"), name="a_tally_of_a_year"),)
