"""Councils, police force areas and regions of the United Kingdom, by GSS code. Sources: reference/README.md."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FOLDER: Final = Path(__file__).parent / "reference"

#: A nation's own code, and those of Great Britain, England and Wales, and the United Kingdom where it is part of them.
_NATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "England": ("E92000001", "K04000001", "K03000001", "K02000001"),
    "Wales": ("W92000004", "K04000001", "K03000001", "K02000001"),
    "Scotland": ("S92000003", "K03000001", "K02000001"),
    "Northern Ireland": ("N92000002", "K02000001"),
}


class AuthorityType(StrEnum):
    """The sorts of council there are."""

    COUNTY = "county"
    DISTRICT = "district"
    UNITARY = "unitary"
    METROPOLITAN_DISTRICT = "metropolitan_district"
    LONDON_BOROUGH = "london_borough"
    CITY_CORPORATION = "city_corporation"
    WELSH_COUNCIL = "welsh_council"
    SCOTTISH_COUNCIL = "scottish_council"
    NI_DISTRICT = "ni_district"


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """A council. `upper_tier` is the county of a district; `police_force_area` is None outside England and Wales."""

    gss_code: str
    name: str
    nation: str
    region: str
    type: AuthorityType
    upper_tier: str | None
    police_force_area: str | None


@dataclass(frozen=True, slots=True)
class PoliceForceArea:
    """The area of a territorial police force in England or Wales, and the force's name."""

    gss_code: str
    name: str
    force: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region of England, or one of the other nations."""

    gss_code: str
    name: str
    nation: str


@dataclass(frozen=True, slots=True)
class AbolishedAuthority:
    """A council that is no more, and the GSS code of the one that took its place."""

    gss_code: str
    name: str
    successor: str
    abolished_on: date


class UnknownArea(LookupError):
    """A GSS code that is no council's or region's. The message names the successor of an abolished council."""

    def __init__(self, code: str) -> None:
        self.code = code
        gone = abolished_authorities().get(code)
        if gone is None:
            super().__init__(f"{code} isn't the GSS code of a council or region that this version knows.")
        else:
            successor = local_authorities()[gone.successor]
            super().__init__(
                f"{code} was {gone.name}, abolished in {gone.abolished_on.year}. "
                f"Use {successor.gss_code}, {successor.name}."
            )


@cache
def local_authorities() -> Mapping[str, LocalAuthority]:
    """Every council, by GSS code."""
    return MappingProxyType(
        {
            row["gss_code"]: LocalAuthority(
                gss_code=row["gss_code"],
                name=row["name"],
                nation=row["nation"],
                region=row["region"],
                type=AuthorityType(row["type"]),
                upper_tier=row["upper_tier"] or None,
                police_force_area=row["police_force_area"] or None,
            )
            for row in _rows("local_authorities.csv")
        }
    )


@cache
def police_force_areas() -> Mapping[str, PoliceForceArea]:
    """The police force areas of England and Wales, by GSS code."""
    return MappingProxyType({row["gss_code"]: PoliceForceArea(**row) for row in _rows("police_force_areas.csv")})


@cache
def regions() -> Mapping[str, Region]:
    """The regions of England and the other nations, by GSS code."""
    return MappingProxyType({row["gss_code"]: Region(**row) for row in _rows("regions.csv")})


@cache
def abolished_authorities() -> Mapping[str, AbolishedAuthority]:
    """Councils abolished since December 2019, by the GSS code that they had."""
    return MappingProxyType(
        {
            row["gss_code"]: AbolishedAuthority(
                row["gss_code"], row["name"], row["successor"], date.fromisoformat(row["abolished_on"])
            )
            for row in _rows("abolished_authorities.csv")
        }
    )


def authorities_in(areas: Iterable[str]) -> frozenset[str]:
    """The GSS codes of all councils in these regions or council areas; a county brings its districts with it.

    Raises UnknownArea for a code that is neither a region's nor a council's.
    """
    return frozenset(code for area in areas for code in _within(area))


def police_area_of(authority: str) -> PoliceForceArea | None:
    """The police force area of a council, None outside England and Wales. Raises UnknownArea."""
    if authority not in local_authorities():
        raise UnknownArea(authority)
    area = local_authorities()[authority].police_force_area
    return police_force_areas()[area] if area else None


def places_around(authority: str) -> tuple[str, ...]:
    """A council and all that it lies in, by GSS code: its county, region, nation, and the unions of nations.

    What is published for any of these is there for the council's residents. A code that is no council's is alone.
    """
    council = local_authorities().get(authority)
    if council is None:
        return (authority,)
    region = next((each.gss_code for each in regions().values() if each.name == council.region), None)
    found = (authority, council.upper_tier, region, *_NATIONS.get(council.nation, ()))
    return tuple(dict.fromkeys(code for code in found if code))


def _within(area: str) -> Iterator[str]:
    if area in regions():
        name = regions()[area].name
        return (council.gss_code for council in local_authorities().values() if council.region == name)
    if area in local_authorities():
        return (code for code, council in local_authorities().items() if area in (code, council.upper_tier))
    raise UnknownArea(area)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)
