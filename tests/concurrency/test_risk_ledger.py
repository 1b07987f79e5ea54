"""Whatever people do to a risk, in whatever order or at once: it has exactly one owner at every instant until it is
closed, and passes to another organisation only when that one accepts what the other offered.

Hypothesis makes up what they do. What it makes up is done through the actions, by whoever would do it; most of it is
refused, as it should be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.casework.actions import changing_kind, handing_over, risks
from handrail.casework.models import Risk, RiskKindChange, RiskOffer
from handrail.casework.risk_rules import KIND_CHANGE, OFFER
from handrail.gate import GateError, NotFound, clock
from handrail.programme import load
from handrail.site.addresses import SUPERUSER
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.owning import OWNER, REVIEWER, SECOND, recorded, shared_case
from tests.working import SUPPORT
from tests.worlds import NOW, World

NEVER = uuid4()


@dataclass(frozen=True)
class Read:
    """What somebody had before them when they decided what to do: the risk, and what was open about it."""

    pilot: World
    risk: UUID
    offer: UUID
    change: UUID

    def does(self, action: Callable[..., object], who: str, **what: Any) -> Callable[[], object]:
        return partial(action, by=self.pilot.actor(who), purpose=SUPPORT, risk=self.risk, **what)

    def offers(self, giver: str, taker: str, *, colleague: str = "") -> Callable[[], object]:
        member = self.pilot.member(colleague) if colleague else None
        return self.does(
            handing_over.offer, OWNER[giver], to=self.pilot.organisation(taker), to_member=member,
            reason="better_placed", words="Because.",
        )  # fmt: skip

    def accepts(self, who: str) -> Callable[[], object]:
        return self.does(handing_over.accept, who, offer=self.offer)

    def refuses(self, who: str) -> Callable[[], object]:
        return self.does(handing_over.refuse, who, offer=self.offer, refusal="not_ours", words="Because.")

    def withdraws(self, who: str) -> Callable[[], object]:
        return self.does(handing_over.withdraw, who, offer=self.offer)

    def closes(self, who: str) -> Callable[[], object]:
        return self.does(risks.close, who)

    def judges(self, who: str, severity: str) -> Callable[[], object]:
        return self.does(risks.judge, who, severity=severity, words="Because.")

    def proposes(self, who: str, kind: str) -> Callable[[], object]:
        return self.does(changing_kind.propose, who, kind=kind, words="Because.")

    def signs(self, who: str) -> Callable[[], object]:
        return self.does(changing_kind.sign, who, change=self.change)

    def reviews(self, who: str) -> Callable[[], object]:
        return self.does(changing_kind.review, who, change=self.change, words="Because.")

    def declines(self, who: str) -> Callable[[], object]:
        return self.does(changing_kind.decline, who, change=self.change, words="Because.")


Step = Callable[[Read], Callable[[], object]]
HOUSES = ("force", "council", "nhs")
KINDS = ("exploitation", "domestic_abuse", "terrorism_related", "self_neglect", "homelessness")
STEPS: Mapping[str, Step] = {
    **{
        f"{giver} offers it to {taker}": partial(Read.offers, giver=giver, taker=taker)
        for giver in HOUSES
        for taker in (*HOUSES, "housing")
        if giver != taker
    },
    **{f"{house} offers it to a colleague": partial(
        Read.offers, giver=house, taker=house, colleague=SECOND[house]
    ) for house in HOUSES},
    **{f"{who} accepts": partial(Read.accepts, who=who) for house in HOUSES for who in (OWNER[house], SECOND[house])},
    **{f"{house} refuses": partial(Read.refuses, who=OWNER[house]) for house in HOUSES},
    **{f"{house} withdraws": partial(Read.withdraws, who=OWNER[house]) for house in HOUSES},
    **{f"{house} judges": partial(Read.judges, who=OWNER[house], severity="serious") for house in HOUSES},
    **{f"{house} says it is {kind}": partial(Read.proposes, who=OWNER[house], kind=kind)
       for house in HOUSES for kind in KINDS},
    **{f"{who} signs": partial(Read.signs, who=who) for who in (OWNER["force"], SECOND["force"])},
    **{f"{who} reviews": partial(Read.reviews, who=who) for who in (REVIEWER, "data_protection_officer@nhs")},
    **{f"{who} declines": partial(Read.declines, who=who) for who in (REVIEWER, SECOND["force"])},
    **{f"{house} closes it": partial(Read.closes, who=OWNER[house]) for house in HOUSES},
}  # fmt: skip

made_up = partial(settings, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


def read(pilot: World, risk: UUID) -> Read:
    with acting_for(pilot.organisation("force")):
        offer = RiskOffer.objects.filter(risk_id=risk, state="offered").first()
        change = RiskKindChange.objects.filter(risk_id=risk, state__in=("proposed", "signed")).first()
    return Read(pilot, risk, offer.id if offer else NEVER, change.id if change else NEVER)


def state_of(pilot: World, risk: UUID) -> Risk:
    with acting_for(pilot.organisation("force")):
        return Risk.objects.select_related("owner").get(pk=risk)


def sensible(pilot: World, risk: UUID) -> list[str]:
    """What somebody might well do next. Half of what is made up is taken from here: the rest is mostly refused."""
    owner = house_of(pilot, state_of(pilot, risk).owner_id)
    with acting_for(pilot.organisation("force")):
        offer = RiskOffer.objects.filter(risk_id=risk, state="offered").first()
    if offer:
        asked = house_of(pilot, offer.to_organisation_id)
        return [f"{OWNER[asked]} accepts", f"{SECOND[asked]} accepts", f"{asked} refuses", f"{owner} withdraws"]
    if read(pilot, risk).change != NEVER:
        return [f"{SECOND['force']} signs", f"{REVIEWER} reviews", f"{REVIEWER} declines"]
    return [step for step in STEPS if step.startswith((f"{owner} offers", f"{owner} says")) and "housing" not in step]


def house_of(pilot: World, organisation: UUID) -> str:
    return next(house for house in HOUSES if pilot.organisation(house) == organisation)


def done(call: Callable[[], object]) -> bool:
    """Whether it was done. Nobody in the case's team is told that there is no such risk."""
    try:
        call()
    except NotFound:
        raise
    except GateError:
        return False
    return True


