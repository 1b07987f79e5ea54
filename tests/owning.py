"""Steps of a risk, for tests that start somewhere along them. Each goes through the actions, as a page does.

case = shared_case(pilot)
risk = recorded(pilot, case, "suicide_or_self_harm", owner="force")
made = offered(pilot, risk, to="nhs")
"""

from collections.abc import Mapping
from uuid import UUID

from handrail.casework.actions import changing_kind, handing_over, opening
from handrail.casework.actions.opening import NewRisk
from handrail.casework.models import Risk, RiskOwnership
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import World

#: Who owns risks by name at each organisation of a case: the post, and a colleague who could follow.
OWNER: Mapping[str, str] = {
    "force": "police_risk_owner@force",
    "council": "single_point_of_contact@council",
    "nhs": "single_point_of_contact@nhs",
    "housing": "single_point_of_contact@housing",
}
SECOND: Mapping[str, str] = {
    "force": "second_risk_owner@force",
    "council": "second_contact@council",
    "nhs": "second_contact@nhs",
    "housing": "second_contact@housing",
}
REVIEWER = "panel_chair@council"


def shared_case(pilot: World) -> UUID:
    """A case led by the council, with the police, the health trust and a housing provider in its team."""
    return opened(pilot, disclosed(pilot, "council")["council"], partners=("nhs", "housing"))


def recorded(pilot: World, case: UUID, kind: str, *, owner: str = "force") -> UUID:
    """A risk of that kind that the council's coordinator records, or whoever owns it for itself."""
    by = OWNER[owner] if owner not in ("force", "council") else COORDINATOR
    risk = NewRisk(
        kind=kind,
        severity="steady",
        description="What may happen, in plain words.",
        owner_organisation=pilot.organisation(owner),
        owner_member=pilot.member(OWNER[owner]),
    )
    return opening.add_risk(by=pilot.actor(by), purpose=SUPPORT, case=case, risk=risk)


def offered(
    pilot: World, risk: UUID, *, to: str, by: str = "force", member: str = "", reason: str = "better_placed"
) -> UUID:
    """An offer of the risk by the organisation ``by``, to another or to the colleague in the post ``member``."""
    return handing_over.offer(
        by=pilot.actor(OWNER[by]),
        purpose=SUPPORT,
        risk=risk,
        to=pilot.organisation(to),
        to_member=pilot.member(member) if member else None,
        reason=reason,
        words="The treatment team sees her each week.",
    )


def accepted(pilot: World, risk: UUID, made: UUID, who: str) -> None:
    """The offer is accepted by the member in that post."""
    handing_over.accept(by=pilot.actor(who), purpose=SUPPORT, risk=risk, offer=made)


def proposed(pilot: World, risk: UUID, kind: str, *, by: str = "force") -> UUID:
    """Another kind is proposed for the risk."""
    return changing_kind.propose(
        by=pilot.actor(OWNER[by]), purpose=SUPPORT, risk=risk, kind=kind, words="It was never about that."
    )


def owners(pilot: World, risk: UUID) -> list[tuple[UUID, UUID, str]]:
    """Everybody who has owned the risk, in order: organisation, member, and why."""
    with acting_for(pilot.organisation("force")):
        rows = RiskOwnership.objects.filter(risk_id=risk).order_by("during")
        return list(rows.values_list("organisation_id", "member_id", "why"))


def owner_now(pilot: World, risk: UUID) -> UUID:
    """The organisation that owns the risk now; fails unless the ledger of owners says the same, once."""
    with acting_for(pilot.organisation("force")):
        record = Risk.objects.get(pk=risk)
        (stretch,) = RiskOwnership.objects.filter(risk_id=risk, during__upper_inf=True)
    assert (stretch.organisation_id, stretch.member_id) == (record.owner_id, record.owner_member_id)
    return record.owner_id
