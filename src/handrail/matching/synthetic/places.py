"""Where synthetic people live: postcodes shared by about forty people, in as many districts as a population fills."""

import tomllib
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, Final

from handrail.matching.synthetic.people import Home

_DATA: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
#: The letters that the second half of a postcode uses.
_LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"
_SPREAD: Final = 137  # prime to 400: neighbours in number aren't neighbours in the alphabet


class Places:
    """The postcodes of a population of this many people, and those of everywhere else."""

    def __init__(self, people: int) -> None:
        every = [
            (f"{area['area']}{district}", str(area["town"]))
            for area in _DATA["areas"]
            for district in area["districts"]
        ]
        filled = min(max(1, ceil(people / _DATA["people_in_a_district"])), len(every))
        self._here = every[:filled]
        self._elsewhere = every[filled:] or every

    def near(self, since: float, chance: Random) -> Home:
        """A home in the area that a register covers."""
        return self._home(self._here, since, chance)

    def elsewhere(self, since: float, chance: Random) -> Home:
        """A home in another part of the country."""
        return self._home(self._elsewhere, since, chance)

    def _home(self, districts: list[tuple[str, str]], since: float, chance: Random) -> Home:
        outward, town = districts[int(chance.random() * len(districts))]
        sectors = _DATA["sectors"]
        unit = int(chance.random() * _DATA["units_in_a_sector"]) * _SPREAD % len(_LETTERS) ** 2
        first, second = divmod(unit, len(_LETTERS))
        sector = sectors[int(chance.random() * len(sectors))]
        return Home(since, f"{outward} {sector}{_LETTERS[first]}{_LETTERS[second]}", town)
