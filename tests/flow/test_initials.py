"""Initials come from a name that the reader may read, for what they are here for, and from no store."""

from dataclasses import replace

import pytest

from handrail.sharing.models import PersonRecord
from handrail.sharing.queries.people import find_people, initials, people
from tests.nominating import NAME, OFFICER, propose, recipient, release, write
from tests.working import SUPPORT, disclosed
from tests.worlds import World

CONTACT = "single_point_of_contact@council"


def rows(pilot: World, who: str, purpose: str = SUPPORT) -> list[str]:
    return [row.initials for row in people(by=pilot.actor(who), purpose=purpose).rows]


def test_a_name_that_is_not_meant_for_the_reader_gives_them_no_initials(pilot: World) -> None:
    written = write(pilot, recipients=())
    put = replace(recipient(pilot, written, "council"), audience=("single_point_of_contact",))
    release(pilot, propose(pilot, written.edited(pilot.actor(OFFICER), put)))
    (row,) = people(by=pilot.actor(CONTACT), purpose=SUPPORT).rows
    assert row.initials == "A. Y."
    chair = pilot.actor("panel_chair@council")
    assert [row.initials for row in people(by=chair, purpose=SUPPORT).rows] == [""]
    assert find_people(by=chair, purpose=SUPPORT, words=NAME) == ()
    assert initials(by=chair, purpose=SUPPORT, people=(row.person,)).pairs == ()


def test_a_name_given_for_another_purpose_gives_no_initials(pilot: World) -> None:
    disclosed(pilot, "council")
    assert rows(pilot, CONTACT) == ["A. Y."]
    assert rows(pilot, CONTACT, purpose="risk_management") == [""]


def test_no_row_keeps_initials() -> None:
    assert not [field.name for field in PersonRecord._meta.get_fields() if "initials" in field.name]


@pytest.mark.parametrize("who", [CONTACT, "panel_chair@council"])
def test_everybody_a_name_is_meant_for_sees_its_initials(pilot: World, who: str) -> None:
    disclosed(pilot, "council")
    assert rows(pilot, who) == ["A. Y."]
