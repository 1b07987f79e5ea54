"""In what two records of one person differ, read off the records themselves where the file doesn't say it."""

from collections.abc import Iterator

from handrail.matching.identity import Identity


def differences(one: Identity, other: Identity) -> frozenset[str]:
    """The kinds of difference, named as the synthetic registers name their slips where it is the same thing."""
    return frozenset((*_names(one, other), *_dates(one.born, other.born), *_elsewhere(one, other)))


def _names(one: Identity, other: Identity) -> Iterator[str]:
    given, family = _plain(one.given), _plain(one.family)
    other_given, other_family = _plain(other.given), _plain(other.family)
    if given != other_given and (given, family) == (other_family, other_given):
        yield "names-swapped"
        return
    for what, here, there in (("given", given, other_given), ("family", family, other_family)):
        if bool(here) != bool(there):
            yield f"{what}-missing"
        elif here != there:
            yield f"{what}-differs"


def _dates(one: str, other: str) -> Iterator[str]:
    if bool(one) != bool(other):
        yield "date-missing"
    elif one != other:
        yield _dates_differ(one, other)


def _dates_differ(one: str, other: str) -> str:
    here, there = one.split("-"), other.split("-")
    if len(here) != len(there):
        return "year-only"
    if len(here) == 3 and here == [there[0], there[2], there[1]]:
        return "day-month-swapped"
    if len(one) == len(other) and sum(left != right for left, right in zip(one, other, strict=True)) == 1:
        return "wrong-digit"
    return "date-differs"


def _elsewhere(one: Identity, other: Identity) -> Iterator[str]:
    fields = (
        ("postcode", one.postcodes, other.postcodes),
        ("place", one.places, other.places),
        ("street", one.streets, other.streets),
        ("number", one.other_number, other.other_number),
    )
    for what, here, there in fields:
        left, right = (
            ({*map(str.casefold, here)}, {*map(str.casefold, there)}) if what != "number" else ({here}, {there})
        )
        if bool(here) != bool(there):
            yield f"{what}-missing"
        elif here and not left & right:
            yield f"{what}-differs"


def _plain(names: tuple[str, ...]) -> str:
    return " ".join(names).casefold()
