"""Where people live, made comparable: postcodes and the names of places."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_REMEMBERED: Final = 20_000
#: Outward part (area and district) and inward part (sector and unit), as Royal Mail writes them. In the place of a
#: digit people write the letters O and I, and the other way round.
_UK: Final = re.compile(r"([A-Z]{1,2})([0-9OI])([A-Z0-9]?)([0-9OI])([A-Z01]{2})")
_UK_OUTWARD: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_OTHER: Final = re.compile(r"[^A-Z0-9]")
_HOUSE: Final = re.compile(r"\s*(\d+[A-Za-z]?)\b")
#: What the NHS writes for "no fixed abode" and "not known": the home of thousands is nobody's.
_NO_HOME: Final = "ZZ99"
_AS_DIGIT: Final = str.maketrans("OI", "01")
_AS_LETTER: Final = str.maketrans("01", "OI")


@lru_cache(maxsize=_REMEMBERED)
def postcode(written: str) -> tuple[str, str]:
    """A postcode in capitals without spaces, and its outward part.

    Of an outward part alone, the whole is empty. Of a code that isn't British, it is both. Words are no postcode.
    """
    plain = _OTHER.sub("", anyascii(written).upper())
    if plain.startswith(_NO_HOME) or not any(sign.isdigit() for sign in plain):
        return "", ""
    if found := _UK.fullmatch(plain):
        area, district, more, sector, unit = found.groups()
        outward = area + district.translate(_AS_DIGIT) + more
        return outward + sector.translate(_AS_DIGIT) + unit.translate(_AS_LETTER), outward
    if _UK_OUTWARD.fullmatch(plain):
        return "", plain
    return plain, plain


@lru_cache(maxsize=_REMEMBERED)
def place(written: str) -> str:
    """The name of a place in plain lower-case letters, its words run together."""
    return _OTHER.sub("", anyascii(written).upper()).lower()


@lru_cache(maxsize=_REMEMBERED)
def street(written: str) -> tuple[str, str]:
    """The number of a house and the name of its street, each empty where it is missing."""
    found = _HOUSE.match(written)
    number = found[1].lower() if found else ""
    return number, place(written[found.end() :] if found else written)
