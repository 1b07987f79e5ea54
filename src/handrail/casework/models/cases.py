"""The shared case: one picture of a person's needs and risks, worked on by the organisations in its team."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from handrail.directory.models import Centre, Member, Organisation
from handrail.gate import FAR_FUTURE_MOMENT


class CaseState(models.TextChoices):
    """The lifecycle of a case: see ``rules.CASE``."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Case(models.Model):
    """A person's case. ``organisation`` leads it and is the controller of what is written in it.

    ``partners`` and ``team`` are the organisations and members with access, kept by ``casework.team`` from the rows of
    :class:`CasePartner` and :class:`CaseMember`, so that policy and row security read one column each. The texts of
    a case are sealed under the key of (person, leading organisation). ``consent`` is the person's to *support*; it is
    never the basis to share. ``told`` is whether the person knows: it repeats what sharing's decisions on telling them
    say, for the whole team and for policy to read, and is kept by ``casework.telling``. ``carries_on`` are the
    organisations that go on helping once it is closed. ``came_from`` led the case that this one goes on from, in
    another area; ``went_to`` leads the one in which this one, closed, goes on. ``review_on`` is when it is looked at
    next: an open case by who works on it, a closed one by whoever decides whether its record is kept longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases_led")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    police = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", help_text="The force in its team."
    )
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    programme = models.CharField(max_length=40)
    marking = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    partners = ArrayField(models.UUIDField(), default=list)
    team = ArrayField(models.UUIDField(), default=list)
    consent = models.CharField(max_length=12, default="not_asked")
    told = models.BooleanField(default=False)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    review_on = models.DateField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    closure_reason = models.CharField(max_length=60, default="")
    closure_note_sealed = models.BinaryField(default=b"")
    carries_on = ArrayField(models.UUIDField(), default=list)
    let_go_at = models.DateTimeField(default=FAR_FUTURE_MOMENT, help_text="From then on what was written is destroyed.")
    came_from = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    went_to = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person_id"), condition=models.Q(state="open"), name="one_open_case_of_a_person"
            ),
        )
        indexes = (
            models.Index(fields=("person_id",), name="cases_of_a_person"),
            GinIndex(fields=("partners",), name="cases_by_partner"),
        )


class CasePartner(models.Model):
    """An organisation in the team of a case, since when, and why it needs to be."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="partner_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    why = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    added_by = models.UUIDField()


class CaseMember(models.Model):
    """A member assigned to a case, in which part."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="member_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    part = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(default=FAR_FUTURE_MOMENT)


class Consent(models.Model):
    """What the person said to being supported, when, and who heard it. The latest counts.

    ``how`` is a code of the rulebook (``consent_ways``) and ``asker_sealed`` names who asked. ``voice`` is whose word
    it is (the person's, a parent's or guardian's, or a best-interests decision), ``decided_by_sealed`` who that was,
    ``capacity`` whether they can decide this for themselves: see :mod:`handrail.casework.consent`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    state = models.CharField(max_length=12)
    on = models.DateField()
    how = models.CharField(max_length=60, default="")
    voice = models.CharField(max_length=20, default="person")
    capacity = models.CharField(max_length=20, default="has_capacity")
    child = models.BooleanField(default=False)
    note_sealed = models.BinaryField(default=b"")
    asker_sealed = models.BinaryField(default=b"")
    decided_by_sealed = models.BinaryField(default=b"")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()


class CaseEvent(models.Model):
    """One line of a case's history, as a code that pages turn into words. No narrative."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, help_text="Whose member acted.")
    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    detail = models.CharField(max_length=80, default="", help_text="A code of the rulebook.")
    by = models.UUIDField()

    class Meta:
        indexes = (models.Index(fields=("case", "-at")),)


class LookBack(models.Model):
    """What was seen on looking back at a closed case: whether the help lasted, and in which words.

    ``which`` is the timescale of the rulebook that asked for it; ``finding`` a code of its ``look_back_findings``.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="look_backs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    which = models.CharField(max_length=60)
    finding = models.CharField(max_length=60)
    words_sealed = models.BinaryField(default=b"")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
