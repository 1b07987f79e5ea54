"""A person whom a panel works with already is handed in to it: two cases of one person helped nobody in the reviews."""

from dataclasses import replace
from uuid import UUID

import pytest

from handrail.casework.actions import intake, opening, planning, reviewing, teaming
from handrail.casework.intake_rules import DecidedAlready, NoSuchCase, NotDoubled, NotForThatPanel, NotHeldAnyMore
from handrail.casework.models import HandIn
from handrail.casework.queries.cases import case_about, open_case
from handrail.casework.queries.intake import Intake, open_intake
from handrail.casework.rules import NotInCatalogue
from handrail.casework.sources import NotHeld
from handrail.casework.values import CasePage, NeedCard
from handrail.directory.models import Agreement, Centre
from handrail.gate import NotFound, Refused, RuleBroken
from handrail.sharing.actions import recalling
from handrail.sharing.changes import PutItem, SetWhy
from handrail.sharing.models import Disclosure, Holding
from handrail.sharing.queries.disclosures import GivenPage, HeldPage, open_disclosure
from handrail.sharing.statements import Grading
from tests import at_once
from tests.acting import act_as
from tests.harness.databases import Databases
from tests.nominating import (
    CONCERN,
    NAME,
    OFFICER,
    PURPOSE,
    acting_for,
    propose,
    release,
    said_in_ledger,
    statement,
    waiting,
    write,
)
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, Given, disclosed, given_to, opened, police_risk
from tests.worlds import World

CONTACT, CHAIR = "single_point_of_contact@council", "panel_chair@council"
OTHERS_COORDINATOR, OTHERS_CONTACT = "case_coordinator@second_council", "single_point_of_contact@second_council"


@pytest.fixture
def panel(pilot: World) -> UUID:
    """A case that the council leads, with the second council and health in its team."""
    return opened(pilot, disclosed(pilot, "council")["council"], partners=("second_council", "nhs"))


def again(pilot: World, key: str = "second_council") -> Given:
    """The same person, nominated once more under another id, to another organisation."""
    return disclosed(pilot, key)[key]


def page(pilot: World, case: UUID, who: str = COORDINATOR) -> CasePage:
    return open_case(by=pilot.actor(who), purpose=SUPPORT, case=case)


def held(pilot: World, given: Given, who: str) -> HeldPage:
    found = open_disclosure(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure)
    assert isinstance(found, HeldPage)
    return found


def decided(pilot: World, given: Given, who: str = OTHERS_COORDINATOR) -> Intake:
    return open_intake(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure)


def told(pilot: World, given: Given) -> str:
    """What the originator is told became of it."""
    found = open_disclosure(by=pilot.actor(OFFICER), purpose=PURPOSE, disclosure=given.disclosure)
    assert isinstance(found, GivenPage)
    return found.became


def hand_in(pilot: World, given: Given, case: UUID, who: str = OTHERS_CONTACT) -> UUID:
    reference = page(pilot, case).reference
    return intake.hand_in(
        by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure, reference=reference, ground="name_and_birth"
    )


def accept(pilot: World, case: UUID, offer: UUID, who: str = COORDINATOR) -> None:
    intake.accept(by=pilot.actor(who), purpose=SUPPORT, case=case, hand_in=offer)


def due(pilot: World, who: str) -> set[str]:
    return {each.kind for each in waiting(pilot, who, purpose=SUPPORT)}


