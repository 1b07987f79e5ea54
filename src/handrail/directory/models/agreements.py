"""Information-sharing agreements: drafted, consulted on, accepted or refused by each party, in force, reviewed."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.directory.models.organisations import Centre, Organisation
from handrail.gate import FAR_FUTURE, FAR_FUTURE_MOMENT


class AgreementState(models.TextChoices):
    """The lifecycle of an agreement: see ``rules.AGREEMENT``."""

    DRAFT = "draft", "Draft"
    CONSULTATION = "consultation", "Being consulted on"
    OFFERED = "offered", "Offered to the parties"
    IN_FORCE = "in_force", "In force"
    REVIEW_DUE = "review_due", "Due for review"
    ENDED = "ended", "Ended"


class Agreement(models.Model):
    """One version of an information-sharing agreement. Changing what was offered makes a new version.

    ``organisation`` drafted it and looks after it. ``name_ceiling`` is how many people may be shared about with one
    party in a year under it. ``party_ids`` and ``consulted_ids`` repeat the organisations of :class:`Party` and
    :class:`Consultation` (kept by ``directory.drafting``), so that policy and row security read one column each.
    ``edits`` goes up with every change to the text, so that two people who edit at once can't overwrite each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Who drafted it.")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="agreements")
    programme = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="next_versions")
    state = models.CharField(max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT)
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    categories = ArrayField(models.CharField(max_length=40), default=list)
    basis = models.TextField(help_text="The lawful basis, in words that a party can check.")
    duties = models.TextField(help_text="What each party does.")
    liability = models.TextField(help_text="Who answers for what.")
    name_ceiling = models.PositiveIntegerField()
    retention_days = models.PositiveIntegerField()
    review_on = models.DateField()
    ends_on = models.DateField(default=FAR_FUTURE)
    party_ids = ArrayField(models.UUIDField(), default=list)
    consulted_ids = ArrayField(models.UUIDField(), default=list)
    edits = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    in_force_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_because = models.CharField(max_length=20, default="")

    class Meta:
        ordering = ("title", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("previous",), condition=models.Q(state="draft"), name="one_next_version_at_a_time"
            ),
        )


class PartyState(models.TextChoices):
    """What a party said to the version that it was offered."""

    ASKED = "asked", "Not answered yet"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    LEFT = "left", "Left"


class Party(models.Model):
    """An organisation that the agreement is between. Nothing flows to a party that has not accepted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreement_parties")
    state = models.CharField(max_length=10, choices=PartyState.choices, default=PartyState.ASKED)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    class Meta:
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=("agreement", "organisation"), name="a_party_once"),)


class Consultation(models.Model):
    """What a body said when it was consulted (parties and representative bodies)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="consultations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    response = models.TextField(default="")

    class Meta:
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=("agreement", "organisation"), name="consulted_once"),)


class AgreementReview(models.Model):
    """What a review of an agreement found, and until when it goes on from there."""

    app_privileges = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reviews")
    reviewed_by = models.UUIDField()
    reviewed_at = models.DateTimeField()
    finding = models.TextField()
    review_on = models.DateField()

    class Meta:
        ordering = ("reviewed_at",)


class RegisterQuestion(models.Model):
    """The public register of questions about an agreement and their answers, dated. Nothing is taken out again."""

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="questions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    question = models.TextField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")

    class Meta:
        ordering = ("asked_at",)


class FundingState(models.TextChoices):
    """How sure the money is."""

    PROMISED = "promised", "Promised"
    CONFIRMED = "confirmed", "Confirmed"
    LAPSED = "lapsed", "Lapsed"


class FundingLine(models.Model):
    """Who pays what under an agreement, until when, and what happens when it ends. Amounts in whole pounds a year."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="funding")
    payer = models.CharField(max_length=200)
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    covers = models.CharField(max_length=200)
    pounds_a_year = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=FundingState.choices)
    ends_on = models.DateField()
    when_it_ends = models.CharField(max_length=300)

    class Meta:
        ordering = ("ends_on", "payer")
