"""What a recipient does with what it was given, and what nobody else does with it: person, purpose, state, training."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from handrail.duties.models import Duty
from handrail.gate import NotFound, Refused, RuleBroken
from handrail.sharing.actions import contributing, receiving
from handrail.sharing.models import Disclosure, KnowsStatement
from handrail.sharing.queries.disclosures import GivenPage, HeldPage, open_disclosure
from tests.nominating import OFFICER, PURPOSE, acting_for, let_training_lapse
from tests.recorded import recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import World

CONTACT, GUARDIAN = "single_point_of_contact@council", "caldicott_guardian@nhs"
Step = Callable[..., object]

#: What a point of contact can do with a disclosure.
STEPS: dict[str, Step] = {
    "acknowledge": receiving.acknowledge,
    "accept": receiving.accept_request,
    "decline": partial(receiving.decline_request, reason="no_capacity"),
    "cannot say": receiving.cannot_say,
    "say known": partial(receiving.say_known, known=True),
    "contribute": contributing.contribute,
}
ANSWERS = ("accept", "decline")

#: Who can't, saying that it is for what: told why, by which rule, if they may know of the disclosure at all.
REFUSED = (
    ("lapsed_contact@council", SUPPORT, "training-lapsed"),
    ("case_coordinator@council", SUPPORT, "no-permission"),
    ("data_protection_officer@council", "individual_rights", "no-permission"),
    (OFFICER, PURPOSE, "no-permission"),
    ("authoriser@ctu", PURPOSE, "no-permission"),
    (CONTACT, "risk_management", "purpose-without-regime"),
    (CONTACT, "gardening", "mac-purposes"),
)
NOT_THERE = (
    ("practitioner@council", SUPPORT),
    ("administrator@council", SUPPORT),
    ("single_point_of_contact@second_council", SUPPORT),
    ("pursuit_officer@force", "risk_management"),
    (CONTACT, "immigration"),
    (CONTACT, "pursuit"),
)


@pytest.fixture
def fresh(pilot: World) -> Given:
    """Given to the council, which has not acknowledged it."""
    return disclosed(pilot, "council", acknowledged=False)["council"]


@pytest.fixture
def given(pilot: World) -> Given:
    """Given to the council, which has acknowledged it."""
    return disclosed(pilot, "council")["council"]


def do(pilot: World, name: str, given: Given, *, who: str = CONTACT, purpose: str = SUPPORT) -> object:
    return STEPS[name](by=pilot.actor(who), purpose=purpose, disclosure=given.disclosure)


def row(pilot: World, given: Given) -> Disclosure:
    with acting_for(pilot.organisation("council")):
        return Disclosure.objects.get(pk=given.disclosure)


def change(pilot: World, given: Given, **changed: Any) -> None:
    """What became of the disclosure meanwhile."""
    with acting_for(pilot.organisation("council")):
        Disclosure.objects.filter(pk=given.disclosure).update(**changed)


def owed(pilot: World, given: Given) -> set[str]:
    """What the council still has to do about it."""
    with acting_for(pilot.organisation("council")):
        return set(Duty.objects.filter(subject_id=given.disclosure, state="open").values_list("kind", flat=True))


def known_to_originator(pilot: World, given: Given) -> str:
    page = open_disclosure(by=pilot.actor(OFFICER), purpose=PURPOSE, disclosure=given.disclosure)
    assert isinstance(page, GivenPage)
    return page.knows


# --- Acknowledging and answering ------------------------------------------------------------------------------------


def test_it_works(pilot: World, fresh: Given) -> None:
    assert owed(pilot, fresh) == {"acknowledge_disclosure"}
    do(pilot, "acknowledge", fresh)
    assert (row(pilot, fresh).state, row(pilot, fresh).acknowledged_by) == ("acknowledged", pilot.member(CONTACT))
    assert owed(pilot, fresh) == {"respond_to_request", "open_case"}
    do(pilot, "accept", fresh)
    assert owed(pilot, fresh) == {"open_case"}
    told = [each.action for each in recorded(organisation=pilot.organisation("ctu"))]
    assert "disclosure.acknowledged" in told


def test_declining_says_why_and_what_is_held_stays(pilot: World, given: Given) -> None:
    do(pilot, "decline", given)
    page = open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)
    assert isinstance(page, HeldPage)
    assert page.cannot_do is not None
    assert page.cannot_do.code == "no_capacity"
    assert [card.words for card in page.held.items if card.words]
    do(pilot, "accept", given)
    assert row(pilot, given).cannot_do_reason == ""


@pytest.mark.parametrize("name", STEPS)
def test_nobody_else_does_it_and_every_refusal_says_why(pilot: World, fresh: Given, given: Given, name: str) -> None:
    about = fresh if name == "acknowledge" else given
    before = vars(row(pilot, about))
    for who, purpose, rule in REFUSED:
        with pytest.raises(Refused) as caught:
            do(pilot, name, about, who=who, purpose=purpose)
        assert rule in caught.value.rules, (who, purpose)
        assert caught.value.explanations
        last = recorded(organisation=pilot.actor(who).organisation)[-1]
        assert (last.action, last.outcome, last.rules) == (caught.value.action, "refused", caught.value.rules)
    for who, purpose in NOT_THERE:
        with pytest.raises(NotFound):
            do(pilot, name, about, who=who, purpose=purpose)
    after = vars(row(pilot, about))
    assert {**after, "_state": None} == {**before, "_state": None}


def test_it_is_acknowledged_once(pilot: World, given: Given) -> None:
    with pytest.raises(RuleBroken) as caught:
        do(pilot, "acknowledge", given)
    assert caught.value.rule == "state"


def test_nobody_answers_before_acknowledging(pilot: World, fresh: Given) -> None:
    for name in ANSWERS:
        with pytest.raises(RuleBroken) as caught:
            do(pilot, name, fresh)
        assert caught.value.rule == "state"


def test_what_is_stopped_is_neither_acknowledged_nor_answered(pilot: World, given: Given) -> None:
    change(pilot, given, state="challenged")
    for name in ("acknowledge", *ANSWERS):
        with pytest.raises(RuleBroken) as caught:
            do(pilot, name, given)
        assert caught.value.rule == "state"


@pytest.mark.parametrize("over", ["withdrawn", "expired"])
def test_nothing_is_done_with_what_is_over(pilot: World, given: Given, over: str) -> None:
    change(pilot, given, state=over)
    for name in STEPS:
        with pytest.raises(Refused) as caught:
            do(pilot, name, given)
        assert "disclosure-over" in caught.value.rules


def test_a_reason_for_declining_is_one_of_the_rulebook(pilot: World, given: Given) -> None:
    with pytest.raises(RuleBroken) as caught:
        receiving.decline_request(
            by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, reason="they are difficult"
        )
    assert (caught.value.rule, caught.value.field) == ("closed-catalogue", "reason")
    assert row(pilot, given).cannot_do_reason == ""


# --- Whether the organisation knows the person ----------------------------------------------------------------------


def test_an_organisation_says_nothing_unless_it_decides_to_and_can_return_to_that(pilot: World, given: Given) -> None:
    assert known_to_originator(pilot, given) == "cannot_say"
    do(pilot, "say known", given)
    assert known_to_originator(pilot, given) == "known"
    do(pilot, "cannot say", given)
    assert known_to_originator(pilot, given) == "cannot_say"


def test_of_two_answers_the_later_counts(pilot: World, given: Given) -> None:
    do(pilot, "say known", given)
    receiving.say_known(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, known=False)
    assert known_to_originator(pilot, given) == "not_known"
    with acting_for(pilot.organisation("council")):
        assert KnowsStatement.objects.filter(state="made").count() == 1


@pytest.fixture
def at_trust(pilot: World) -> tuple[Given, Any]:
    """Given to the health trust, whose contact would say that it knows the person."""
    given = disclosed(pilot, "nhs")["nhs"]
    contact = pilot.actor("single_point_of_contact@nhs")
    statement = receiving.say_known(by=contact, purpose=SUPPORT, disclosure=given.disclosure, known=True)
    return given, statement


def decide(pilot: World, statement: Any, *, who: str = GUARDIAN, purpose: str = SUPPORT, say: bool = True) -> None:
    step = receiving.make_statement if say else receiving.refuse_statement
    step(by=pilot.actor(who), purpose=purpose, statement=statement)


def test_a_health_organisation_says_so_when_its_guardian_does(pilot: World, at_trust: tuple[Given, Any]) -> None:
    given, statement = at_trust
    assert known_to_originator(pilot, given) == "cannot_say"
    decide(pilot, statement)
    assert known_to_originator(pilot, given) == "known"


def test_a_guardian_decides_that_nothing_is_said(pilot: World, at_trust: tuple[Given, Any]) -> None:
    given, statement = at_trust
    decide(pilot, statement, say=False)
    assert known_to_originator(pilot, given) == "cannot_say"


@pytest.mark.parametrize(
    ("who", "purpose", "rule"),
    [
        ("single_point_of_contact@nhs", SUPPORT, "health-needs-caldicott"),
        ("second_contact@nhs", SUPPORT, "health-needs-caldicott"),
        ("data_protection_officer@nhs", "individual_rights", "health-needs-caldicott"),
        (GUARDIAN, "risk_management", "purpose-without-regime"),
        (GUARDIAN, "gardening", "mac-purposes"),
    ],
)
def test_nobody_else_at_a_health_organisation_says_it(
    pilot: World, at_trust: tuple[Given, Any], who: str, purpose: str, rule: str
) -> None:
    given, statement = at_trust
    with pytest.raises(Refused) as caught:
        decide(pilot, statement, who=who, purpose=purpose)
    assert rule in caught.value.rules
    assert known_to_originator(pilot, given) == "cannot_say"


def test_a_guardian_whose_training_lapsed_does_not_decide(pilot: World, at_trust: tuple[Given, Any]) -> None:
    let_training_lapse(pilot, GUARDIAN)
    with pytest.raises(Refused) as caught:
        decide(pilot, at_trust[1])
    assert "training-lapsed" in caught.value.rules


@pytest.mark.parametrize("who", [CONTACT, OFFICER, "practitioner@nhs", "administrator@nhs"])
def test_to_everybody_else_there_is_no_such_question(pilot: World, at_trust: tuple[Given, Any], who: str) -> None:
    """The originator least of all: that a trust is thinking about it would say enough."""
    for say in (True, False):
        with pytest.raises(NotFound):
            decide(pilot, at_trust[1], who=who, purpose=PURPOSE if who == OFFICER else SUPPORT, say=say)


@pytest.mark.parametrize("first", [True, False])
def test_a_guardian_decides_once(pilot: World, at_trust: tuple[Given, Any], first: bool) -> None:
    decide(pilot, at_trust[1], say=first)
    for again in (True, False):
        with pytest.raises(RuleBroken) as caught:
            decide(pilot, at_trust[1], say=again)
        assert caught.value.rule == "state"
