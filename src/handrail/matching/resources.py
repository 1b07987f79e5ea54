"""What policy sees of the records of private matching (``policy/schema/matching.cedarschema``)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from handrail.directory.resources import ends
from handrail.gate import Computed, FetchedAlong, ResourceType, flag, number, text
from handrail.matching.models import Candidate, Check, CheckReply, Register, Search
from handrail.programme import load

#: In an organisation whose kind may have one, this role answers for what it says about its patients.
GUARDIAN = "caldicott_guardian"


def kind_refused(record: Register) -> bool:
    """Whether the rulebook takes in no register of this kind of service, or none from this kind of organisation."""
    kind = load(record.programme).register_kinds.get(record.kind)
    return kind is None or kind.refused or record.organisation.kind not in kind.held_by


REGISTER = ResourceType(
    name="Register",
    model=Register,
    key="register",
    see="register.see",
    attributes={
        "keeper": text("organisation_id"),
        "keeper_kind": text("organisation__kind"),
        "programme": text("programme"),
        "state": text("state"),
        "offered_by": text("offered_by"),
        "kind_refused": Computed(kind_refused),
        "open_to_others": flag("open_to_others"),
        **ends("centre"),
    },
    related=("centre", "organisation"),
)

SEARCH = ResourceType(
    name="Search",
    model=Search,
    key="search",
    see="search.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "state": text("state"),
        "nomination": text("decision__state"),
        "proposed_by": text("proposed_by"),
        "marking": number("decision__marking"),
        **ends("centre"),
    },
    related=("centre", "decision"),
)

CANDIDATE = ResourceType(
    name="Candidate",
    model=Candidate,
    key="candidate",
    see="candidate.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "state": text("state"),
        "nomination": text("decision__state"),
        "evidence": text("evidence"),
        "asked_by": Computed(lambda record: str(record.asked_by or "")),
        "seconded": Computed(lambda record: record.second_by is not None),
        "marking": number("decision__marking"),
        **ends("centre"),
    },
    related=("centre", "decision", "partner"),
)

CHECK = ResourceType(
    name="Check",
    model=Check,
    key="check",
    see="check.see",
    attributes={
        "asker": text("organisation_id"),
        "asked_of": text("asked_of_id"),
        "asked_of_kind": text("asked_of__kind"),
        "programme": text("programme"),
        "state": text("state"),
        "before_them": flag("before_them"),
        "writers": FetchedAlong(
            ArraySubquery(CheckReply.objects.filter(check_of=OuterRef("pk")).order_by().values("made_by"))
        ),
        "marking": number("marking"),
        **ends("centre"),
    },
    related=("centre", "organisation", "asked_of"),
)
