"""“This asks me to watch someone”: it stops at once, both data protection officers conclude, and nobody else does."""

from uuid import UUID

import pytest

from handrail.duties.models import Duty
from handrail.gate import Conflict, NotFound, Refused, RuleBroken
from handrail.sharing.actions import challenging, recalling, receiving
from handrail.sharing.models import Challenge, Disclosure
from handrail.sharing.queries.followups import open_challenge
from tests.nominating import OFFICER, PURPOSE, acting_for, let_training_lapse
from tests.recorded import recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import World

CONTACT, RIGHTS = "single_point_of_contact@council", "individual_rights"
OURS, THEIRS = "data_protection_officer@council", "data_protection_officer@ctu"
WORDS = "It asks us to say when she comes and goes."


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def flag(pilot: World, given: Given, *, who: str = CONTACT, purpose: str = SUPPORT, words: str = WORDS) -> UUID:
    return challenging.asks_to_watch(by=pilot.actor(who), purpose=purpose, disclosure=given.disclosure, words=words)


def close(pilot: World, challenge: UUID, who: str, outcome: str = "is_support", purpose: str = RIGHTS) -> str:
    return challenging.close(by=pilot.actor(who), purpose=purpose, challenge=challenge, outcome=outcome)


def state(pilot: World, given: Given) -> str:
    with acting_for(pilot.organisation("council")):
        return Disclosure.objects.get(pk=given.disclosure).state


def asked_to_look(pilot: World, key: str) -> int:
    house = pilot.organisation(key)
    with acting_for(house):
        return Duty.objects.filter(organisation_id=house, kind="review_flag", state="open").count()


def test_it_works(pilot: World, given: Given) -> None:
    challenge = flag(pilot, given)
    assert state(pilot, given) == "challenged"
    assert (asked_to_look(pilot, "council"), asked_to_look(pilot, "ctu")) == (1, 1)
    for who in (OURS, THEIRS):
        assert open_challenge(by=pilot.actor(who), purpose=RIGHTS, challenge=challenge).words == WORDS
    assert close(pilot, challenge, THEIRS, "withdrawn") == "half_closed"
    assert state(pilot, given) == "challenged"
    assert close(pilot, challenge, OURS, "withdrawn") == "closed"
    assert state(pilot, given) == "withdrawn"
    assert (asked_to_look(pilot, "council"), asked_to_look(pilot, "ctu")) == (0, 0)


def test_what_both_find_to_be_support_goes_on(pilot: World, given: Given) -> None:
    challenge = flag(pilot, given)
    close(pilot, challenge, OURS)
    assert close(pilot, challenge, THEIRS) == "closed"
    assert state(pilot, given) == "acknowledged"
    receiving.accept_request(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)


def test_officers_who_differ_are_asked_again_and_it_stays_stopped(pilot: World, given: Given) -> None:
    challenge = flag(pilot, given)
    close(pilot, challenge, OURS, "withdrawn")
    assert close(pilot, challenge, THEIRS, "is_support") == "open"
    assert state(pilot, given) == "challenged"
    assert (asked_to_look(pilot, "council"), asked_to_look(pilot, "ctu")) == (1, 1)
    with acting_for(pilot.organisation("council")):
        row = Challenge.objects.get(pk=challenge)
    assert (row.outcome, row.closed_by_raiser, row.closed_by_other) == ("", None, None)


def test_one_officer_does_not_conclude_for_both(pilot: World, given: Given) -> None:
    challenge = flag(pilot, given)
    close(pilot, challenge, OURS)
    with pytest.raises(Conflict):
        close(pilot, challenge, OURS)
    assert state(pilot, given) == "challenged"


def test_what_is_closed_is_not_concluded_again(pilot: World, given: Given) -> None:
    challenge = flag(pilot, given)
    for who in (OURS, THEIRS):
        close(pilot, challenge, who)
    with pytest.raises(Conflict):
        close(pilot, challenge, OURS, "withdrawn")
    assert state(pilot, given) == "acknowledged"


@pytest.mark.parametrize("over", ["recalled", "expired"])
def test_officers_conclude_on_what_is_over_meanwhile(pilot: World, given: Given, over: str) -> None:
    challenge = flag(pilot, given)
    if over == "recalled":
        for item in given.items:
            recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")
    else:
        with acting_for(pilot.organisation("council")):
            Disclosure.objects.update(state="expired")
    before = state(pilot, given)
    for who in (OURS, THEIRS):
        close(pilot, challenge, who)
    assert state(pilot, given) == before != "acknowledged"


def test_neither_lapsed_training_nor_an_unusual_purpose_keeps_anybody_from_flagging(pilot: World, given: Given) -> None:
    let_training_lapse(pilot, CONTACT)
    flag(pilot, given, purpose="risk_management")
    assert state(pilot, given) == "challenged"


@pytest.mark.parametrize("who", [OURS, "case_coordinator@council"])
def test_anybody_who_works_with_it_can_flag_it(pilot: World, given: Given, who: str) -> None:
    flag(pilot, given, who=who, purpose=RIGHTS if who == OURS else SUPPORT)
    assert state(pilot, given) == "challenged"


def test_words_are_needed(pilot: World, given: Given) -> None:
    with pytest.raises(RuleBroken) as caught:
        flag(pilot, given, words=" ")
    assert (caught.value.rule, caught.value.field) == ("words-missing", "words")
    assert state(pilot, given) == "acknowledged"


def test_it_is_flagged_once_and_not_when_it_is_over(pilot: World, given: Given) -> None:
    flag(pilot, given)
    with pytest.raises(RuleBroken) as caught:
        flag(pilot, given)
    assert caught.value.rule == "state"
    with acting_for(pilot.organisation("council")):
        Disclosure.objects.update(state="withdrawn")
    with pytest.raises(RuleBroken) as over:
        flag(pilot, given)
    assert over.value.rule == "state"


def test_nobody_else_flags_it(pilot: World, given: Given) -> None:
    with pytest.raises(Refused) as caught:
        flag(pilot, given, who=OFFICER, purpose=PURPOSE)
    assert caught.value.rules == ("no-permission",)
    for who in ("practitioner@council", "administrator@council", "single_point_of_contact@second_council"):
        with pytest.raises(NotFound):
            flag(pilot, given, who=who)
    assert state(pilot, given) == "acknowledged"


def test_only_the_two_data_protection_officers_conclude(pilot: World, given: Given) -> None:
    challenge = flag(pilot, given)
    for who, purpose in ((CONTACT, SUPPORT), (OFFICER, PURPOSE), ("authoriser@ctu", PURPOSE)):
        with pytest.raises(Refused) as caught:
            close(pilot, challenge, who, purpose=purpose)
        assert caught.value.rules == ("no-permission",)
        last = recorded(organisation=pilot.actor(who).organisation)[-1]
        assert (last.action, last.outcome) == ("challenge.close", "refused")
    for who in ("practitioner@council", "administrator@council", "data_protection_officer@nhs"):
        with pytest.raises(NotFound):
            close(pilot, challenge, who)
    with pytest.raises(RuleBroken) as unknown:
        close(pilot, challenge, OURS, "fine by me")
    assert unknown.value.rule == "closed-catalogue"
    assert state(pilot, given) == "challenged"
