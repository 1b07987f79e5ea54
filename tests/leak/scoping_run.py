"""The run of `python -m tests.leak.scoping`: each mutation is made, and the cells that pass there are tried.

The cells are those of test_passages.py and test_passages_read.py. A mutation that no cell notices survives; why that
may be is in scoping_survivors.py, or the run fails.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from uuid import UUID

from handrail.gate import passages
from handrail.site.addresses import APP_ROLE, SUPERUSER
from tests.harness.databases import Databases, point
from tests.leak import passages_attempts, passages_reads
from tests.leak.passages_cells import Reader, asks_why
from tests.leak.passages_known import Known, known
from tests.leak.passages_told import Told, told  # noqa: F401
from tests.leak.passages_victims import Victim
from tests.leak.scoping import ONLY
from tests.leak.scoping_mutations import (
    Site,
    acting_for,
    every_row,
    not_asking,
    purpose_ignored,
    seen_from,
    sites,
)
from tests.leak.scoping_page import Outcome, page
from tests.leak.scoping_survivors import LEANING, SURVIVORS
from tests.leak.story import story  # noqa: F401

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "leak-suite-broken.md"


@dataclass(frozen=True)
class Cell:
    """One thing that the suite tries at a passage, by whom; and whether what came of it is as it should be."""

    passage: str
    who: str
    holds: Callable[[], bool]

    @property
    def name(self) -> str:
        return f"`{self.passage}` by {self.who}"

    def fails(self) -> bool:
        """Whether the suite would fail here. What breaks down altogether fails too."""
        try:
            return not self.holds()
        except Exception:
            return True


def test_each_breach_of_the_scoping_is_noticed(told: Told, databases: Databases) -> None:  # noqa: F811
    began = time.monotonic()
    outcomes = [tried(*each) for each in at_the_gate(told)]
    everything, without = known(told.pilot), Without(told, databases)
    reads = [*without.cells(), *listed(told, everything), *opened(told, everything)]
    council = told.pilot.organisation("council")
    outcomes.append(tried("the wrong house", "gate/passage.py", "", partial(acting_for, council), reads))
    places = sites("visible")
    with wall_down(databases):
        touching, leaning = touched(reads, places)
        outcomes += [
            tried("every row", str(each), each.within, partial(every_row, each), touching[each])
            for each in places
            if each in touching
        ]
    beyond = [str(each) for each in places if each not in touching]
    written = page(outcomes, beyond, leaning, time.monotonic() - began)
    if os.environ.get(ONLY):
        sys.stdout.write(written)
    else:
        PAGE.write_text(written, encoding="utf-8")
    assert unexplained(outcomes, leaning) == []


def unexplained(outcomes: list[Outcome], leaning: list[str]) -> list[str]:
    """What nobody gave a reason for, and reasons that were given for what is noticed after all."""
    missed = {each.where for each in outcomes if each.cells and not each.caught}
    stale = {each.where for each in outcomes if each.caught} & SURVIVORS.keys()
    return sorted((missed - SURVIVORS.keys()) | stale | (set(leaning) - LEANING.keys()))


def wanted(passage: str) -> bool:
    """Whether this passage is tried: all are, unless some were named."""
    return passage in os.environ.get(ONLY, "").split() or not os.environ.get(ONLY)


def tried(
    what: str, where: str, within: str, broken: Callable[[], AbstractContextManager[None]], cells: Iterable[Cell]
) -> Outcome:
    """Make the mutation, and try the cells until one fails."""
    many = 0
    with broken():
        for cell in cells:
            many += 1
            if cell.fails():
                return Outcome(what, where, within, many, cell.name)
    return Outcome(what, where, within, many, "")


# --- the gate's own questions ---------------------------------------------------------------------------------------

Mutation = tuple[str, str, str, Callable[[], AbstractContextManager[None]], Iterable[Cell]]


def at_the_gate(told: Told) -> Iterator[Mutation]:  # noqa: F811
    """For each passage: it doesn't ask whether one may know of the record, whether one may do this, or what for."""
    for name, each in passages.items():
        if not wanted(name):
            continue
        if each.resource is None:
            yield "may they?", name, "", partial(not_asking, name, name), list(of_the_house(told, name))
            continue
        kind = each.resource.name
        yield "may they know?", name, kind, partial(not_asking, name, each.resource.see), hidden(told, kind, name)
        yield "may they?", name, kind, partial(not_asking, name, name), forbidden(told, kind, name)
        if name in passages_reads.OF_A_RECORD and name not in passages_reads.NOT_YET and asks_why("Member", name, kind):
            yield "what for?", name, kind, partial(purpose_ignored, name), list(purposes(told, name))


def hidden(told: Told, kind: str, name: str) -> Iterator[Cell]:  # noqa: F811
    """Everybody who may not know of a record; first the administrators in whose own house row security shows it."""
    for victim in passages_attempts.of_kind(told, kind):
        everybody = chain.from_iterable(passages_attempts.hidden_from(told, victim))
        for reader in sorted(everybody, key=partial(nearness, victim)):
            yield Cell(name, f"{reader.who} on {victim.name}", partial(is_hidden, name, reader, victim))


