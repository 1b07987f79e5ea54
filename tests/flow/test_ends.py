"""What is left, and asked of whom, after something that was held is over; and what a correction reaches."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import planning
from handrail.casework.queries.cases import open_case
from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import RuleBroken, clock
from handrail.sharing.actions import authorising, challenging, expiring, recalling, receiving, unsealing
from handrail.sharing.actions.destroying import StillKept, destroy
from handrail.sharing.changes import PutItem
from handrail.sharing.models import Disclosure, Holding, ProposedRecipient, SharingDecision
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.queries.over import holdings_over
from handrail.sharing.queries.people import people
from handrail.sharing.rules.receiving import NobodyHolds, StillChallenged, TextDestroyed
from handrail.sharing.statements import name
from tests.nominating import (
    ANSWERS,
    AUTHORISER,
    GRADING,
    OFFICER,
    PURPOSE,
    acting_for,
    propose,
    recipient,
    release,
    write,
)
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
RIGHTS = "individual_rights"
WHY = {"necessity": "It was wrong.", "proportionality": "It is the least.", "alternatives": "None."}


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def open_duties(pilot: World, key: str, kind: str) -> int:
    house = pilot.organisation(key)
    with acting_for(house):
        return Duty.objects.filter(organisation_id=house, kind=kind, state="open").count()


def held(pilot: World, given: Given, who: str = CONTACT) -> HeldPage:
    page = open_disclosure(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure)
    assert isinstance(page, HeldPage)
    return page


def recall(pilot: World, item: UUID) -> int:
    return recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")


def correct(pilot: World, item: UUID, text: str) -> UUID:
    return recalling.correct(
        by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="factual_error", text=text, why=WHY, changes={}
    )


def release_correction(pilot: World, decision: UUID) -> None:
    with acting_for(pilot.organisation("ctu")):
        version = SharingDecision.objects.get(pk=decision).version
    authorising.release(
        by=pilot.actor(AUTHORISER), purpose=PURPOSE, decision=decision, version=version, answers=ANSWERS
    )


def expire(pilot: World, key: str, disclosure: UUID) -> None:
    with acting_for(pilot.organisation(key)):
        Disclosure.objects.filter(pk=disclosure).update(until=date(2025, 6, 1))
    expiring.expire(by=service("sweep", pilot.organisation(key)), purpose="administration", disclosure=disclosure)


def initials(pilot: World, who: str, purpose: str = SUPPORT) -> list[str]:
    return [row.initials for row in people(by=pilot.actor(who), purpose=purpose).rows]


def test_the_reasons_go_with_the_last_of_what_was_held(pilot: World, given: Given) -> None:
    assert held(pilot, given).held.reasons.necessity
    for item in given.items:
        recall(pilot, item)
    assert held(pilot, given).held.reasons.necessity == ""


def test_the_initials_of_a_recalled_name_give_way_to_those_of_one_still_held(pilot: World) -> None:
    written = write(pilot, recipients=())
    alias = name("Zed", "Quill", "alias", marking=2, grading=GRADING)
    written = written.edited(pilot.actor(OFFICER), PutItem(alias))
    with acting_for(pilot.organisation("ctu")):
        written.items["alias"] = Holding.objects.filter(decision=written.id).order_by("-number")[0].item
    put = recipient(pilot, written, "council", items=("name", "alias", "concern"))
    release(pilot, propose(pilot, written.edited(pilot.actor(OFFICER), put)))
    assert initials(pilot, CONTACT) == ["A. Y."]
    recall(pilot, written.items["name"])
    assert initials(pilot, CONTACT) == ["Z. Q."]
    assert initials(pilot, OFFICER, PURPOSE) == ["Z. Q."]


def test_a_corrected_name_brings_its_own_initials(pilot: World, given: Given) -> None:
    decision = correct(pilot, given.items[0], "Bilal Yusuf")
    assert initials(pilot, CONTACT) == [""]
    release_correction(pilot, decision)
    assert initials(pilot, CONTACT) == ["B. Y."]
    assert initials(pilot, OFFICER, PURPOSE) == ["B. Y."]


def test_a_correction_reaches_only_those_who_still_held_it(pilot: World) -> None:
    both = disclosed(pilot, "council", "nhs")
    expire(pilot, "nhs", both["nhs"].disclosure)
    decision = correct(pilot, both["council"].items[1], "It was her sister.")
    with acting_for(pilot.organisation("ctu")):
        to = list(ProposedRecipient.objects.filter(decision_id=decision).values_list("recipient_id", flat=True))
    assert to == [pilot.organisation("council")]
    release_correction(pilot, decision)


def test_nothing_is_corrected_that_nobody_holds(pilot: World, given: Given) -> None:
    expire(pilot, "council", given.disclosure)
    with pytest.raises(NobodyHolds):
        correct(pilot, given.items[1], "It was her sister.")


def test_a_correction_is_for_the_same_roles_as_what_it_corrects(pilot: World, given: Given) -> None:
    with acting_for(pilot.organisation("ctu")):
        ProposedRecipient.objects.filter(decision_id=given.decision).update(audience=["practitioner"])
        before = ProposedRecipient.objects.get(decision_id=given.decision).audience
    decision = correct(pilot, given.items[1], "It was her sister.")
    with acting_for(pilot.organisation("ctu")):
        assert ProposedRecipient.objects.get(decision_id=decision).audience == before == ["practitioner"]


def flag(pilot: World, given: Given) -> UUID:
    return challenging.asks_to_watch(
        by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, words="Watch her door."
    )


def conclude(pilot: World, challenge: UUID, outcome: str) -> None:
    for key in ("council", "ctu"):
        by = pilot.actor(f"data_protection_officer@{key}")
        challenging.close(by=by, purpose=RIGHTS, challenge=challenge, outcome=outcome)


@pytest.mark.parametrize(
    ("acknowledged", "state", "owed"),
    [(False, "released", "acknowledge_disclosure"), (True, "acknowledged", "respond_to_request")],
)
def test_what_is_found_to_be_support_goes_on_from_where_it_stopped(
    pilot: World, acknowledged: bool, state: str, owed: str
) -> None:
    given = disclosed(pilot, "council", acknowledged=acknowledged)["council"]
    conclude(pilot, flag(pilot, given), "is_support")
    assert held(pilot, given).state == state
    assert open_duties(pilot, "council", owed) == 1


def test_nothing_is_held_under_a_disclosure_that_both_officers_withdrew(pilot: World, given: Given) -> None:
    conclude(pilot, flag(pilot, given), "withdrawn")
    page = held(pilot, given)
    assert (page.state, [item.words for item in page.held.items]) == ("withdrawn", ["", ""])
    assert {notice.reason.code for notice in page.notices} == {"originator_withdraws"}
    assert initials(pilot, CONTACT) == [""]


def test_a_guardian_is_not_asked_about_an_answer_that_was_taken_back(pilot: World) -> None:
    given = disclosed(pilot, "nhs")["nhs"]
    contact = pilot.actor("single_point_of_contact@nhs")
    for known in (True, False):
        receiving.say_known(by=contact, purpose=SUPPORT, disclosure=given.disclosure, known=known)
    assert open_duties(pilot, "nhs", "decide_known") == 1
    receiving.cannot_say(by=contact, purpose=SUPPORT, disclosure=given.disclosure)
    assert open_duties(pilot, "nhs", "decide_known") == 0


def test_a_guardian_is_not_asked_about_a_disclosure_that_is_over(pilot: World) -> None:
    given = disclosed(pilot, "nhs")["nhs"]
    receiving.say_known(
        by=pilot.actor("single_point_of_contact@nhs"), purpose=SUPPORT, disclosure=given.disclosure, known=True
    )
    expire(pilot, "nhs", given.disclosure)
    assert open_duties(pilot, "nhs", "decide_known") == 0


def test_an_end_reaches_what_a_partner_wrote_into_the_case_of_another(pilot: World) -> None:
    """Housing alone holds the item, and what it judged from it stands in the council's case."""
    written = write(pilot, recipients=("council",))
    with_housing = recipient(pilot, written, "housing", items=("name", "home"))
    release(pilot, propose(pilot, written.edited(pilot.actor(OFFICER), with_housing)))
    council = Given(written.id, written.id, _person(pilot, written.id), ())
    case = opened(pilot, council, partners=("housing",))
    home = written.items["home"]
    planning.add_need(
        by=pilot.actor("single_point_of_contact@housing"), purpose=SUPPORT, case=case, kind="home", strength=False,
        description="Her lease ends in May.", draws_on=(home,),
    )  # fmt: skip
    recall(pilot, home)
    assert open_duties(pilot, "council", "review_judgement") == 1
    assert open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).needs[0].to_review


