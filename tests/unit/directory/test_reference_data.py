"""Councils, regions and police areas: complete, consistent, and as their sources have them."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from handrail import programme
from handrail.directory.reference_data import (
    AuthorityType,
    UnknownArea,
    abolished_authorities,
    authorities_in,
    local_authorities,
    police_area_of,
    police_force_areas,
    regions,
)

SHARED = Path(__file__).parents[4] / "shared" / "data"


def _shared(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists() and not os.environ.get("CI"):
        pytest.skip(f"{path} isn't here")
    with path.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def test_every_principal_council_is_there() -> None:
    count = Counter(council.type for council in local_authorities().values())
    assert len(local_authorities()) == 382
    assert count[AuthorityType.LONDON_BOROUGH] == 32
    assert count[AuthorityType.CITY_CORPORATION] == 1
    assert count[AuthorityType.WELSH_COUNCIL] == 22
    assert count[AuthorityType.SCOTTISH_COUNCIL] == 32
    assert count[AuthorityType.NI_DISTRICT] == 11
    assert set(count) == set(AuthorityType)


#: What the source has wrong, and reference/README.md says so.
PUT_RIGHT = {
    "E06000059": ("Dorset", "England", "South West"),
    "E07000146": ("King's Lynn and West Norfolk", "England", "East of England"),
    "E10000007": ("Derbyshire", "England", "East Midlands"),
    "E10000019": ("Lincolnshire", "England", "East Midlands"),
}


def test_the_source_says_the_same_but_for_what_is_put_right() -> None:
    left_out = {"Combined authority", "Strategic Regional Authority"}
    source = {row["gss_code"]: row for row in _shared("local_authorities.csv") if row["type"] not in left_out}
    said = {code: (row["name"], row["nation"], row["region"]) for code, row in source.items()}
    ours = {code: (council.name, council.nation, council.region) for code, council in local_authorities().items()}
    assert all(said[code] != right for code, right in PUT_RIGHT.items())
    assert ours == said | PUT_RIGHT


def test_the_police_areas_of_2019_are_those_of_today_or_of_a_successor() -> None:
    for row in _shared("police_force_areas.csv"):
        code = row["local_authority_gss"]
        council = abolished_authorities()[code].successor if code in abolished_authorities() else code
        assert local_authorities()[council].police_force_area == row["police_force_area_gss"], row


def test_every_council_of_england_and_wales_has_a_police_area_and_no_other_has() -> None:
    for council in local_authorities().values():
        assert (police_area_of(council.gss_code) is not None) == (council.nation in {"England", "Wales"}), council


def test_every_police_area_has_councils_and_a_force_of_its_own() -> None:
    assert len(police_force_areas()) == 43
    assert {council.police_force_area for council in local_authorities().values()} - {None} == set(police_force_areas())
    assert len({area.force for area in police_force_areas().values()}) == 43


def test_a_district_lies_in_the_county_and_police_area_that_it_says() -> None:
    districts = [council for council in local_authorities().values() if council.type is AuthorityType.DISTRICT]
    assert len(districts) == 164
    for district in districts:
        county = local_authorities()[district.upper_tier or ""]
        assert county.type is AuthorityType.COUNTY
        assert (county.region, county.police_force_area) == (district.region, district.police_force_area)


def test_only_districts_have_an_upper_tier() -> None:
    assert {council.type for council in local_authorities().values() if council.upper_tier} == {AuthorityType.DISTRICT}


def test_every_region_is_known_and_has_councils() -> None:
    names = {region.name for region in regions().values()}
    assert names == {council.region for council in local_authorities().values()}
    assert all(authorities_in([code]) for code in regions())


def test_a_region_stands_for_all_its_councils() -> None:
    london = authorities_in(["E12000007"])
    assert len(london) == 33
    assert {"E09000001", "E09000007", "E09000023"} <= london


def test_a_county_brings_its_districts_and_a_district_only_itself() -> None:
    assert "E07000066" in authorities_in(["E10000012"])
    assert authorities_in(["E07000066"]) == {"E07000066"}
    assert authorities_in(["E08000025", "E08000025"]) == {"E08000025"}


def test_an_abolished_council_is_answered_with_its_successor() -> None:
    with pytest.raises(UnknownArea, match="Use E06000060, Buckinghamshire"):
        authorities_in(["E07000004"])


def test_no_council_is_both_abolished_and_current() -> None:
    assert not abolished_authorities().keys() & local_authorities().keys()
    assert {gone.successor for gone in abolished_authorities().values()} <= local_authorities().keys()


@pytest.mark.parametrize("code", ["", "E99999999", "Camden", "E47000001"])
def test_a_code_of_no_council_is_refused(code: str) -> None:
    with pytest.raises(UnknownArea):
        police_area_of(code)


def test_the_areas_of_every_programme_s_centres_exist() -> None:
    for rulebook in programme.installed():
        for centre in rulebook.centres:
            assert authorities_in(centre.areas)
