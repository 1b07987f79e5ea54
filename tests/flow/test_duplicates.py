"""One person nominated twice under another spelling or name: their own organisation can find it, and decides itself."""

import pytest
from django.urls import reverse

from handrail.casework.actions import intake
from handrail.casework.queries.cases import open_case
from handrail.gate import NotFound, Refused
from handrail.matching.queries.duplicates import AlikeNominations, AlikePeople, duplicates, people_alike
from handrail.sharing.actions import drafting
from handrail.sharing.changes import JoinRecord, PutItem
from handrail.sharing.statements import address, name
from tests.browsing import signed_in
from tests.nominating import (
    AUTHORISER,
    BORN,
    GRADING,
    OFFICER,
    PURPOSE,
    Written,
    opened,
    put_forward,
    said_in_ledger,
    start,
    write_items,
)
from tests.recorded import recorded
from tests.working import COORDINATOR, SUPPORT, Given, disclosed
from tests.working import opened as case_opened
from tests.worlds import World


def compared(pilot: World, written: Written, who: str = OFFICER) -> AlikeNominations:
    return duplicates(by=pilot.actor(who), purpose=PURPOSE, decision=written.id)


def lives(pilot: World, written: Written, lines: str, postcode: str) -> Written:
    home = address(lines, postcode, "home", marking=2, grading=GRADING)
    return written.edited(pilot.actor(OFFICER), PutItem(home))


def test_another_spelling_is_found_and_says_what_speaks_for_it(pilot: World) -> None:
    first = put_forward(pilot)
    again = write_items(pilot, start(pilot), person="Aminah Yousef")

    (found,) = compared(pilot, again).found

    assert (found.decision, found.reference) == (first.id, first.draft.reference)
    said = {step.title: step.says for step in found.pair.steps}
    assert said["Given name"] == "sounds the same, or a short form of it"
    assert said["Date of birth"] == "the same"
    assert said["Address"] == "nothing to compare"
    assert opened(pilot, again).known_already == ()  # by letters alone nobody would have known


def test_an_alias_is_found(pilot: World) -> None:
    first = put_forward(pilot)
    again = write_items(pilot, start(pilot), person="Leila Hassan")
    alias = name("Amina", "Yusuf", "alias", marking=2, grading=GRADING)
    again = again.edited(pilot.actor(OFFICER), PutItem(alias))
    assert [each.decision for each in compared(pilot, again).found] == [first.id]


def test_a_twin_is_shown_as_perhaps_a_relative(pilot: World) -> None:
    first = lives(pilot, write_items(pilot, start(pilot)), "4 Mill Lane\nLondon", "NW1 8QT")
    twin = lives(pilot, write_items(pilot, start(pilot), person="Khadija Yusuf"), "4 Mill Lane\nLondon", "NW1 8QT")
    (found,) = compared(pilot, twin).found
    assert (found.decision, found.pair.relatives) == (first.id, True)


def test_somebody_else_is_not_found(pilot: World) -> None:
    put_forward(pilot)
    other = write_items(pilot, start(pilot), person="Callum Fletcher", born="1975-01-31")
    assert (compared(pilot, other).compared, compared(pilot, other).found) == (1, ())


def test_a_nomination_without_a_name_is_compared_with_nothing_in_common(pilot: World) -> None:
    put_forward(pilot)
    assert compared(pilot, start(pilot)).found == ()


def test_what_was_withdrawn_and_destroyed_is_not_compared(pilot: World) -> None:
    first = write_items(pilot, start(pilot))
    drafting.withdraw(by=pilot.actor(OFFICER), purpose=PURPOSE, decision=first.id)
    assert compared(pilot, write_items(pilot, start(pilot))).found == ()


def test_it_is_recorded_what_was_compared_and_no_word_of_it(pilot: World) -> None:
    first = put_forward(pilot)
    again = write_items(pilot, start(pilot), person="Aminah Yousef")
    compared(pilot, again)
    (entry,) = recorded(action="decision.compare")
    assert entry.facts == {"model": "duplicates-1", "compared": 1, "alike": [str(first.id)]}
    assert not any(word in text for text in said_in_ledger(pilot.organisation("ctu")) for word in ("Amina", "Yousef"))