STRETCHES = """
SELECT organisation_id, lower(during), upper(during) FROM casework_riskownership WHERE risk_id = %s ORDER BY during
"""
SIGNED = """
SELECT EXISTS (SELECT 1 FROM casework_riskoffer WHERE risk_id = %s AND state = 'accepted' AND answered_at = %s
               AND from_organisation_id = %s AND to_organisation_id = %s AND answered_by <> offered_by)
"""


def check(databases: Databases, pilot: World, risk: UUID) -> None:
    """One owner at every instant from the first judgement to the closing; each other house accepted; each may own."""
    record = state_of(pilot, risk)
    with psycopg.connect(databases.current.conninfo(SUPERUSER)) as everything:
        stretches = everything.execute(STRETCHES, [risk]).fetchall()
        assert stretches[0][1] == record.judged_at
        for (giver, began, ended), (taker, begins, _) in pairwise(stretches):
            assert began < ended == begins
            signed = everything.execute(SIGNED, [risk, begins, giver, taker]).fetchone()
            assert giver == taker or signed == (True,), "it passed without both signatures"
    assert stretches[-1][0] == record.owner_id
    assert stretches[-1][2] == (None if record.state == "open" else record.closed_at)
    kind = load("mac").risk_kinds[record.kind]
    assert record.owner.kind in kind.may_own
    assert kind.nature != "terrorism" or record.owner.kind == "police_force"


@pytest.mark.parametrize("kind", ["suicide_or_self_harm", "terrorism_related"])
@made_up(max_examples=25)
@given(data=st.data(), length=st.integers(4, 12))
def test_in_any_order(
    databases: Databases, pilot: World, case: UUID, kind: str, data: st.DataObject, length: int
) -> None:
    risk = recorded(pilot, case, kind)
    for number in range(1, length + 1):
        before = state_of(pilot, risk)
        likely = st.sampled_from(sensible(pilot, risk))
        step = data.draw(st.one_of(likely, st.sampled_from(sorted(STEPS))))
        with clock.at(NOW + timedelta(minutes=number)):
            was_done = done(STEPS[step](read(pilot, risk)))
        check(databases, pilot, risk)
        after = state_of(pilot, risk)
        moved = (before.owner_id, before.owner_member_id) != (after.owner_id, after.owner_member_id)
        assert not moved or (was_done and "accepts" in step), "something other than acceptance moved it"


#: A way to where something waits, and who then comes to it at the same moment.
OTHERWISE = ("force withdraws", "force closes it", "force judges", "force offers it to council")
WAYS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("force offers it to nhs",): (f"{OWNER['nhs']} accepts", f"{SECOND['nhs']} accepts", "nhs refuses"),
    ("force offers it to council",): (f"{OWNER['council']} accepts", f"{SECOND['council']} accepts", "council refuses"),
    ("force offers it to a colleague",): (f"{SECOND['force']} accepts", "force says it is exploitation"),
    ("force says it is domestic_abuse",): (f"{SECOND['force']} signs", f"{SECOND['force']} declines"),
    ("force says it is domestic_abuse", f"{SECOND['force']} signs"): (
        f"{REVIEWER} reviews", "data_protection_officer@nhs reviews", f"{REVIEWER} declines",
    ),
}  # fmt: skip


@made_up(max_examples=30)
@given(data=st.data(), way=st.sampled_from(sorted(WAYS)))
def test_at_once(databases: Databases, pilot: World, case: UUID, data: st.DataObject, way: tuple[str, ...]) -> None:
    risk = recorded(pilot, case, "suicide_or_self_harm")
    for step in way:
        assert done(STEPS[step](read(pilot, risk))), step
    answer = data.draw(st.sampled_from(WAYS[way]))
    others = data.draw(st.lists(st.sampled_from((*WAYS[way], *OTHERWISE)), min_size=1, max_size=3))
    at_once = data.draw(st.permutations([answer, *others]))
    before = state_of(pilot, risk)
    with clock.at(NOW + timedelta(minutes=5)), held(databases, row("casework_risk"), risk) as hold:
        answers = hold.race(*(STEPS[step](read(pilot, risk)) for step in at_once))
    check(databases, pilot, risk)
    accepted = [
        step for step, answer in zip(at_once, answers, strict=True)
        if "accepts" in step and not isinstance(answer, GateError)
    ]  # fmt: skip
    after = state_of(pilot, risk)
    moved = (before.owner_id, before.owner_member_id) != (after.owner_id, after.owner_member_id)
    assert len(accepted) == moved
    assert not any(isinstance(answer, NotFound) for answer in answers), answers


@pytest.mark.parametrize("table", [OFFER, KIND_CHANGE], ids=lambda table: table.name)
def test_what_was_answered_is_answered_for_good(table: Any) -> None:
    """Every state is reached, and an offer or a proposal that has ended never opens again."""
    assert table.reachable() == table.states
    final = {state for state, row in table.transitions.items() if not row}
    for state in final:
        for action in table.actions:
            with pytest.raises(GateError):
                table.next(state, action)
    assert final == table.states - {"offered", "proposed", "signed"}
