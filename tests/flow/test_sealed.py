"""Sealed text: opened by two people, one of them the data protection officer, on a ground, for a day, by no other."""

from datetime import timedelta
from uuid import UUID

import pytest

from handrail.gate import NotFound, Refused, RuleBroken, clock
from handrail.sharing.actions import recalling, unsealing
from handrail.sharing.models import Holding, RecallNotice, UnsealRequest
from handrail.sharing.queries.followups import open_opening
from tests.nominating import CONCERN, OFFICER, PURPOSE, acting_for, let_training_lapse
from tests.recorded import outcomes, recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import World

CONTACT, SECOND_CONTACT = "single_point_of_contact@council", "second_contact@council"
COORDINATOR = "case_coordinator@council"
DATA_PROTECTION, RIGHTS = "data_protection_officer@council", "individual_rights"

#: Nobody at other organisations, the originator among them, and nobody without a part in it at home.
NOT_THERE = (
    ("practitioner@council", SUPPORT),
    ("administrator@council", SUPPORT),
    ("auditor@council", "oversight"),
    ("single_point_of_contact@second_council", SUPPORT),
    ("data_protection_officer@second_council", RIGHTS),
    (OFFICER, PURPOSE),
    ("data_protection_officer@ctu", RIGHTS),
    (CONTACT, "immigration"),
)


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def sealed(pilot: World, given: Given) -> UUID:
    """The council's copy of an item that its originator took back."""
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    with acting_for(pilot.organisation("council")):
        return RecallNotice.objects.get(item=given.items[1]).holding_id


def ask(
    pilot: World, holding: UUID, *, who: str = CONTACT, purpose: str = SUPPORT, ground: str = "complaint",
    reason: str = "She complained about it.",
) -> UUID:  # fmt: skip
    return unsealing.request_opening(
        by=pilot.actor(who), purpose=purpose, holding=holding, ground=ground, reason=reason
    )


def approve(pilot: World, opening: UUID, *, who: str = DATA_PROTECTION, purpose: str = RIGHTS) -> None:
    unsealing.approve(by=pilot.actor(who), purpose=purpose, unsealing=opening)


def refuse(pilot: World, opening: UUID, *, who: str = DATA_PROTECTION, purpose: str = RIGHTS) -> None:
    unsealing.refuse(by=pilot.actor(who), purpose=purpose, unsealing=opening)


def read(pilot: World, opening: UUID, *, who: str = CONTACT, purpose: str = SUPPORT) -> str:
    return unsealing.read_sealed(by=pilot.actor(who), purpose=purpose, unsealing=opening)


def state(pilot: World, opening: UUID) -> str:
    with acting_for(pilot.organisation("council")):
        return UnsealRequest.objects.get(pk=opening).state


def test_it_works(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed)
    approve(pilot, opening)
    assert read(pilot, opening) == CONCERN
    assert read(pilot, opening, who=DATA_PROTECTION, purpose=RIGHTS) == CONCERN
    reads = recorded(organisation=pilot.organisation("council"), action="unsealing.open")
    assert [each.actor for each in reads] == [pilot.member(CONTACT), pilot.member(DATA_PROTECTION)]
    assert all(each.facts["ground"] == "complaint" for each in reads)


def test_the_officer_asks_and_a_contact_agrees(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed, who=DATA_PROTECTION, purpose=RIGHTS)
    approve(pilot, opening, who=CONTACT, purpose=SUPPORT)
    assert read(pilot, opening, who=DATA_PROTECTION, purpose=RIGHTS) == CONCERN


@pytest.mark.parametrize("who", [COORDINATOR, "panel_chair@council", "centre_lead@council"])
def test_whoever_may_ask_sees_what_became_of_it(pilot: World, sealed: UUID, who: str) -> None:
    opening = ask(pilot, sealed, who=who)
    assert open_opening(by=pilot.actor(who), purpose=SUPPORT, unsealing=opening).state == "asked"
    approve(pilot, opening)
    assert read(pilot, opening, who=who) == CONCERN