def test_only_those_who_nominate_compare_and_only_their_own(pilot: World) -> None:
    first, again = put_forward(pilot), put_forward(pilot, person="Aminah Yousef")
    assert [each.decision for each in compared(pilot, again, AUTHORISER).found] == [first.id]
    with pytest.raises(Refused):
        compared(pilot, again, "data_protection_officer@ctu")
    with pytest.raises(NotFound):
        compared(pilot, again, COORDINATOR)


def test_a_draft_is_handed_in_to_what_was_found_by_a_person_and_not_before(pilot: World) -> None:
    first = put_forward(pilot)
    again = write_items(pilot, start(pilot), person="Aminah Yousef")
    browser = signed_in(pilot, OFFICER)
    page = browser.get(reverse("originate:duplicates", args=[again.id])).content.decode()
    hand_in = reverse("originate:hand_in", args=[again.id, first.id])
    assert hand_in in page
    assert opened(pilot, again).reference != first.draft.reference

    assert browser.get(hand_in).status_code == 200
    again.edited(pilot.actor(OFFICER), JoinRecord(first.id))

    assert opened(pilot, again).reference == first.draft.reference
    assert compared(pilot, again).found == ()


def test_nobody_is_handed_in_to_somebody_who_is_not_alike(pilot: World) -> None:
    first = put_forward(pilot)
    other = write_items(pilot, start(pilot), person="Callum Fletcher", born="1975-01-31")
    answer = signed_in(pilot, OFFICER).get(reverse("originate:hand_in", args=[other.id, first.id]))
    assert answer.status_code == 404


def test_the_chart_has_its_figures_in_words_and_in_a_table(pilot: World) -> None:
    put_forward(pilot)
    again = write_items(pilot, start(pilot), person="Aminah Yousef", born=BORN)
    page = signed_in(pilot, OFFICER).get(reverse("originate:duplicates", args=[again.id])).content.decode()
    (found,) = compared(pilot, again).found
    whole = f"{found.pair.weight:+.1f}"
    assert f"All together: {whole}." in page  # told to a screen reader
    assert f">{whole}</td>" in page  # in the table
    assert "Date of birth: +14.2." in page
    assert "style=" not in page.partition("<svg")[2].partition("</svg>")[0]
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]


def test_what_was_put_forward_is_handed_in_nowhere(pilot: World) -> None:
    first, again = put_forward(pilot), put_forward(pilot, person="Aminah Yousef")
    shown = compared(pilot, again)
    assert ([each.decision for each in shown.found], shown.may_hand_in) == ([first.id], False)
    answer = signed_in(pilot, OFFICER).get(reverse("originate:hand_in", args=[again.id, first.id]))
    assert answer.status_code == 404


# --- At the centre ------------------------------------------------------------------------------------------------


def people(pilot: World, given: Given, who: str = COORDINATOR) -> AlikePeople:
    return people_alike(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure)


def test_a_coordinator_sees_that_the_person_may_be_known_under_another_spelling(pilot: World) -> None:
    first = disclosed(pilot, "council")["council"]
    again = disclosed(pilot, "council", person="Aminah Yusof")["council"]
    shown = people(pilot, again)
    assert [each.person for each in shown.found] == [first.person]
    assert shown.may_hand_in
    assert not shown.found[0].pair.likely  # of a name alone, and that spelt in another way


def test_who_was_handed_in_is_known_and_not_found_again(pilot: World) -> None:
    first = disclosed(pilot, "council")["council"]
    again = disclosed(pilot, "council", person="Aminah Yusof")["council"]
    panel = case_opened(pilot, first)
    reference = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=panel).reference
    intake.hand_in(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        disclosure=again.disclosure,
        reference=reference,
        ground="name_and_birth",
    )
    assert people(pilot, again).found == ()


def test_what_another_organisation_holds_is_not_compared(pilot: World) -> None:
    disclosed(pilot, "second_council")
    again = disclosed(pilot, "council", person="Aminah Yusof")["council"]
    assert (people(pilot, again).compared, people(pilot, again).found) == (0, ())


def test_who_decides_on_cases_compares_and_nobody_else(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with pytest.raises(Refused):
        people(pilot, given, "single_point_of_contact@council")
    with pytest.raises(NotFound):
        people(pilot, given, "case_coordinator@second_council")