def _person(pilot: World, decision: UUID) -> UUID:
    with acting_for(pilot.organisation("ctu")):
        return SharingDecision.objects.get(pk=decision).person_id


def test_text_that_somebody_asked_to_open_is_not_destroyed_meanwhile(pilot: World, given: Given) -> None:
    recall(pilot, given.items[1])
    council = pilot.organisation("council")
    with acting_for(council):
        copy = Holding.objects.get(organisation_id=council, item=given.items[1]).id
        Holding.objects.filter(pk=copy).update(ended_at=pilot.now - timedelta(days=400))
    sweep, officer = service("sweep", council), pilot.actor("data_protection_officer@council")

    def ask() -> UUID:
        return unsealing.request_opening(
            by=pilot.actor(CONTACT), purpose=SUPPORT, holding=copy, ground="inquest", reason="The coroner asks."
        )

    opening = ask()
    with pytest.raises(StillKept):
        destroy(by=sweep, purpose="administration", holding=copy)
    assert copy not in holdings_over(by=sweep, purpose="administration")
    unsealing.approve(by=officer, purpose=RIGHTS, unsealing=opening)
    with pytest.raises(StillKept):
        destroy(by=sweep, purpose="administration", holding=copy)
    assert copy not in holdings_over(by=sweep, purpose="administration")
    with clock.at(pilot.now + timedelta(hours=25)):
        assert copy in holdings_over(by=sweep, purpose="administration")
        destroy(by=sweep, purpose="administration", holding=copy)
        with pytest.raises(TextDestroyed):
            ask()


