"""A synthetic person as they are, whatever files say of them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from handrail.matching.synthetic.origins import Origin, Written


class Home(NamedTuple):
    """Where somebody has lived, and for how many years back from today (0: moved in today)."""

    since: float
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who doesn't exist. Given names stand as on a birth certificate; ``used`` is the place of one."""

    number: int
    origin: Origin
    woman: bool
    given: tuple[Written, ...]
    used: int
    family: Written
    born: date
    homes: tuple[Home, ...]  # newest first
    nhs_number: str
    upn: str
    western: Written | None = None  # a given name used with strangers
    former: Written | None = None  # the family name before a marriage
    married: float = 0.0  # years ago
    years_old: float = 0.0

    @property
    def given_text(self) -> tuple[str, ...]:
        """The given names as this person spells them."""
        return tuple(written.text for written in self.given)
