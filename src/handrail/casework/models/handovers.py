"""How a risk passes from one owner to the next, and what else happens to it: each with who signed, and when."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from handrail.casework.models.cases import Case
from handrail.casework.models.risks import Risk
from handrail.directory.models import Member, Organisation


class OfferState(models.TextChoices):
    """The lifecycle of an offer: see ``risk_rules.OFFER``."""

    OFFERED = "offered", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OVERTAKEN = "overtaken", "Overtaken"


class RiskOffer(models.Model):
    """An offer to hand a risk over. Until somebody of ``to_organisation`` accepts, it is the offerer's.

    ``offered_by`` and ``answered_by`` are the two signatures, of two people always. ``to_member`` is who is asked
    within the organisation that owns the risk already; between organisations whoever accepts becomes the owner by
    name. ``reason`` and ``refusal`` are codes of the rulebook.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="offers")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OFFERED)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=60)
    words_sealed = models.BinaryField()
    offered_by = models.UUIDField()
    offered_at = models.DateTimeField()
    refusal = models.CharField(max_length=60, default="")
    answer_sealed = models.BinaryField(default=b"")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("risk",), condition=Q(state="offered"), name="one_offer_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (Q(answered_by__isnull=False) & ~Q(answered_by=F("offered_by"))),
                name="two_people_sign_a_handover",
            ),
        )


class KindChangeState(models.TextChoices):
    """The lifecycle of a change of kind: see ``risk_rules.KIND_CHANGE``."""

    PROPOSED = "proposed", "Waiting for the police’s signature"
    SIGNED = "signed", "Waiting for an independent review"
    MADE = "made", "Made"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OVERTAKEN = "overtaken", "Overtaken"


class RiskKindChange(models.Model):
    """A proposal to call a risk by another kind, and who signed it.

    ``both`` says that it needed the police's signature and an independent review, because another kind of organisation
    could own it afterwards. The three who sign are three people, and the review comes from an organisation that neither
    proposed nor signed: the database refuses anything else.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="kind_changes")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=KindChangeState.choices, default=KindChangeState.PROPOSED)
    was = models.CharField(max_length=60)
    becomes = models.CharField(max_length=60)
    both = models.BooleanField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words_sealed = models.BinaryField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    signed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    reviewed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by = models.UUIDField(null=True)
    answer_sealed = models.BinaryField(default=b"")
    ended_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("risk",), condition=Q(state__in=("proposed", "signed")), name="one_change_of_kind_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="made", both=True)
                | (
                    Q(signed_by__isnull=False, reviewed_by__isnull=False, reviewed_for__isnull=False)
                    & Q(signed_for__isnull=False)
                    & ~Q(signed_by=F("proposed_by"))
                    & ~Q(reviewed_by=F("proposed_by"))
                    & ~Q(reviewed_by=F("signed_by"))
                    & ~Q(reviewed_for=F("organisation"))
                    & ~Q(reviewed_for=F("signed_for"))
                ),
                name="kind_changed_by_three_people",
            ),
        )


class RiskJudgement(models.Model):
    """How severe a risk was judged to be from ``judged_at`` on, in words of the rulebook. Never a score.

    The first judgement is the risk's own (``judged_by``, ``judged_at``); ``was`` of the earliest row here says what it
    was.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="judgements")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    was = models.CharField(max_length=40)
    severity = models.CharField(max_length=40)
    words_sealed = models.BinaryField()
    judged_by = models.UUIDField()
    judged_at = models.DateTimeField()
