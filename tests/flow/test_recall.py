"""Taking an item back, correcting it, and confirming that it is gone: what happens, and everything that is refused."""

from typing import Any
from uuid import UUID

import pytest

from handrail.directory.models import Organisation
from handrail.duties.models import Duty
from handrail.gate import GateError, NotFound, Refused, RuleBroken
from handrail.programme import load
from handrail.sharing.actions import authorising, recalling
from handrail.sharing.models import Disclosure, Holding, RecallNotice, SharingDecision
from handrail.sharing.queries.disclosures import GivenPage, HeldPage, open_disclosure
from handrail.sharing.queries.people import find_people
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    CONCERN,
    NAME,
    OFFICER,
    PURPOSE,
    acting_for,
    let_training_lapse,
    start,
    write_items,
)
from tests.recorded import outcomes, recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import World

CONTACT, RIGHTS = "single_point_of_contact@council", "individual_rights"
WHY = {"necessity": "It was wrong.", "proportionality": "It is the least.", "alternatives": "None."}
NEW_WORDS = "She has kept to herself since leaving work."

#: To these there is no such item: those without a part in it at home, and everybody elsewhere, holders included.
NOT_THERE = (
    ("deconfliction_officer@ctu", PURPOSE),
    ("pursuit_officer@ctu", PURPOSE),
    ("administrator@ctu", PURPOSE),
    ("auditor@ctu", "oversight"),
    (CONTACT, SUPPORT),
    ("data_protection_officer@council", RIGHTS),
    ("single_point_of_contact@force", SUPPORT),
    (OFFICER, "immigration"),
    (OFFICER, "pursuit"),
)


@pytest.fixture
def given(pilot: World) -> Given:
    """A name and a concern, given to the council."""
    return disclosed(pilot, "council")["council"]


def recall(pilot: World, item: UUID, *, who: str = OFFICER, purpose: str = PURPOSE, reason: str = "inaccurate") -> int:
    return recalling.recall(by=pilot.actor(who), purpose=purpose, item=item, reason=reason)


def correct(pilot: World, item: UUID, *, who: str = OFFICER, purpose: str = PURPOSE, **changed: Any) -> UUID:
    said: dict[str, Any] = {"reason": "factual_error", "text": NEW_WORDS, "why": WHY, "changes": {}}
    return recalling.correct(by=pilot.actor(who), purpose=purpose, item=item, **said | changed)


def release_anew(pilot: World, decision: UUID) -> None:
    with acting_for(pilot.organisation("ctu")):
        version = SharingDecision.objects.get(pk=decision).version
    by = pilot.actor(AUTHORISER)
    authorising.release(by=by, purpose=PURPOSE, decision=decision, version=version, answers=ANSWERS)


def confirm(pilot: World, notice: UUID, *, who: str = CONTACT, purpose: str = SUPPORT) -> None:
    recalling.acknowledge(by=pilot.actor(who), purpose=purpose, notice=notice)


def states(pilot: World, item: UUID) -> dict[str, str]:
    """What became of the item in each house."""
    found: dict[str, str] = {}
    for key in ("ctu", "council", "nhs"):
        house = pilot.organisation(key)
        with acting_for(house):
            copy = Holding.objects.filter(organisation=house, item=item).first()
        if copy is not None:
            found[key] = copy.state
    return found


def notice_of(pilot: World, item: UUID) -> RecallNotice:
    with acting_for(pilot.organisation("council")):
        return RecallNotice.objects.get(item=item, holder=pilot.organisation("council"))


def page(pilot: World, given: Given, who: str = CONTACT) -> HeldPage | GivenPage:
    purpose = SUPPORT if who.endswith("council") else PURPOSE
    return open_disclosure(by=pilot.actor(who), purpose=purpose, disclosure=given.disclosure)


# --- Recall ---------------------------------------------------------------------------------------------------------


