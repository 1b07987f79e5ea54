"""The information about the person of a case: each organisation in the team reads what it was given itself."""

import pytest
from django.urls import reverse

from handrail.gate import NotFound, Refused
from handrail.sharing.actions import recalling
from handrail.sharing.queries.information import Information, information
from tests.browsing import signed_in
from tests.nominating import CONCERN, NAME, OFFICER, PURPOSE, let_training_lapse
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened
from tests.worlds import World

NURSE = "single_point_of_contact@nhs"
TEACHER = "single_point_of_contact@school"


@pytest.fixture
def given(pilot: World) -> dict[str, Given]:
    """The same two items, given to the council and to the NHS, which are in one team."""
    given = disclosed(pilot, "council", "nhs")
    opened(pilot, given["council"], partners=("nhs",))
    return given


def read(pilot: World, given: Given, who: str = COORDINATOR, *, category: str = "") -> Information:
    return information(by=pilot.actor(who), purpose=SUPPORT, person=given.person, category=category)


def words(found: Information) -> list[str]:
    return [item.words for part in found.given for item in part.items]


def test_it_is_read_by_the_organisation_that_it_came_from(pilot: World, given: dict[str, Given]) -> None:
    (part,) = read(pilot, given["council"]).given
    assert part.disclosure == given["council"].disclosure
    assert part.organisation == "London Counter-Terrorism Policing Unit"
    assert (part.items[0].words, part.items[-1].words) == (NAME, CONCERN)


def test_a_partner_reads_its_own_copies_and_nobody_else_s(pilot: World, given: dict[str, Given]) -> None:
    (part,) = read(pilot, given["nhs"], NURSE).given
    assert part.disclosure == given["nhs"].disclosure


def test_it_is_narrowed_to_a_category(pilot: World, given: dict[str, Given]) -> None:
    found = read(pilot, given["council"], category="concern")
    assert words(found) == [CONCERN]
    assert {each.code for each in found.categories} > {"concern"}
    assert read(pilot, given["council"], category="no_such_category").given == ()


def test_what_was_recalled_is_a_tombstone(pilot: World, given: dict[str, Given]) -> None:
    item = given["council"].items[-1]
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")
    found = read(pilot, given["council"])
    assert CONCERN not in words(found)
    (gone,) = (each for part in found.given for each in part.items if each.gone)
    assert (gone.item, gone.words, gone.gone.how if gone.gone else "") == (item, "", "recalled")


def test_to_whoever_holds_nothing_there_is_nobody(pilot: World, given: dict[str, Given]) -> None:
    with pytest.raises(NotFound):
        read(pilot, given["council"], TEACHER)


def test_not_after_training_has_lapsed(pilot: World, given: dict[str, Given]) -> None:
    let_training_lapse(pilot, COORDINATOR)
    with pytest.raises((Refused, NotFound)):
        read(pilot, given["council"])


def test_the_page_keeps_what_was_asked_for_out_of_its_address(pilot: World, given: dict[str, Given]) -> None:
    client = signed_in(pilot, COORDINATOR)
    person = given["council"].person
    client.post(reverse("purpose", args=[person]), {"reason": "helping"})
    case = client.get(reverse("work:case_of", args=[person])).headers["Location"]
    shown = client.post(f"{case}information/", {"category": "concern"}).content.decode()
    assert CONCERN in shown
    assert NAME not in shown
