"""Registers that partners offer to be asked, and the tokens by which they say how often."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Centre, Organisation
from handrail.gate import FAR_FUTURE_MOMENT


class RegisterState(models.TextChoices):
    """The lifecycle of a register: see ``rules.REGISTER``."""

    OFFERED = "offered", "Waiting for a second person"
    ACCEPTED = "accepted", "May be asked"
    DECLINED = "declined", "Not offered"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Register(models.Model):
    """A partner's register, as the marks that were made from it: who is in it can't be read here.

    ``name``, ``table`` and ``schema`` are the publisher's: which register, which table of it, and by which version of
    the match keys. ``signing_key`` signs the table and every answer. Its file lies in the home, under
    the row's id (:mod:`handrail.matching.tables`). ``address`` is where the partner answers; empty where requests and
    answers are carried by hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registers")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=64)
    table = models.UUIDField()
    schema = models.CharField(max_length=40)
    declared_size = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    signing_key = models.CharField(max_length=200)
    address = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=10, choices=RegisterState.choices, default=RegisterState.OFFERED)
    open_to_others = models.BooleanField(
        default=False, help_text="It was accepted once: those who asked it know of it."
    )
    why_suspended = models.CharField(max_length=40, default="", blank=True)
    offered_by = models.UUIDField()
    offered_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("offered_by")),
                name="a_register_is_accepted_by_another",
            ),
            models.UniqueConstraint(
                fields=("organisation", "centre", "name"),
                condition=models.Q(state="accepted"),
                name="a_register_is_asked_by_one_table",
            ),
        )


class QuotaToken(models.Model):
    """A partner's word that its register may be asked once, for so many people at most, until a day.

    Sealed under the partner's own key for this register, and opened when it is used: ``result`` says for what.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="tokens")
    digest = models.BinaryField(max_length=32, help_text="Keyed: the same token isn't taken in twice.")
    token_sealed = models.BinaryField(default=b"")
    size = models.PositiveSmallIntegerField(help_text="Of the request that it is good for.")
    until = models.DateField()
    result = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("register", "digest"), name="a_quota_token_once"),)
        indexes = (
            models.Index(
                fields=("register", "size", "until"), condition=models.Q(result__isnull=True), name="quota_left"
            ),
        )
