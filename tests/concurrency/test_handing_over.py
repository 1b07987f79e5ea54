"""Two people at one risk at the same moment: exactly one owner, whoever is first, and an answer for both."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from handrail.casework.actions import changing_kind, handing_over, risks
from handrail.casework.models import Risk, RiskOffer, RiskOwnership
from handrail.directory.actions.members import leave
from handrail.directory.actions.roles import end_role
from handrail.directory.models import Member, MemberStatus, RoleGrant
from handrail.gate import Conflict, NotFound, Refused, RuleBroken, clock
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.owning import OWNER, REVIEWER, SECOND, offered, owners, proposed, recorded, shared_case
from tests.working import SUPPORT
from tests.worlds import NOW, World

HURT = "suicide_or_self_harm"
#: What somebody who came second is told. That there is no such risk would be untrue, and is none of these.
LATE = Refused | RuleBroken | Conflict
LATER = NOW + timedelta(days=1)
Call = Callable[[], object]


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


@pytest.fixture
def risk(pilot: World, case: UUID) -> UUID:
    return recorded(pilot, case, HURT)


def accept(pilot: World, risk: UUID, made: UUID, who: str) -> Call:
    return partial(handing_over.accept, by=pilot.actor(who), purpose=SUPPORT, risk=risk, offer=made)


def refuse(pilot: World, risk: UUID, made: UUID) -> Call:
    return partial(
        handing_over.refuse, by=pilot.actor(SECOND["nhs"]), purpose=SUPPORT, risk=risk, offer=made,
        refusal="cannot_do_it", words="Not now.",
    )  # fmt: skip


def withdraw(pilot: World, risk: UUID, made: UUID) -> Call:
    return partial(handing_over.withdraw, by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, offer=made)


def close(pilot: World, risk: UUID) -> Call:
    return partial(risks.close, by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk)


def judge(pilot: World, risk: UUID) -> Call:
    return partial(
        risks.judge, by=pilot.actor(OWNER["force"]), purpose=SUPPORT, risk=risk, severity="serious", words="Worse."
    )


def together(databases: Databases, risk: UUID, *calls: Call) -> list[object]:
    with clock.at(LATER), held(databases, row("casework_risk"), risk) as hold:
        return hold.race(*calls)


def whose(pilot: World, risk: UUID) -> list[UUID]:
    """Who owns the risk now; the database would not let it be more than one."""
    with acting_for(pilot.organisation("force")):
        open_now = RiskOwnership.objects.filter(risk_id=risk, during__upper_inf=True)
        return list(open_now.values_list("member_id", flat=True))


@pytest.mark.parametrize("first", [OWNER["nhs"], SECOND["nhs"]])
def test_two_accept_and_one_of_them_owns_it(pilot: World, databases: Databases, risk: UUID, first: str) -> None:
    made = offered(pilot, risk, to="nhs")
    second = SECOND["nhs"] if first == OWNER["nhs"] else OWNER["nhs"]
    done, late = together(databases, risk, accept(pilot, risk, made, first), accept(pilot, risk, made, second))
    assert (done, isinstance(late, LATE)) == (None, True)
    assert not isinstance(late, NotFound)
    assert whose(pilot, risk) == [pilot.member(first)]


@pytest.mark.parametrize("other", ["withdraw", "refuse", "close"])
@pytest.mark.parametrize("accepts_first", [True, False])
def test_accepted_at_the_moment_when_it_is_taken_back_refused_or_closed(
    pilot: World, databases: Databases, risk: UUID, other: str, accepts_first: bool
) -> None:
    made = offered(pilot, risk, to="nhs")
    against: dict[str, Call] = {
        "withdraw": withdraw(pilot, risk, made),
        "refuse": refuse(pilot, risk, made),
        "close": close(pilot, risk),
    }
    calls = [accept(pilot, risk, made, OWNER["nhs"]), against[other]]
    done, late = together(databases, risk, *(calls if accepts_first else reversed(calls)))
    assert (done, isinstance(late, LATE)) == (None, True), late
    if accepts_first:
        assert whose(pilot, risk) == [pilot.member(OWNER["nhs"])]
    else:
        assert whose(pilot, risk) == ([] if other == "close" else [pilot.member(OWNER["force"])])
    with acting_for(pilot.organisation("force")):
        ended = {"withdraw": "withdrawn", "refuse": "refused", "close": "overtaken"}[other]
        assert RiskOffer.objects.get(pk=made).state == ("accepted" if accepts_first else ended)


def test_two_offer_it_and_one_offer_stands(pilot: World, databases: Databases, risk: UUID) -> None:
    def offer(to: str, who: str) -> Call:
        return partial(
            handing_over.offer, by=pilot.actor(who), purpose=SUPPORT, risk=risk, to=pilot.organisation(to),
            reason="better_placed", words="They see her each week.",
        )  # fmt: skip

    done, late = together(databases, risk, offer("nhs", OWNER["force"]), offer("council", SECOND["force"]))
    assert isinstance(done, UUID)
    assert isinstance(late, RuleBroken)
    with acting_for(pilot.organisation("force")):
        assert RiskOffer.objects.get(risk_id=risk).to_organisation_id == pilot.organisation("nhs")


def test_who_no_longer_owns_it_judges_it_no_more(pilot: World, databases: Databases, risk: UUID) -> None:
    """The officer had the page open when the trust accepted: they are told so, and nothing of theirs is recorded."""
    made = offered(pilot, risk, to="nhs")
    _, late = together(databases, risk, accept(pilot, risk, made, OWNER["nhs"]), judge(pilot, risk))
    assert isinstance(late, Refused)
    assert "only-the-owner-offers" in late.rules


@pytest.mark.parametrize("first", ["leaves", "accepts"])
def test_somebody_accepts_while_they_are_recorded_as_leaving(
    pilot: World, databases: Databases, risk: UUID, first: str
) -> None:
    """Whichever is first, nobody who has left owns a risk."""
    made = offered(pilot, risk, to="nhs")
    who = OWNER["nhs"]
    calls: list[Call] = [
        partial(leave, by=pilot.actor("administrator@nhs"), purpose="administration", member=pilot.member(who)),
        accept(pilot, risk, made, who),
    ]
    with clock.at(LATER), held(databases, row("directory_member"), pilot.member(who)) as hold:
        answers = hold.race(*(calls if first == "leaves" else reversed(calls)))
    assert isinstance(answers[1], LATE) == (first == "leaves"), answers
    left_behind(pilot)
    if first == "accepts":
        assert [why for _, _, why in owners(pilot, risk)] == ["first_owner", "handed_over", "left"]


def test_somebody_accepts_while_their_role_is_ended(pilot: World, databases: Databases, risk: UUID) -> None:
    made = offered(pilot, risk, to="nhs")
    nhs, who = pilot.organisation("nhs"), pilot.member(OWNER["nhs"])
    with acting_for(nhs):
        grant = RoleGrant.objects.get(member_id=who, role="single_point_of_contact").id
    ends = partial(end_role, by=pilot.actor("administrator@nhs"), purpose="administration", grant=grant)
    with clock.at(LATER), held(databases, row("directory_member"), who) as hold:
        hold.race(ends, accept(pilot, risk, made, OWNER["nhs"]))
    assert whose(pilot, risk) != [who]


def left_behind(pilot: World) -> None:
    """Fail if somebody who has left owns a risk."""
    with acting_for(pilot.organisation("force")):
        assert not Risk.objects.filter(state="open", owner_member__status=MemberStatus.LEFT).exists()
        assert Member.objects.filter(status=MemberStatus.LEFT).exists()


def test_reviewed_at_the_moment_when_it_is_taken_back(pilot: World, databases: Databases, risk: UUID) -> None:
    change = proposed(pilot, risk, "domestic_abuse")
    about: dict[str, Any] = {"purpose": SUPPORT, "risk": risk, "change": change}
    changing_kind.sign(by=pilot.actor(SECOND["force"]), **about)
    done, late = together(
        databases, risk,
        partial(changing_kind.withdraw, by=pilot.actor(OWNER["force"]), **about),
        partial(changing_kind.review, by=pilot.actor(REVIEWER), words="I agree.", **about),
    )  # fmt: skip
    assert (done, isinstance(late, LATE)) == (None, True)
    with acting_for(pilot.organisation("force")):
        assert Risk.objects.get(pk=risk).kind == HURT