def test_a_nomination_is_handed_in_to_the_panel_that_has_the_person(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    assert "open_case" in due(pilot, OTHERS_COORDINATOR)
    offer = hand_in(pilot, given, panel)
    assert "answer_hand_in" in due(pilot, COORDINATOR)
    assert "open_case" in due(pilot, OTHERS_COORDINATOR), "until the panel has answered, nobody has decided"
    assert told(pilot, given) == "undecided"
    accept(pilot, panel, offer)
    assert "answer_hand_in" not in due(pilot, COORDINATOR)
    assert "open_case" not in due(pilot, OTHERS_COORDINATOR)
    assert told(pilot, given) == "handed_in"
    shown = decided(pilot, given, OTHERS_CONTACT).handed_in
    assert shown is not None
    assert (shown.state, shown.case, shown.lead) == ("accepted", panel, "Camden Council")


def test_handed_in_to_a_case_of_ones_own_it_needs_nobody_elses_word(pilot: World, panel: UUID) -> None:
    given = again(pilot, "council")
    hand_in(pilot, given, panel, COORDINATOR)
    assert told(pilot, given) == "handed_in"
    assert not {"open_case", "answer_hand_in"} & due(pilot, COORDINATOR)


def test_the_contact_of_the_same_council_waits_for_its_coordinator(pilot: World, panel: UUID) -> None:
    given = again(pilot, "council")
    offer = hand_in(pilot, given, panel, CONTACT)
    assert "answer_hand_in" in due(pilot, COORDINATOR)
    accept(pilot, panel, offer, CHAIR)
    assert told(pilot, given) == "handed_in"


def test_what_was_handed_in_opens_no_second_case(pilot: World, panel: UUID) -> None:
    given = again(pilot, "council")
    hand_in(pilot, given, panel, COORDINATOR)
    with pytest.raises(NotDoubled):
        opened(pilot, given)
    assert case_about(by=pilot.actor(COORDINATOR), purpose=SUPPORT, person=given.person) == panel


def test_a_council_in_the_team_of_a_case_does_not_open_another_of_the_same_person(pilot: World) -> None:
    both = disclosed(pilot, "council", "second_council")
    opened(pilot, both["council"], partners=("second_council",))
    with pytest.raises(NotDoubled):
        opened_by_the_other(pilot, both["second_council"])


def opened_by_the_other(pilot: World, given: Given) -> UUID:
    return opening.open_case(
        by=pilot.actor(OTHERS_COORDINATOR),
        purpose=SUPPORT,
        person=given.person,
        police=pilot.organisation("force"),
        risks=(police_risk(pilot),),
        review_on=REVIEW_ON,
    ).case


def test_a_council_that_knows_of_no_case_opens_its_own(pilot: World) -> None:
    both = disclosed(pilot, "council", "second_council")
    opened(pilot, both["council"])
    # Refusing it would tell of a case that it can’t see.
    assert isinstance(opened_by_the_other(pilot, both["second_council"]), UUID)


# --- A wrong link --------------------------------------------------------------------------------------------------


def test_a_refused_hand_in_stays_to_be_decided(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    offer = hand_in(pilot, given, panel)
    refuse(pilot, panel, offer)
    assert "open_case" in due(pilot, OTHERS_COORDINATOR)
    assert "answer_hand_in" not in due(pilot, COORDINATOR)
    assert told(pilot, given) == "undecided"
    assert page(pilot, panel).nominations[0].hand_in is None
    seen = decided(pilot, given).handed_in
    assert seen is not None
    assert (seen.state, seen.reason) == ("refused", "another_person")


def refuse(pilot: World, case: UUID, offer: UUID, reason: str = "another_person") -> None:
    intake.refuse(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, hand_in=offer, reason=reason)


def take_back(pilot: World, given: Given, who: str = OTHERS_CONTACT) -> None:
    intake.take_back(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure, reason="another_person")


@pytest.mark.parametrize("side", ["those who handed it in", "the panel"])
def test_a_wrong_link_is_undone_by_either_side(pilot: World, panel: UUID, side: str) -> None:
    given = again(pilot)
    offer = hand_in(pilot, given, panel)
    accept(pilot, panel, offer)
    if side == "the panel":
        undo(pilot, panel, offer)
    else:
        take_back(pilot, given)
    assert told(pilot, given) == "undecided"
    assert "open_case" in due(pilot, OTHERS_COORDINATOR)
    assert [line.hand_in for line in page(pilot, panel).nominations] == [None]
    assert held(pilot, given, OTHERS_CONTACT).held.name == NAME, "the record that it belongs to is as it was"


def undo(pilot: World, case: UUID, offer: UUID) -> None:
    intake.undo(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, hand_in=offer, reason="another_person")


def test_what_was_judged_from_a_wrong_link_is_looked_at_again(pilot: World, panel: UUID) -> None:
    given = again(pilot, "council")
    offer = hand_in(pilot, given, panel, COORDINATOR)
    need = planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel, kind="home", strength=False,
        description="She may lose the room.", draws_on=given.items[1:2],
    )  # fmt: skip
    assert card(pilot, panel, need).description == "She may lose the room."
    undo(pilot, panel, offer)
    assert card(pilot, panel, need).to_review
    assert card(pilot, panel, need).description == "She may lose the room.", "who has to look at it again can read it"
    assert "review_judgement" in due(pilot, COORDINATOR)
    with pytest.raises(NotHeld):
        planning.add_need(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel, kind="home", strength=False,
            description="Again.", draws_on=given.items[1:2],
        )  # fmt: skip


def card(pilot: World, case: UUID, need: UUID, who: str = COORDINATOR) -> NeedCard:
    return next(each for each in page(pilot, case, who).needs if each.id == need)


def test_who_has_left_the_team_leaves_it_to_the_panel_to_take_it_out(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    offer = hand_in(pilot, given, panel)
    accept(pilot, panel, offer)
    organisation = pilot.organisation("second_council")
    teaming.remove_partner(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel, organisation=organisation)
    seen = decided(pilot, given)
    assert seen.handed_in is not None
    assert (seen.handed_in.case, seen.handed_in.reference, seen.steps) == (None, "", ())
    undo(pilot, panel, offer)
    assert "open_case" in due(pilot, OTHERS_COORDINATOR)


def test_a_link_that_is_undone_late_undoes_no_case_that_was_opened_since(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    accept(pilot, panel, hand_in(pilot, given, panel))
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel, reason="needs_met", note="All is well.")
    opened_by_the_other(pilot, given)
    take_back(pilot, given)
    assert told(pilot, given) == "case"
    assert "open_case" not in due(pilot, OTHERS_COORDINATOR)


def test_a_closed_case_is_not_opened_again_beside_another_of_the_same_person(pilot: World) -> None:
    both = disclosed(pilot, "council", "second_council")
    first = opened(pilot, both["council"])
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=first, reason="needs_met", note="All is well.")
    second = opened_by_the_other(pilot, both["second_council"])
    teaming.add_partner(
        by=pilot.actor(OTHERS_COORDINATOR), purpose=SUPPORT, case=second, organisation=pilot.organisation("council"),
        why="already_supports",
    )  # fmt: skip
    with pytest.raises(NotDoubled):
        reviewing.reopen(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=first, review_on=REVIEW_ON)


def test_it_can_be_handed_in_again_to_the_right_case(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    intake.take_back(
        by=pilot.actor(OTHERS_COORDINATOR),
        purpose=SUPPORT,
        disclosure=handed(pilot, given, panel),
        reason="another_person",
    )
    accept(pilot, panel, hand_in(pilot, given, panel))
    assert told(pilot, given) == "handed_in"


def handed(pilot: World, given: Given, case: UUID) -> UUID:
    hand_in(pilot, given, case)
    return given.disclosure


# --- No new pool ---------------------------------------------------------------------------------------------------


def test_a_panel_reads_nothing_of_what_was_handed_in(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    accept(pilot, panel, hand_in(pilot, given, panel))
    with pytest.raises(NotFound):
        open_disclosure(by=pilot.actor(COORDINATOR), purpose=SUPPORT, disclosure=given.disclosure)
    with act_as(pilot, COORDINATOR):
        assert not Holding.objects.filter(item__in=given.items).exists()
        assert not Disclosure.objects.filter(pk=given.disclosure).exists()
    with pytest.raises(NotHeld):
        planning.add_need(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel, kind="home", strength=False,
            description="She may lose the room.", draws_on=given.items[1:2],
        )  # fmt: skip


def test_what_is_written_from_it_is_read_by_those_who_hold_it(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    accept(pilot, panel, hand_in(pilot, given, panel))
    need = planning.add_need(
        by=pilot.actor(OTHERS_CONTACT), purpose=SUPPORT, case=panel, kind="home", strength=False,
        description="She may lose the room.", draws_on=given.items[1:2],
    )  # fmt: skip
    assert card(pilot, panel, need, OTHERS_CONTACT).description == "She may lose the room."
    assert card(pilot, panel, need).description is None, "its originator never let the panel have it"


def test_a_recall_reaches_what_was_written_in_the_panels_case(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    accept(pilot, panel, hand_in(pilot, given, panel))
    need = planning.add_need(
        by=pilot.actor(OTHERS_CONTACT), purpose=SUPPORT, case=panel, kind="home", strength=False,
        description="She may lose the room.", draws_on=given.items[1:2],
    )  # fmt: skip
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    assert card(pilot, panel, need).to_review
    assert "review_judgement" in due(pilot, COORDINATOR)


def test_under_conditions_it_is_not_handed_in_to_another_organisation(pilot: World, panel: UUID) -> None:
    written = write(pilot, recipients=("second_council",))
    ask_first = statement(CONCERN, grading=Grading("1", "B", handling="C", action="A1", sanitisation="S2"))
    ask_first = replace(ask_first, conditions="Ask us before you do anything.")
    written = propose(pilot, written.edited(pilot.actor(OFFICER), PutItem(ask_first, written.items["concern"])))
    release(pilot, written)
    with pytest.raises(NotForThatPanel):
        hand_in(pilot, given_to(pilot, "second_council", written.id), panel)


def test_a_case_that_one_cannot_see_is_no_case(pilot: World) -> None:
    hidden = opened(pilot, disclosed(pilot, "council")["council"])
    given = again(pilot)
    reference = page(pilot, hidden).reference
    told = []
    for typed in (reference, "LDN-2222-2", "her case"):
        with pytest.raises(NoSuchCase) as refused:
            intake.hand_in(
                by=pilot.actor(OTHERS_CONTACT), purpose=SUPPORT, disclosure=given.disclosure, reference=typed,
                ground="name_and_birth",
            )  # fmt: skip
        told.append(str(refused.value))
    assert len(set(told)) == 1


def test_the_originator_is_told_that_it_was_handed_in_and_not_to_whom(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    before = len(said_in_ledger(pilot.organisation("ctu")))
    accept(pilot, panel, hand_in(pilot, given, panel))
    found = open_disclosure(by=pilot.actor(OFFICER), purpose=PURPOSE, disclosure=given.disclosure)
    entries = said_in_ledger(pilot.organisation("ctu"))[before:]
    for words in (repr(found), *entries):
        assert str(pilot.organisation("council")) not in words
        assert "Camden" not in words
        assert str(panel) not in words


#: Who is on the case or was told of the person, and what each may know of the second nomination: its originator, or
#: that it was handed in, or nothing.
READERS = {
    OTHERS_CONTACT: "originator",
    OTHERS_COORDINATOR: "originator",
    COORDINATOR: "handed in",
    CHAIR: "handed in",
    CONTACT: "",
    "centre_lead@council": "",
    "data_protection_officer@council": "",
    "single_point_of_contact@nhs": "",
    "police_risk_owner@force": "",
    "duty_officer@force": "",
}


@pytest.mark.parametrize(("who", "knows"), READERS.items())
def test_those_who_are_not_entitled_see_nothing_of_a_second_nomination(
    pilot: World, panel: UUID, who: str, knows: str
) -> None:
    accept(pilot, panel, hand_in(pilot, again(pilot), panel))
    purpose = "risk_management" if who.endswith("@force") else SUPPORT
    shown = open_case(by=pilot.actor(who), purpose=purpose, case=panel)
    second = [line for line in shown.nominations if line.hand_in]
    assert bool(second) is bool(knows)
    for line in second:
        assert bool(line.given) is (knows == "originator")
    assert not any("hand" in event.what for event in shown.events), "the whole team reads the history"


def test_a_co_recipient_of_the_first_nomination_sees_nothing_of_the_second(pilot: World) -> None:
    both = disclosed(pilot, "council", "nhs")
    case = opened(pilot, both["council"], partners=("second_council",))
    before = repr(decided(pilot, both["nhs"], "single_point_of_contact@nhs"))
    accept(pilot, case, hand_in(pilot, again(pilot), case))
    assert repr(decided(pilot, both["nhs"], "single_point_of_contact@nhs")) == before


def test_only_those_who_were_told_hand_in_and_only_those_who_lead_answer(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    reference = page(pilot, panel).reference
    for who, refused in (
        ("practitioner@second_council", NotFound),
        ("panel_chair@second_council", Refused),
        (COORDINATOR, NotFound),
        (OFFICER, Refused),
    ):
        with pytest.raises(refused):
            intake.hand_in(
                by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure, reference=reference,
                ground="name_and_birth",
            )  # fmt: skip
    offer = hand_in(pilot, given, panel)
    for who in (OTHERS_CONTACT, OTHERS_COORDINATOR, "single_point_of_contact@nhs", CONTACT):
        with pytest.raises(Refused):
            accept(pilot, panel, offer, who)


def test_a_health_organisation_hands_in_with_its_guardian_or_not_at_all(pilot: World, panel: UUID) -> None:
    given, guardian = again(pilot, "nhs"), "caldicott_guardian@nhs"
    with pytest.raises(Refused):
        hand_in(pilot, given, panel, "single_point_of_contact@nhs")
    with pytest.raises(NoSuchCase):
        hand_in(pilot, given, panel, guardian)
    teaming.add_member(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        case=panel,
        member=pilot.member(guardian),
        part="caldicott_guardian",
    )
    accept(pilot, panel, hand_in(pilot, given, panel, guardian))
    assert told(pilot, given) == "handed_in"


def test_a_channel_panel_takes_in_a_nomination_to_a_centre(pilot: World) -> None:
    drawn_in = SetWhy("drawn_in", ("susceptible", "lives_in_area", "not_for_who_they_are"))
    run(pilot, "channel")
    case = opened(pilot, disclosed(pilot, "council", why=drawn_in)["council"], partners=("second_council",))
    run(pilot, "mac")
    given = again(pilot)
    accept(pilot, case, hand_in(pilot, given, case))
    assert told(pilot, given) == "handed_in"
    assert page(pilot, case).programme == "channel"


def run(pilot: World, slug: str) -> None:
    """Let the pilot's centre run another programme, under an agreement for it."""
    with acting_for(pilot.organisation("council")):
        Centre.objects.filter(pk=pilot.centre).update(programme=slug)
        Agreement.objects.filter(pk=pilot.agreement).update(programme=slug)


def test_a_reason_that_is_not_on_the_list_is_none(pilot: World, panel: UUID) -> None:
    offer = hand_in(pilot, again(pilot), panel)
    with pytest.raises(NotInCatalogue):
        refuse(pilot, panel, offer, "we would rather not")


# --- Two at once ---------------------------------------------------------------------------------------------------


def test_of_two_who_hand_it_in_at_once_the_first_does(pilot: World, panel: UUID, databases: Databases) -> None:
    given, reference = again(pilot), page(pilot, panel).reference

    def by(who: str) -> UUID:
        return intake.hand_in(
            by=pilot.actor(who),
            purpose=SUPPORT,
            disclosure=given.disclosure,
            reference=reference,
            ground="name_and_birth",
        )

    with at_once.held(databases, at_once.row("sharing_disclosure"), given.disclosure) as hold:
        first, second = hold.race(lambda: by(OTHERS_CONTACT), lambda: by(OTHERS_COORDINATOR))
    assert isinstance(first, UUID)
    assert isinstance(second, DecidedAlready)


def test_a_case_that_closes_takes_nothing_in(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    offer = hand_in(pilot, given, panel)
    close(pilot, panel)
    with pytest.raises((RuleBroken, NotFound)):
        accept(pilot, panel, offer)
    seen = decided(pilot, given).handed_in
    assert seen is not None
    assert (seen.state, seen.reason) == ("refused", "case_closing")
    assert "open_case" in due(pilot, OTHERS_COORDINATOR), "deciding stays with those who were told"


def close(pilot: World, case: UUID) -> None:
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")


@pytest.mark.parametrize("first", ["hand in", "close"])
def test_nothing_waits_on_a_case_that_closed_at_the_same_moment(
    pilot: World, panel: UUID, first: str, databases: Databases
) -> None:
    given, reference = again(pilot), page(pilot, panel).reference

    def hands_in() -> UUID:
        return intake.hand_in(
            by=pilot.actor(OTHERS_CONTACT), purpose=SUPPORT, disclosure=given.disclosure, reference=reference,
            ground="name_and_birth",
        )  # fmt: skip

    both = [hands_in, lambda: close(pilot, panel)]
    with at_once.held(databases, at_once.row("casework_case"), panel) as hold:
        answers = hold.race(*(both if first == "hand in" else reversed(both)))
    assert (NoSuchCase in {type(each) for each in answers}) is (first == "close")
    with acting_for(pilot.organisation("council")):
        assert not HandIn.objects.filter(case_id=panel, state="offered").exists()
    assert "open_case" in due(pilot, OTHERS_COORDINATOR)


def test_what_ran_out_meanwhile_is_not_taken_in(pilot: World, panel: UUID) -> None:
    given = again(pilot)
    offer = hand_in(pilot, given, panel)
    for item in given.items:
        recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")
    with pytest.raises(NotHeldAnyMore):
        accept(pilot, panel, offer)
    refuse(pilot, panel, offer)
