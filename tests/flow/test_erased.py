"""A copy is erased, or an organisation's key lost for good: lists go on, others' copies stay, it can be told again."""

from uuid import UUID

from handrail import vault
from handrail.directory.actions.keys import give_up_key
from handrail.directory.services import service
from handrail.gate import clock
from handrail.sharing.actions import authorising, recalling
from handrail.sharing.models import SharingDecision
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.queries.people import find_people, open_person, people
from handrail.vault import organisation_keys
from handrail.vault.models import DataKey
from tests.acting import act_as
from tests.nominating import ANSWERS, AUTHORISER, NAME, OFFICER, PURPOSE, acting_for
from tests.working import SUPPORT, disclosed
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
WHY = {"necessity": "It was misheard.", "proportionality": "Nothing more is said.", "alternatives": "None."}


def test_a_list_goes_on_without_what_was_erased(pilot: World) -> None:
    given = disclosed(pilot, "council", "school")
    with act_as(pilot, CONTACT):
        vault.erase(person=given["council"].person, organisation=pilot.organisation("council"), at=clock.now())
    (row,) = people(by=pilot.actor(CONTACT), purpose=SUPPORT).rows
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


def test_what_is_delivered_after_a_lost_key_was_given_up_is_sealed_under_a_new_one(pilot: World) -> None:
    given = disclosed(pilot, "council", "school")
    council = pilot.organisation("council")
    organisation_keys.path_of(council).unlink()
    give_up_key(by=service("installer", council), purpose="administration")
    assert [row.initials for row in people(by=pilot.actor(CONTACT), purpose=SUPPORT).rows] == [""]
    correct_the_name(pilot, given["council"].items[0], "Bilal Yusuf")
    assert [row.initials for row in people(by=pilot.actor(CONTACT), purpose=SUPPORT).rows] == ["B. Y."]
    (found,) = find_people(by=pilot.actor(CONTACT), purpose=SUPPORT, words="bilal")
    assert found.person == given["council"].person
    page = open_person(by=pilot.actor(CONTACT), purpose=SUPPORT, person=found.id)
    assert page.name == "Bilal Yusuf"
    with acting_for(council):
        keys = list(DataKey.objects.filter(person_id=found.person).order_by("version"))
    assert [(key.version, key.destroyed) for key in keys] == [(1, True), (2, False)]


def correct_the_name(pilot: World, item: UUID, text: str) -> None:
    """A correction of the originator, released: it reaches whoever holds the item."""
    decision = recalling.correct(
        by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="factual_error", text=text, why=WHY,
        changes={},
    )  # fmt: skip
    with acting_for(pilot.organisation("ctu")):
        version = SharingDecision.objects.get(pk=decision).version
    authorising.release(
        by=pilot.actor(AUTHORISER), purpose=PURPOSE, decision=decision, version=version, answers=ANSWERS
    )
