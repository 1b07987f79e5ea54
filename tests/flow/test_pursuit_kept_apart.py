"""Support and pursuit are kept apart (demand M13).

Named after what partners feared and what reviews found: an investigator in the room, and what somebody had told their
support worker read out in an interview.
"""

from collections.abc import Callable
from itertools import product
from uuid import UUID

import pytest

from handrail.casework import team
from handrail.casework.actions import teaming
from handrail.casework.models import Case, CaseMember, Deconfliction
from handrail.casework.queries.cases import case_about, cases, open_case
from handrail.casework.queries.consent import open_consent
from handrail.casework.rules import PursuesNobodyHere
from handrail.directory.actions.roles import approve_role, request_role
from handrail.directory.models import Member, RoleGrant
from handrail.gate import GateError, NotFound, Refused, RuleBroken
from handrail.policy import engine
from handrail.programme import load
from tests.acting import act_as
from tests.nominating import acting_for
from tests.unit.policy.requests import COUNCIL, CTU, FORCE, HOLDING, KINDS, Request, because, member
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened, says, told
from tests.worlds import World

INVESTIGATOR = "pursuit_officer"
INVESTIGATORS = (f"{INVESTIGATOR}@force", f"{INVESTIGATOR}@ctu")
MAC = load("mac")
PURPOSES = MAC.purposes.codes
ROLES = MAC.roles.codes

#: Roles with a part in a case, or in answering before support goes ahead, at the kinds of organisation that pursue.
CASE_ROLES = ("deconfliction_officer", "single_point_of_contact", "police_risk_owner", "duty_officer", "centre_lead")

#: Every way in which policy lets a member read the words of an item.
READS = tuple(
    action.name
    for action in engine().schema.actions.values()
    if "reads-words" in action.groups and "Holding" in action.resources and "Member" in action.principals
)


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


# --- No investigator in the room --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", CASE_ROLES)
def test_an_investigator_is_given_no_role_in_a_case(pilot: World, role: str) -> None:
    """Whether the rulebook stops it when it is asked for, or the core when it is to be approved."""
    house = "force" if "police_force" in MAC.roles[role].held_in else "ctu"
    investigator = pilot.member(f"{INVESTIGATOR}@{house}")

    def granted() -> None:
        administrator, approver = pilot.actor(f"administrator@{house}"), pilot.actor(f"role_approver@{house}")
        asked = request_role(by=administrator, purpose="administration", member=investigator, role=role)
        approve_role(by=approver, purpose="administration", grant=asked)

    with pytest.raises(GateError):
        granted()
    with acting_for(pilot.organisation(house)):
        assert not RoleGrant.objects.filter(member_id=investigator, role=role, state="granted").exists()


def test_the_rulebook_knows_no_role_in_a_case_that_goes_with_pursuit() -> None:
    apart = MAC.roles[INVESTIGATOR].never_with | {role.code for role in MAC.roles if INVESTIGATOR in role.never_with}
    assert {*CASE_ROLES, "practitioner", "case_coordinator", "panel_chair"} <= apart


@pytest.mark.parametrize("who", INVESTIGATORS)
def test_an_investigator_is_not_put_in_the_team(pilot: World, given: Given, who: str) -> None:
    case, investigator = opened(pilot, given), pilot.member(who)
    with pytest.raises(RuleBroken):
        teaming.add_member(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, member=investigator, part=INVESTIGATOR
        )
    with act_as(pilot, COORDINATOR) as act:
        for part in ("practitioner", "risk_owner", "case_coordinator"):
            with pytest.raises(PursuesNobodyHere):
                team.assign(act, Case.objects.get(pk=case), Member.objects.get(pk=investigator), part)
    with acting_for(pilot.organisation("council")):
        assert not CaseMember.objects.filter(case_id=case, member_id=investigator).exists()


@pytest.mark.parametrize("who", INVESTIGATORS)
def test_for_an_investigator_there_is_no_case_whatever_they_say_it_is_for(pilot: World, given: Given, who: str) -> None:
    case = opened(pilot, given)
    told(pilot, case)
    says(pilot, case, "refuse", note="No.")
    by = pilot.actor(who)
    opens: tuple[Callable[..., object], ...] = (open_case, open_consent)
    for purpose in PURPOSES:
        for read in opens:
            with pytest.raises(NotFound):
                read(by=by, purpose=purpose, case=case)
        with pytest.raises(Refused):
            cases(by=by, purpose=purpose)
        with pytest.raises(Refused):
            case_about(by=by, purpose=purpose, person=given.person)


# --- What was said for support stays there ----------------------------------------------------------------------------


def reading(house: str, role: str, action: str, purpose: str, *, pursues: bool) -> Request:
    """A police reader of a copy that their organisation holds, of what a council contributed for support."""
    regime = MAC.purposes[purpose].regime_for(KINDS[house]) or "none"
    reader = member(house, role, *((INVESTIGATOR,) if pursues else ()))
    held = Request(reader, action, HOLDING, because(purpose, regime))
    return held.what(organisation=house, originator=COUNCIL, contributed_for="support", purpose=purpose)


@pytest.mark.parametrize(("house", "pursues"), tuple(product((CTU, FORCE), (True, False))))
def test_what_was_said_to_a_support_worker_is_not_read_out_in_an_interview(house: str, pursues: bool) -> None:
    """Every role, every purpose, every way of reading: only for support, and never by somebody who investigates."""
    assert len(READS) >= 2
    let_through = set()
    for role, action, purpose in product(ROLES, READS, PURPOSES):
        request = reading(house, role, action, purpose, pursues=pursues)
        if request.decide().allowed:
            let_through.add((request.context["regime"], pursues or role == INVESTIGATOR))
    assert let_through <= {("general", False)}
    assert pursues or let_through


def test_no_question_to_the_police_carries_a_word_of_the_case(pilot: World, given: Given) -> None:
    """What the unit is asked has no sealed field at all, and its ledger no fact but codes, ids and dates."""
    fields = {field.name for field in Deconfliction._meta.get_fields()}
    assert not {name for name in fields if name.endswith("_sealed")}
    case: UUID = opened(pilot, given)
    with acting_for(pilot.organisation("ctu")):
        kept = Deconfliction.objects.get(subject_id=case)
    assert {kept.stage, kept.contact, kept.state, kept.programme} == {"case", "", "asked", "mac"}