@pytest.mark.parametrize(
    ("who", "purpose", "rule"),
    [
        (CONTACT, SUPPORT, "two-different-people-sealed-text"),
        (SECOND_CONTACT, SUPPORT, "one-is-the-data-protection-officer"),
        ("lapsed_contact@council", SUPPORT, "training-lapsed"),
        (DATA_PROTECTION, "risk_management", "purpose-without-regime"),
        (DATA_PROTECTION, "gardening", "mac-purposes"),
    ],
)
def test_it_takes_a_second_person_and_the_officer(
    pilot: World, sealed: UUID, who: str, purpose: str, rule: str
) -> None:
    opening = ask(pilot, sealed)
    with pytest.raises(Refused) as caught:
        approve(pilot, opening, who=who, purpose=purpose)
    assert rule in caught.value.rules
    assert state(pilot, opening) == "asked"
    with pytest.raises(Refused) as unread:
        read(pilot, opening)
    assert "opening-not-approved" in unread.value.rules


def test_an_officer_does_not_agree_to_their_own_request(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed, who=DATA_PROTECTION, purpose=RIGHTS)
    with pytest.raises(Refused) as caught:
        approve(pilot, opening)
    assert caught.value.rules == ("two-different-people-sealed-text",)


def test_nobody_but_the_two_reads_it(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed)
    approve(pilot, opening)
    with pytest.raises(Refused) as caught:
        read(pilot, opening, who=SECOND_CONTACT)
    assert caught.value.rules == ("only-the-two-open",)
    let_training_lapse(pilot, CONTACT)
    with pytest.raises(Refused) as lapsed:
        read(pilot, opening)
    assert lapsed.value.rules == ("training-lapsed",)
    assert ("refused", ("only-the-two-open",)) in outcomes("unsealing.open")


def test_to_everybody_else_there_is_nothing_to_open(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed)
    for who, purpose in NOT_THERE:
        with pytest.raises(NotFound):
            ask(pilot, sealed, who=who, purpose=purpose)
        for step in (approve, refuse, read):
            with pytest.raises(NotFound):
                step(pilot, opening, who=who, purpose=purpose)
    assert state(pilot, opening) == "asked"


def test_it_can_be_read_for_a_day(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed)
    approve(pilot, opening)
    with clock.at(clock.now() + timedelta(hours=24)):
        assert read(pilot, opening) == CONCERN
    with clock.at(clock.now() + timedelta(hours=24, seconds=1)), pytest.raises(RuleBroken) as caught:
        read(pilot, opening)
    assert caught.value.rule == "opening-over"


def test_what_was_refused_stays_sealed_and_is_decided_once(pilot: World, sealed: UUID) -> None:
    opening = ask(pilot, sealed)
    refuse(pilot, opening)
    with pytest.raises(Refused):
        read(pilot, opening)
    for again in (approve, refuse):
        with pytest.raises(RuleBroken) as caught:
            again(pilot, opening)
        assert caught.value.rule == "state"
    assert state(pilot, opening) == "refused"


@pytest.mark.parametrize(
    ("ground", "reason", "rule", "field"),
    [
        ("curiosity", "I would like to know.", "closed-catalogue", "ground"),
        ("", "She complained.", "closed-catalogue", "ground"),
        ("complaint", " \n", "words-missing", "reason"),
    ],
)
def test_it_takes_a_ground_of_the_rulebook_and_a_reason(
    pilot: World, sealed: UUID, ground: str, reason: str, rule: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        ask(pilot, sealed, ground=ground, reason=reason)
    assert (caught.value.rule, caught.value.field) == (rule, field)


@pytest.mark.parametrize(
    ("who", "purpose", "rule"),
    [
        ("lapsed_contact@council", SUPPORT, "training-lapsed"),
        (CONTACT, "risk_management", "purpose-without-regime"),
        (CONTACT, "gardening", "mac-purposes"),
    ],
)
def test_asking_is_refused_with_its_rule(pilot: World, sealed: UUID, who: str, purpose: str, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(pilot, sealed, who=who, purpose=purpose)
    assert rule in caught.value.rules


def test_what_is_still_held_is_not_sealed(pilot: World, given: Given, sealed: UUID) -> None:
    with acting_for(pilot.organisation("council")):
        name = Holding.objects.get(item=given.items[0], organisation=pilot.organisation("council"))
    with pytest.raises(RuleBroken) as caught:
        ask(pilot, name.id)
    assert caught.value.rule == "still-held"