def nearness(victim: Victim, reader: Reader) -> tuple[bool, bool]:
    return (reader.house not in victim.houses, reader.role != "administrator")


def forbidden(told: Told, kind: str, name: str) -> Iterator[Cell]:  # noqa: F811
    """Everybody who may know of a record and not do this."""
    for victim in passages_attempts.of_kind(told, kind):
        for action, reader in passages_attempts.refused(told, victim):
            if action == name:
                yield Cell(
                    name, f"{reader.who} on {victim.name}", partial(is_refused, name, reader, kind, victim.record)
                )


def of_the_house(told: Told, name: str) -> Iterator[Cell]:  # noqa: F811
    for reader in passages_attempts.refused_by_the_house(told, name):
        yield Cell(name, reader.who, partial(is_refused, name, reader, "House", None))


def purposes(told: Told, name: str) -> Iterator[Cell]:  # noqa: F811
    for victim, reader in passages_reads.openers(told, name):
        yield Cell(name, f"{reader.who} on {victim.name}", partial(is_for_its_purposes, told, name, victim, reader))


def is_hidden(name: str, reader: Reader, victim: Victim) -> bool:
    return passages_attempts.says_nothing(passages_attempts.attempt(name, reader, victim.record))


def is_refused(name: str, reader: Reader, kind: str, record: UUID | None) -> bool:
    return passages_attempts.says_the_rules(
        passages_attempts.attempt(name, reader, record), name, reader, kind, record or "handrail"
    )


def is_for_its_purposes(told: Told, name: str, victim: Victim, reader: Reader) -> bool:  # noqa: F811
    return passages_reads.for_each_purpose(told, name, victim, reader) == []


# --- what is given --------------------------------------------------------------------------------------------------


def opened(told: Told, everything: Known) -> Iterator[Cell]:  # noqa: F811
    """Each record opened by each who may."""
    for name in filter(wanted, passages_reads.OF_A_RECORD):
        for victim, reader in passages_reads.openers(told, name):
            yield Cell(name, f"{reader.who} on {victim.name}", partial(opens, told, everything, name, victim, reader))


def listed(told: Told, everything: Known) -> Iterator[Cell]:  # noqa: F811
    """Each list and search by each who may."""
    for name in filter(wanted, passages_reads.OF_THE_HOUSE):
        for reader in passages_reads.listers(told, name):
            yield Cell(name, reader.who, partial(lists, told, everything, name, reader))


def opens(told: Told, everything: Known, name: str, victim: Victim, reader: Reader) -> bool:  # noqa: F811
    return everything.too_much(name, reader, passages_reads.open_one(told, name, victim, reader), victim.record) == []


def lists(told: Told, everything: Known, name: str, reader: Reader) -> bool:  # noqa: F811
    asked = passages_reads.said(tuple(passages_reads.asking(told).get(name, {}).values()))
    return everything.too_much(name, reader, passages_reads.look_through(told, name, reader), *asked) == []


class Without:
    """What the lists give whoever has no part in the story, where it never happened."""

    def __init__(self, told: Told, databases: Databases) -> None:  # noqa: F811
        self.told = told
        self._cells = [
            (name, each)
            for name in filter(wanted, passages_reads.OF_THE_HOUSE)
            for each in passages_reads.listers(told, name)
            if each.house in passages_reads.UNRELATED and name not in passages_reads.FOR_EVERYBODY | {"record.list"}
        ]
        with databases.fresh("pilot"):
            self._there = [
                passages_reads.as_text(name, passages_reads.look_through(told, name, each))
                for name, each in self._cells
            ]

    def cells(self) -> Iterator[Cell]:
        for (name, reader), there in zip(self._cells, self._there, strict=True):
            yield Cell(name, f"{reader.who}, as without it", partial(self._is_the_same, name, reader, there))

    def _is_the_same(self, name: str, reader: Reader, there: list[str]) -> bool:
        return passages_reads.as_text(name, passages_reads.look_through(self.told, name, reader)) == there


def touched(reads: list[Cell], places: list[Site]) -> tuple[dict[Site, list[Cell]], list[str]]:
    """Which cells ask for rows where; and those that fail as it is, and so can show nothing."""
    found: dict[Site, list[Cell]] = defaultdict(list)
    leaning = []
    for cell in reads:
        reached: set[Site] = set()
        with seen_from(reached, places):
            if cell.fails():
                leaning.append(cell.name)
                continue
        for place in reached:
            found[place].append(cell)
    return found, leaning


@contextmanager
def wall_down(databases: Databases) -> Iterator[None]:
    """Inside the block Handrail runs as a role that row security doesn't bind: policy alone stands."""
    database = databases.current
    point("default", database.conninfo(SUPERUSER))
    try:
        yield
    finally:
        point("default", database.conninfo(APP_ROLE))