def test_a_request_that_nobody_answers_in_time_does_not_keep_the_text_for_ever(pilot: World, given: Given) -> None:
    recall(pilot, given.items[1])
    council = pilot.organisation("council")
    with acting_for(council):
        copy = Holding.objects.get(organisation_id=council, item=given.items[1]).id
        Holding.objects.filter(pk=copy).update(ended_at=pilot.now - timedelta(days=400))
    unsealing.request_opening(
        by=pilot.actor(CONTACT), purpose=SUPPORT, holding=copy, ground="inquest", reason="The coroner asks."
    )
    with clock.at(pilot.now + timedelta(days=14)):
        destroy(by=service("sweep", council), purpose="administration", holding=copy)


def test_a_rule_is_broken_by_a_second_recall_and_nothing_is_told_twice(pilot: World, given: Given) -> None:
    recall(pilot, given.items[1])
    with pytest.raises(RuleBroken):
        recall(pilot, given.items[1])
    assert open_duties(pilot, "council", "acknowledge_recall") == 1


def test_what_is_challenged_is_not_asked_again_by_a_correction(pilot: World, given: Given) -> None:
    challenging.asks_to_watch(
        by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure, words="To say whom she meets."
    )
    with pytest.raises(StillChallenged):
        recalling.correct(
            by=pilot.actor(OFFICER),
            purpose=PURPOSE,
            item=given.items[1],
            reason="factual_error",
            text="She has been less isolated since April.",
            why=WHY,
            changes={},
        )
    assert recall(pilot, given.items[1]) == 1