def test_it_works(pilot: World, given: Given) -> None:
    """Gone at the holder's next page and search; a tombstone says why; each side sees whether it was confirmed."""
    concern, name = given.items[1], given.items[0]
    assert recall(pilot, concern) == 1
    assert states(pilot, concern) == {"ctu": "recalled", "council": "recalled"}
    held = page(pilot, given)
    assert isinstance(held, HeldPage)
    assert CONCERN not in str(held)
    (tombstone,) = held.notices
    assert (tombstone.how, tombstone.reason.code, tombstone.state) == ("recalled", "inaccurate", "sent")
    confirm(pilot, tombstone.id)
    followed = page(pilot, given, OFFICER)
    assert isinstance(followed, GivenPage)
    assert [each.state for each in followed.notices] == ["acknowledged"]
    recall(pilot, name)
    assert find_people(by=pilot.actor(CONTACT), purpose=SUPPORT, words=NAME) == ()


def test_every_holder_is_told_and_none_of_the_others(pilot: World) -> None:
    given = disclosed(pilot, "council", "nhs")
    assert recall(pilot, given["council"].items[1]) == 2
    assert states(pilot, given["council"].items[1]) == {"ctu": "recalled", "council": "recalled", "nhs": "recalled"}
    seen = page(pilot, given["council"])
    assert isinstance(seen, HeldPage)
    assert "Northside" not in str(seen.notices)


def test_an_originator_sees_of_each_disclosure_what_became_of_what_it_gave(pilot: World) -> None:
    """Two organisations of one name are two; and what a correction gave is no part of what it corrects."""
    with acting_for(pilot.organisation("second_council")):
        Organisation.objects.filter(pk=pilot.organisation("second_council")).update(name="Camden Council")
    given = disclosed(pilot, "council", "second_council")
    corrected = correct(pilot, given["council"].items[1])
    release_anew(pilot, corrected)
    for each in given.values():
        followed = page(pilot, each, OFFICER)
        assert isinstance(followed, GivenPage)
        assert [(notice.how, notice.number) for notice in followed.notices] == [("corrected", 3)]
    with acting_for(pilot.organisation("council")):
        anew = Disclosure.objects.get(decision_id=corrected, recipient_id=pilot.organisation("council"))
    followed = page(pilot, Given(corrected, anew.id, anew.person_id, ()), OFFICER)
    assert isinstance(followed, GivenPage)
    assert followed.notices == ()


def test_lapsed_training_never_holds_up_taking_back(pilot: World, given: Given) -> None:
    """What protects the person can wait for nobody's course."""
    let_training_lapse(pilot, OFFICER)
    assert recall(pilot, given.items[1]) == 1


def test_to_everybody_else_there_is_no_such_item(pilot: World, given: Given) -> None:
    for who, purpose in NOT_THERE:
        with pytest.raises(NotFound):
            recall(pilot, given.items[1], who=who, purpose=purpose)
        with pytest.raises(NotFound):
            correct(pilot, given.items[1], who=who, purpose=purpose)
    assert states(pilot, given.items[1]) == {"ctu": "held", "council": "held"}
    assert set(outcomes("item.recall")) == {("refused", ("not-visible",))}


def test_a_holder_does_not_take_back_by_the_number_of_its_own_copy(pilot: World, given: Given) -> None:
    with acting_for(pilot.organisation("council")):
        own = Holding.objects.get(item=given.items[1], organisation=pilot.organisation("council"))
    with pytest.raises(NotFound):
        recall(pilot, own.id, who=CONTACT, purpose=SUPPORT)


@pytest.mark.parametrize("reason", ["", "changed my mind", "factual_error"])
def test_a_reason_is_one_of_the_rulebook(pilot: World, given: Given, reason: str) -> None:
    assert reason not in load("mac").recall_reasons
    with pytest.raises(RuleBroken) as caught:
        recall(pilot, given.items[1], reason=reason)
    assert (caught.value.rule, caught.value.field) == ("closed-catalogue", "reason")
    assert states(pilot, given.items[1]) == {"ctu": "held", "council": "held"}


def test_what_is_over_is_not_taken_back_again(pilot: World, given: Given) -> None:
    recall(pilot, given.items[1])
    for again in (recall, correct):
        with pytest.raises(GateError) as caught:
            again(pilot, given.items[1])
        assert isinstance(caught.value, Refused | RuleBroken)
    with acting_for(pilot.organisation("council")):
        assert RecallNotice.objects.filter(item=given.items[1]).count() == 1


