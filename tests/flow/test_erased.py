"""An organisation's copy is erased: its lists go on, the other organisations' copies stay, and it can be told again."""

from handrail import vault
from handrail.gate import clock
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.queries.people import find_people, people
from tests.acting import act_as
from tests.nominating import NAME
from tests.working import SUPPORT, disclosed
from tests.worlds import World

CONTACT = "single_point_of_contact@council"


def test_a_list_goes_on_without_what_was_erased(pilot: World) -> None:
    given = disclosed(pilot, "council", "school")
    with act_as(pilot, CONTACT):
        vault.erase(person=given["council"].person, organisation=pilot.organisation("council"), at=clock.now())
    (row,) = people(by=pilot.actor(CONTACT), purpose=SUPPORT)
    assert row.initials == ""
    assert find_people(by=pilot.actor(CONTACT), purpose=SUPPORT, words=NAME) == ()


def test_the_others_copies_are_whole(pilot: World) -> None:
    given = disclosed(pilot, "council", "school")
    with act_as(pilot, CONTACT):
        vault.erase(person=given["council"].person, organisation=pilot.organisation("council"), at=clock.now())
    page = open_disclosure(
        by=pilot.actor("single_point_of_contact@school"), purpose=SUPPORT, disclosure=given["school"].disclosure
    )
    assert isinstance(page, HeldPage)
    assert page.held.name == NAME
