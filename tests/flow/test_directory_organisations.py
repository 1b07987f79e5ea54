"""Organisations and centres: set up by whoever installs, looked up by everybody, kept by their own administrators."""

from datetime import date
from uuid import uuid4

import pytest

from handrail.directory.actions.organisations import add_centre, add_organisation, edit_organisation
from handrail.directory.models import Centre, Organisation
from handrail.directory.queries.organisations import list_centres, list_organisations, open_organisation
from handrail.directory.services import service
from handrail.gate import Faults, Refused
from handrail.vault import organisation_keys
from tests.harness.databases import Database
from tests.worlds import World

WHY = "administration"


def test_an_organisation_comes_with_its_key_and_the_councils_it_serves(database: Database) -> None:
    force = add_organisation(
        by=service("installer", uuid4()),
        name="A force",
        slug="force",
        kind="police_force",
        areas=["E12000007"],
        purpose=WHY,
    )
    assert organisation_keys.load(force).latest == 1
    areas = Organisation.objects.get(pk=force).areas
    assert "E09000007" in areas
    assert len(areas) == 33


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "spy_ring"}, "kind"),
        ({"name": " "}, "name"),
        ({"areas": ["Camden"]}, "areas"),
        ({"areas": ["E07000004"]}, "areas"),
    ],
)
def test_an_organisation_of_no_known_kind_or_place_is_not_added(
    database: Database, changes: dict[str, object], field: str
) -> None:
    given = {
        "name": "A council",
        "slug": "a-council",
        "kind": "council",
        "areas": ["E09000007"],
        **changes,
        "purpose": WHY,
    }
    with pytest.raises(Faults) as refused:
        add_organisation(by=service("installer", uuid4()), **given)  # type: ignore[arg-type]
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not Organisation.objects.exists()


def test_a_council_that_was_abolished_is_named_with_its_successor(database: Database) -> None:
    with pytest.raises(Faults, match="Buckinghamshire"):
        add_organisation(
            by=service("installer", uuid4()),
            name="Aylesbury Vale",
            slug="av",
            kind="council",
            areas=["E07000004"],
            purpose=WHY,
        )


CENTRE = {
    "name": "London", "slug": "london", "rulebook": "mac", "prefix": "LDN", "areas": ["E12000007"],
    "starts_on": date(2026, 4, 1), "ends_on": date(2028, 3, 31),
}  # fmt: skip


def test_a_centre_runs_a_programme_for_as_long_as_a_pilot_may(database: Database) -> None:
    centre = add_centre(by=service("installer", uuid4()), **CENTRE, purpose=WHY)  # type: ignore[arg-type]
    assert Centre.objects.get(pk=centre).programme_ends_on == date(2029, 3, 31)


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"ends_on": date(2029, 4, 1), "starts_on": date(2028, 4, 1)}, {"centre-outlasts-programme"}),
        ({"ends_on": date(2028, 4, 2)}, {"centre-outlasts-pilot"}),
        ({"ends_on": date(2026, 3, 31)}, {"centre-outlasts-programme"}),
        ({"prefix": "ldn", "areas": ["nowhere"]}, {"prefix", "area"}),
        ({"programme_ends_on": date(2027, 1, 1)}, {"centre-outlasts-programme"}),
    ],
)
def test_a_centre_that_the_programme_does_not_allow_is_not_added(
    database: Database, changes: dict[str, object], rules: set[str]
) -> None:
    with pytest.raises(Faults) as refused:
        add_centre(by=service("installer", uuid4()), **{**CENTRE, **changes}, purpose=WHY)  # type: ignore[arg-type]
    assert {fault.rule for fault in refused.value.faults} == rules


def test_organisations_are_found_by_kind_area_and_name(pilot: World) -> None:
    officer = pilot.actor("originating_officer@ctu")
    councils = list_organisations(by=officer, kind="council", purpose=WHY)
    assert {each.id for each in councils} == {
        pilot.organisation(key) for key in ("council", "second_council", "undecided")
    }
    in_barnet = {each.id for each in list_organisations(by=officer, area="E09000003", purpose=WHY)}
    assert pilot.organisation("nhs") in in_barnet
    assert pilot.organisation("school") not in in_barnet
    assert [each.name for each in list_organisations(by=officer, text="regent", purpose=WHY)] == ["Regent Homes"]
    assert list_organisations(by=officer, text="regent", purpose=WHY)[0].area_names == ("Camden", "Lewisham")


def test_an_administrator_keeps_their_own_organisations_details_and_no_others(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    edit_organisation(
        by=administrator, organisation=administrator.organisation, name="London Borough of Camden",
        phone="020 7946 0001", areas=["E09000007"], purpose=WHY,
    )  # fmt: skip
    own = open_organisation(by=administrator, organisation=administrator.organisation, purpose=WHY)
    assert (own.name, own.may_edit) == ("London Borough of Camden", True)
    other = pilot.organisation("nhs")
    assert not open_organisation(by=administrator, organisation=other, purpose=WHY).may_edit
    with pytest.raises(Refused):
        edit_organisation(by=administrator, organisation=other, name="Ours", phone="", areas=[], purpose=WHY)


def test_every_member_can_look_up_centres(pilot: World) -> None:
    (london,) = list_centres(by=pilot.actor("practitioner@school"), purpose=WHY)
    assert (london.name, london.programme_title) == ("London", "Multi-Agency Centre")
