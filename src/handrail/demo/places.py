"""Addresses, telephone numbers and reference numbers that belong to nobody."""

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "data" / "places.toml"

#: Letters that the second half of a postcode uses (not C, I, K, M, O, V).
_POSTCODE_LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class SyntheticAddress:
    """An address on a street that doesn't exist, in a real council's area. The postcode begins with Q: none does."""

    lines: tuple[str, ...]
    postcode: str

    def __str__(self) -> str:
        return ", ".join((*self.lines, self.postcode))


def draw_address(random: Random, town: str) -> SyntheticAddress:
    """An address in `town`, a flat one time in three."""
    data = _data()
    street = f"{random.randint(1, 120)} {random.choice(data['street_names'])} {random.choice(data['street_kinds'])}"
    flat = (f"Flat {random.randint(1, 24)}, {random.choice(data['buildings'])}",) if random.random() < 1 / 3 else ()
    outward = f"Q{random.choice('ABEX')}{random.randint(1, 19)}"
    inward = f"{random.randint(1, 9)}{random.choice(_POSTCODE_LETTERS)}{random.choice(_POSTCODE_LETTERS)}"
    return SyntheticAddress((*flat, street, town), f"{outward} {inward}")


def draw_telephone(random: Random, centre: str) -> str:
    """A number kept for drama in the area of `centre`; "mobile" and unknown centres have their own."""
    starts: dict[str, str] = _data()["telephones"]
    start = starts.get(centre, starts["other"])
    return start + "".join(random.choices(string.digits, k=3))


def draw_nhs_number(random: Random) -> str:
    """An NHS number in the range kept for tests (999), with a right check digit (modulus 11)."""
    while True:
        digits = "999" + "".join(random.choices(string.digits, k=6))
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return digits + str(check % 11)


def draw_original(random: Random) -> str:
    """An opaque reference to an original on another system."""
    return f"R-{random.randint(10_000, 99_999)}"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
