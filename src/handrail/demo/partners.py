"""The partners' own side of private matching: registers of made-up people, published, and requests answered.

Each lies in the home as it would on a partner's own machine, so that `handrail match … --key-dir` works on it.
"""

import csv
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from django.conf import settings

from handrail.demo import names, places
from handrail.demo.subjects import Subject
from handrail.gate import clock
from handrail.matching.actions.registers import Offer
from handrail.matching.asker import asker, introduction
from handrail.matching.messages import SIZES
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import trust
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.handing_out import hand_out
from handrail.matching.partner.publishing import publish
from handrail.matching.partner.register import CsvRegister
from handrail.sharing.statements import ADDRESS, DATE_OF_BIRTH, NAME, parts_of

#: How many people are in a register beside those whom the demonstration is about.
OTHERS: Final = 100

_COLUMNS: Final = ("record_id", "given_names", "family_name", "date_of_birth", "postcode", "town")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerRegister:
    """A partner's register and its keys, in a folder of the home. Nothing but its table is given to the centre."""

    path: Path

    @classmethod
    def of(cls, slug: str) -> "PartnerRegister":
        """That of the organisation of this short name."""
        return cls(settings.HANDRAIL_HOME.demo_partners / slug)

    @property
    def file(self) -> Path:
        """The register itself."""
        return self.path.with_suffix(".csv")

    def write(self, rows: Iterable[Row]) -> None:
        """Write the register down."""
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        with self.file.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file)
            written.writerow(_COLUMNS)
            written.writerows((f"{number:06}", *row) for number, row in enumerate(rows, start=1))

    def publish(self, *, kind: str, organisation: str) -> Offer:
        """Publish it, for the first time or anew; gives what is brought in at the centre. Requests are carried."""
        publish(
            KeyFolder.begin(self.path),
            CsvRegister(self.file),
            service=kind,
            organisation=organisation,
            at=clock.now(),
            processes=1,
        )
        trust(self.path, introduction())
        folder = KeyFolder.open(self.path)
        return Offer(folder.table, str(folder.signing_key.verification_key))

    def tokens(self, count: int, *, until: date) -> tuple[str, ...]:
        """So many quota tokens for the centre, each for one person."""
        size = SIZES[0]
        made = hand_out(self.path, centre=asker().name, size=size, count=count, until=until, at=clock.now())
        return tuple(made)

    def answer(self, request: bytes) -> bytes:
        """What `handrail match answer` makes of a request."""
        with closing(Partner(KeyFolder.open(self.path))) as partner:
            return partner.answer(request, at=clock.now())


def anybody(random: Random, town: str, count: int) -> list[Row]:
    """So many made-up people of a town, as the rows of its register."""
    return [
        _row(names.draw(random), _some_day(random), places.draw_address(random, town).postcode, town)
        for _ in range(count)
    ]


def records_of(random: Random, subject: Subject, town: str, count: int) -> list[Row]:
    """A person as a register holds them: ``count`` times over, and once more by the bare name: that may be anybody."""
    parts = {item.category: parts_of(item.parts) for item in reversed(subject.items) if item.parts}
    home = parts.get(ADDRESS, {}).get("postcode") or places.draw_address(random, town).postcode
    name, born = parts[NAME], parts[DATE_OF_BIRTH]["date"]
    elsewhere = places.draw_address(random, town).postcode
    return [
        *[(name["given"], name["family"], born, home, town)] * count,
        (name["given"], name["family"], "", elsewhere, town),
    ]


def _row(name: names.SyntheticName, born: str, postcode: str, town: str) -> Row:
    return (name.given, name.family, born, postcode, town)


def _some_day(random: Random) -> str:
    return (clock.today() - timedelta(days=random.randrange(6_000, 28_000))).isoformat()


def shuffled(random: Random, rows: Sequence[Row]) -> list[Row]:
    """In no order that would tell who is who."""
    return random.sample(rows, len(rows))