# --- Correction -----------------------------------------------------------------------------------------------------


def test_a_correction_follows_when_somebody_else_has_released_it(pilot: World, given: Given) -> None:
    decision = correct(pilot, given.items[1])
    held = page(pilot, given)
    assert NEW_WORDS not in str(held)
    assert CONCERN not in str(held)
    with acting_for(pilot.organisation("ctu")):
        version = SharingDecision.objects.get(pk=decision).version
    with pytest.raises(Refused) as caught:
        authorising.release(
            by=pilot.actor(OFFICER), purpose=PURPOSE, decision=decision, version=version, answers=ANSWERS
        )
    assert "two-different-people" in caught.value.rules
    authorising.release(
        by=pilot.actor(AUTHORISER), purpose=PURPOSE, decision=decision, version=version, answers=ANSWERS
    )
    with acting_for(pilot.organisation("council")):
        newest = Disclosure.objects.get(decision_id=decision)
    renewed = open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=newest.id)
    assert NEW_WORDS in str(renewed)


@pytest.mark.parametrize(
    ("changed", "rule", "field"),
    [
        ({"reason": "inaccurate"}, "closed-catalogue", "reason"),
        ({"text": "  "}, "words-missing", "text"),
        ({"text": CONCERN}, "nothing-changed", "text"),
    ],
)
def test_a_correction_says_why_and_says_something_else(
    pilot: World, given: Given, changed: dict[str, Any], rule: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        correct(pilot, given.items[1], **changed)
    assert (caught.value.rule, caught.value.field) == (rule, field)
    assert states(pilot, given.items[1]) == {"ctu": "held", "council": "held"}


def test_nobody_corrects_with_lapsed_training(pilot: World, given: Given) -> None:
    """New words are information about a person: the old ones can be taken back meanwhile."""
    let_training_lapse(pilot, OFFICER)
    with pytest.raises(Refused) as caught:
        correct(pilot, given.items[1])
    assert "training-lapsed" in caught.value.rules
    assert states(pilot, given.items[1]) == {"ctu": "held", "council": "held"}


def test_a_draft_is_changed_and_not_recalled(pilot: World) -> None:
    written = write_items(pilot, start(pilot))
    for step in (recall, correct):
        with pytest.raises(GateError) as caught:
            step(pilot, written.items["concern"])
        assert isinstance(caught.value, Refused | RuleBroken)


# --- The notice -----------------------------------------------------------------------------------------------------


def test_a_notice_is_confirmed_once_and_ends_the_duty(pilot: World, given: Given) -> None:
    recall(pilot, given.items[1])
    notice = notice_of(pilot, given.items[1])
    with acting_for(pilot.organisation("council")):
        due = Duty.objects.get(kind="acknowledge_recall")
    confirm(pilot, notice.id)
    with acting_for(pilot.organisation("council")):
        due.refresh_from_db()
    assert due.state == "done"
    with pytest.raises(RuleBroken) as caught:
        confirm(pilot, notice.id)
    assert caught.value.rule == "state"
    told = recorded(organisation=pilot.organisation("ctu"), action="notice.acknowledged")
    assert [each.subject for each in told] == [("Notice", notice.id)]


def test_only_the_holder_confirms(pilot: World, given: Given) -> None:
    recall(pilot, given.items[1])
    notice = notice_of(pilot, given.items[1])
    for who, purpose in (
        ("case_coordinator@council", SUPPORT),
        (OFFICER, PURPOSE),
        ("data_protection_officer@ctu", RIGHTS),
    ):
        with pytest.raises(Refused) as caught:
            confirm(pilot, notice.id, who=who, purpose=purpose)
        assert caught.value.rules == ("no-permission",)
    for who in ("practitioner@council", "administrator@council", "single_point_of_contact@second_council"):
        with pytest.raises(NotFound):
            confirm(pilot, notice.id, who=who)
    with pytest.raises(NotFound):
        confirm(pilot, notice.id, purpose="tenancy")
    assert notice_of(pilot, given.items[1]).state == "sent"
