"""What a file says of a person: how it keeps people, what has changed since it was written, and what went wrong."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from handrail.matching.synthetic.entry import Entry
from handrail.matching.synthetic.mistakes import SLIPS
from handrail.matching.synthetic.origins import Origin, Written
from handrail.matching.synthetic.people import Person

RATES: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("rates.toml").read_text(encoding="utf-8"))


class Keeping:
    """How one file keeps people, with the rates of its slips for each origin."""

    def __init__(self, file: str, chance: Random) -> None:
        self._habits: Mapping[str, Any] = RATES[file]
        self._chance = chance
        self._rates = cache(self._slip_rates)

    def entry(self, person: Person) -> Entry:
        """What the file says of this person; ``slips`` names what went wrong, and what has changed since."""
        entry = self._as_it_was(person)
        for slip, rate in self._rates(person.origin):
            if self._chance.random() < rate and SLIPS[slip](entry, self._chance):
                entry.slips.append(slip)
        return entry

    def _slip_rates(self, origin: Origin) -> tuple[tuple[str, float], ...]:
        rates = self._habits["slips"] | origin.naming.slips()
        return tuple((kind, rates[kind]) for kind in SLIPS)

    def _as_it_was(self, person: Person) -> Entry:
        """The person when the file was last written, which is some years ago."""
        chance, habits = self._chance, self._habits
        ago = min(chance.expovariate(1 / habits["years_old"]), person.years_old)
        known = next((at for at, home in enumerate(person.homes) if home.since >= ago), len(person.homes) - 1)
        home = person.homes[known]
        previous = [each.postcode for each in person.homes[known + 1 :] if chance.random() < habits["previous_kept"]]
        changed = ["moved"] if known else []
        family, known_as = person.family, []
        if person.former:
            if ago > person.married:
                family = person.former
                changed.append("former-name")
            elif chance.random() < habits["former_kept"]:
                known_as.append(f"{person.given[person.used].text} {person.former.text}")
        given = self._given(person)
        short = person.given[person.used].name.short
        if short and chance.random() < habits["nickname_kept"]:
            known_as.append(f"{chance.choice(short)} {family.text}")
        if person.western and chance.random() < habits["western_kept"]:
            known_as.append(f"{person.western.text} {family.text}")
        numbers = habits["numbers"]
        return Entry(
            person=person,
            given=given,
            family=[family],
            known_as=known_as,
            born=person.born.isoformat(),
            postcode=home.postcode,
            previous=previous,
            town=home.town,
            nhs_number=person.nhs_number if chance.random() < numbers["nhs_number"] else "",
            upn=person.upn if chance.random() < numbers["upn"] else "",
            slips=changed,
        )

    def _given(self, person: Person) -> list[Written]:
        """The given names that the file has: the one in use always, the others whole, as an initial, or not at all."""
        chance, given = self._chance, []
        for at, written in enumerate(person.given):
            drawn = 0.0 if at == person.used else chance.random()
            if drawn < person.origin.naming.others_kept:
                given.append(written)
            elif drawn < person.origin.naming.others_kept + self._habits["others_initial"]:
                given.append(written._replace(text=written.text[0]))
        return given
