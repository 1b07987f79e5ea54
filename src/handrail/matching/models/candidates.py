"""What a search found: that an organisation may hold a record of the person."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Centre, Organisation
from handrail.gate import FAR_FUTURE_MOMENT
from handrail.matching.models.searches import Result
from handrail.sharing.models import SharingDecision


class Evidence(models.TextChoices):
    """How much points to a record. Two words and no number: nobody is ranked."""

    STRONG = "strong", "Strong"
    WEAK = "weak", "Weak"


class CandidateState(models.TextChoices):
    """The lifecycle of a candidate: see ``rules.CANDIDATE``."""

    FOUND = "found", "Not looked at yet"
    WANTED = "wanted", "Waiting for a second person"
    ASKED = "asked", "They were asked"
    SET_ASIDE = "set_aside", "Set aside"
    SAME = "same", "The same person"
    NOT_SAME = "not_same", "Not the same person"
    UNSURE = "unsure", "They aren’t sure"
    CANNOT_SAY = "cannot_say", "They can’t say"
    MADE_UP = "made_up", "They made the record up"
    OVER = "over", "Over"


class Candidate(models.Model):
    """A record at ``partner`` that may be the person's. Known to the originator alone until its officer asks.

    ``pseudonym`` is the partner's name for the record, which only the partner can open. ``keys`` are the match keys
    that agreed: they say something of the record, and are kept for a review of the weights and shown to nobody.
    ``words`` say why the officer would ask, or why it was set aside.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="candidates")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(SharingDecision, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=CandidateState.choices, default=CandidateState.FOUND)
    evidence = models.CharField(max_length=6, choices=Evidence.choices)
    pseudonym_sealed = models.BinaryField(default=b"")
    keys_sealed = models.BinaryField(default=b"")
    words_sealed = models.BinaryField(default=b"")
    reason = models.CharField(max_length=60, default="", blank=True)
    identity_check = models.UUIDField(null=True)
    asked_by = models.UUIDField(null=True)
    second_by = models.UUIDField(null=True)
    found_at = models.DateTimeField()
    asked_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("asked_by")),
                name="weak_evidence_needs_another",
            ),
        )
        indexes = (models.Index(fields=("decision", "state"), name="candidates_of_a_nomination"),)
