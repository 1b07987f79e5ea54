"""Two files of one population: a register, and the people somebody asks about, some of whom are in it."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from handrail.matching.identity.columns import COLUMNS
from handrail.matching.synthetic.families import Families
from handrail.matching.synthetic.keeping import Keeping
from handrail.matching.synthetic.origins import mixes

REGISTER: Final = "register"
QUERIES: Final = "queries"
#: With this every record's id begins, so that nobody takes one for a real person's.
MARK: Final = "SYN-"
#: What only these files can say: who it is, of which name origin, and what went wrong.
TRUTH: Final = ("person", "origin", "errors")
MOST: Final = 10_000_000
_EVERY: Final = 500  # people between two words about progress

Progress = Callable[[int, int], None]  # people so far, and in all

_README: Final = """SYNTHETIC: nobody in these files exists. Names, dates, addresses and numbers were drawn at random.

Made by `handrail match generate {asked}`.

register.csv   {people:,} records, as a council might keep them
queries.csv    {queries:,} people somebody asks about; {both:,} of them are in the register

Second halves of postcodes are drawn at random and may exist; NHS numbers lie in the range kept for tests, and pupil
numbers name schools that don't exist. Every record_id begins with SYN. The rates of slips are partly assumptions:
see docs/reference/matching-synthetic.md.
"""


class Unfitting(ValueError):
    """A population was asked for that can't be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """What is asked for. The same values give the same files, byte by byte."""

    people: int = 200_000  # in the register
    queries: int = 20_000
    present: float = 0.5  # of the queries, those whose person is in the register
    mix: str = "city"
    seed: int = 1

    def __post_init__(self) -> None:
        faults = []
        if not 1 <= self.people <= MOST:
            faults.append(f"a register has 1 to {MOST:,} people, not {self.people:,}")
        if not 0 <= self.queries <= MOST:
            faults.append(f"there are 0 to {MOST:,} queries, not {self.queries:,}")
        if not 0 <= self.present <= 1:
            faults.append(f"the part of the queries that is present lies between 0 and 1, not at {self.present:g}")
        elif self.both > self.people:
            faults.append(f"{self.both:,} of the queries can't be among {self.people:,} people")
        if self.mix not in mixes():
            faults.append(f"there is no mix {self.mix}, but {', '.join(mixes())}")
        if faults:
            raise Unfitting("; ".join(faults).capitalize() + ".")

    @property
    def both(self) -> int:
        """How many people are in both files."""
        return round(self.queries * self.present)

    @property
    def everybody(self) -> int:
        """How many people there are in all."""
        return self.people + self.queries - self.both


class Row(NamedTuple):
    """One record of one of the two files, with its truth."""

    file: str
    columns: tuple[str, ...]
    truth: tuple[str, ...]


def rows(population: Population, progress: Progress | None = None) -> Iterator[Row]:
    """The records of both files as they are drawn. Nothing is kept: memory doesn't grow with the population."""
    seed = population.seed
    # One source of chance for each, so that who there is doesn't depend on the rates of slips.
    people = Families(Random(f"{seed} people"), people=population.everybody, mix=population.mix).people()
    chosen = _files(population, Random(f"{seed} chosen"))
    keeping = {file: Keeping(file, Random(f"{seed} {file}")) for file in (REGISTER, QUERIES)}
    written = dict.fromkeys(keeping, 0)
    for done, (files, person) in enumerate(zip(chosen, people, strict=False), start=1):
        for file in files:
            written[file] += 1
            entry = keeping[file].entry(person)
            record = f"{MARK}{file[0].upper()}-{written[file]:08}"
            truth = (f"P{person.number:08}", person.origin.stratum, ";".join(entry.slips))
            yield Row(file, (record, *entry.columns()), truth)
        if progress and (done % _EVERY == 0 or done == population.everybody):
            progress(done, population.everybody)


def write(folder: Path, population: Population, *, truth: bool = False, progress: Progress | None = None) -> None:
    """Write ``register.csv``, ``queries.csv`` and a README into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(_readme(population, truth=truth), encoding="utf-8")
    header = COLUMNS + (TRUTH if truth else ())
    with (
        (folder / "register.csv").open("w", encoding="utf-8", newline="") as register,
        (folder / "queries.csv").open("w", encoding="utf-8", newline="") as queries,
    ):
        writers = {REGISTER: csv.writer(register), QUERIES: csv.writer(queries)}
        for writer in writers.values():
            writer.writerow(header)
        for row in rows(population, progress):
            writers[row.file].writerow(row.columns + row.truth if truth else row.columns)


def _readme(population: Population, *, truth: bool) -> str:
    asked = " ".join(
        f"--{option} {getattr(population, option)}" for option in ("people", "queries", "present", "mix", "seed")
    )
    return _README.format(
        asked=asked + " --truth" * truth,
        people=population.people,
        queries=population.queries,
        both=population.both,
    )


_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "both": (REGISTER, QUERIES),
    "register alone": (REGISTER,),
    "queries alone": (QUERIES,),
}


def _files(population: Population, chance: Random) -> Iterator[tuple[str, ...]]:
    """For one person after the other, the files that they are in: as often as asked for, to the last one."""
    left = {
        "both": population.both,
        "register alone": population.people - population.both,
        "queries alone": population.queries - population.both,
    }
    for remaining in range(population.everybody, 0, -1):
        drawn = chance.randrange(remaining)
        for role, number in left.items():
            if drawn < number:
                left[role] -= 1
                yield _ROLES[role]
                break
            drawn -= number
