"""Time and money that organisations spent, entry by entry."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from handrail.casework.models import Case, SupportAction
from handrail.directory.models import Centre, FundingLine, Organisation


class Cover(models.TextChoices):
    """Who bears it."""

    PAID = "paid", "Paid for"
    PROMISED = "promised", "Promised, not confirmed"
    NOBODY = "nobody", "Nobody pays for it"


class CostEntry(models.Model):
    """Minutes and pence that one organisation spent on one day, for a case or for the centre as a whole.

    ``kind`` is a code of the rulebook's kinds of work. ``line`` is the funding line that is to pay, and ``cover`` what
    that line was worth on the day that this was recorded: an entry is never rewritten when a line lapses. A mistake is
    put right by an entry that takes it back (``reverses``), with the same amounts below nothing. No words: nothing
    here says what was done for a person, nor how the person fared.
    """

    app_privileges = ("SELECT", "INSERT")
    #: For the day on which a case is destroyed: what it cost stays, and whose case it was goes.
    app_update_columns = ("case_id", "support_action_id")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Whose time or money it was.")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    support_action = models.ForeignKey(SupportAction, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    on = models.DateField()
    minutes = models.IntegerField()
    pence = models.IntegerField()
    line = models.ForeignKey(FundingLine, on_delete=models.PROTECT, null=True, related_name="+")
    cover = models.CharField(max_length=10, choices=Cover.choices)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reverses=None, minutes__gte=0, pence__gte=0) & (Q(minutes__gt=0) | Q(pence__gt=0))
                | Q(reverses__isnull=False, minutes__lte=0, pence__lte=0) & (Q(minutes__lt=0) | Q(pence__lt=0)),
                name="spent_or_taken_back",
            ),
        )
        indexes = (
            models.Index(fields=("centre", "organisation"), name="costs_by_centre"),
            models.Index(fields=("case", "on"), name="costs_by_case"),
            models.Index(fields=("recorded_by", "-recorded_at"), name="costs_by_recorder"),
        )
