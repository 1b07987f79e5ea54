"""Searches for who already knows a person, and what became of each in every register that it asked."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Centre, Organisation
from handrail.gate import FAR_FUTURE_MOMENT, NEVER_MOMENT
from handrail.matching.models.registers import Register
from handrail.sharing.models import SharingDecision


class SearchState(models.TextChoices):
    """The lifecycle of a search: see ``rules.SEARCH``."""

    PROPOSED = "proposed", "Waiting for an authoriser"
    AUTHORISED = "authorised", "Under way"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DONE = "done", "Done"
    OVER = "over", "Over: the nomination was decided on"


class ResultState(models.TextChoices):
    """What became of a search in one register: see ``rules.RESULT``."""

    WAITING = "waiting", "Not asked yet"
    ASKED = "asked", "Asked"
    FOUND = "found", "May hold a record"
    NOTHING = "nothing", "Nothing found"
    REFUSED = "refused", "Refused"
    LEFT = "left", "Not asked any more"


class Search(models.Model):
    """A sharing decision to ask some registers whether they know the person of one nomination: who, why, on what power.

    The words are sealed under the key of the originator's own copy of the person. So is ``identity``, by which it is
    noticed that the nomination says something else of who is meant than when the search was proposed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    decision = models.ForeignKey(SharingDecision, on_delete=models.PROTECT, related_name="searches")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=SearchState.choices, default=SearchState.PROPOSED)
    power = models.CharField(max_length=60)
    necessity_sealed = models.BinaryField(default=b"")
    proportionality_sealed = models.BinaryField(default=b"")
    judgement_sealed = models.BinaryField(default=b"", help_text="Why the second person decided as they did.")
    identity_sealed = models.BinaryField(default=b"", help_text="A digest of who was meant when it was proposed.")
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="a_search_is_authorised_by_another",
            ),
            models.UniqueConstraint(
                fields=("decision",),
                condition=models.Q(state__in=("proposed", "authorised")),
                name="one_search_at_a_time",
            ),
        )
        indexes = (models.Index(fields=("organisation", "-proposed_at"), name="searches_latest_first"),)


class Result(models.Model):
    """One register in a search. ``code`` names the refusal, where there was one.

    ``request`` and ``kept`` (what the asker needs to read the answer) are sealed, and gone once it is read. Whoever
    works on it has it until ``claimed_until``. ``token`` stays the one that it was given, however often
    it is tried: another is used only when the partner says that this one is spent.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="results")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ResultState.choices, default=ResultState.WAITING)
    code = models.CharField(max_length=40, default="", blank=True)
    token = models.UUIDField(null=True)
    request_sealed = models.BinaryField(default=b"")
    kept_sealed = models.BinaryField(default=b"")
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(default=NEVER_MOMENT)
    asked_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("search", "register"), name="a_register_once_in_a_search"),)
