"""A hundred members at one meeting, each at a browser of their own, who all write about the same points at once.

Whoever is first has written the note. Everybody else is shown both texts, keeps every word, and some go on until both
are in the note. Afterwards every text that was accepted is looked for in the record.
"""

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.demo import THREADS, WEB_PROCESSES
from benchmarks.tables import Table, middle, milliseconds, percentile, seconds
from handrail.gate import clock
from handrail.site.embedded.cluster import PRODUCTION
from tests.harness import processes
from tests.harness.databases import Databases
from tests.harness.processes import surroundings
from tests.harness.server import embedded_server
from tests.room import Seat, gathered, lost, seated, write_at_once
from tests.worlds import NOW, build_small_pilot

#: Members in the room for each person of the large population: a hundred for 20,000.
PEOPLE_A_MEMBER = 200
POINTS, MERGERS = 3, 5

WHAT = {
    "open": "Opening a point",
    "save": "Saving a note",
    "see what became of it": "Seeing what became of it",
    "decide": "Putting a decision before the meeting",
}


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """One member by themselves, and then the whole room at each of the points."""
    many = people // PEOPLE_A_MEMBER
    with (
        embedded_server(PRODUCTION) as (server, _),
        Databases(server, folder).fresh("pilot", build_small_pilot) as (database, pilot),
        clock.at(NOW),
    ):
        room = gathered(pilot, many=many, points=1 + POINTS)
        at_home = folder / "meeting"
        at_home.mkdir()
        with processes.web(surroundings(at_home, database), workers=WEB_PROCESSES, threads=THREADS) as web:
            seats = seated(room, web.port)
            write_at_once(seats[:1], room.points[0])
            alone = {what: seats[0].seconds.pop(what) for what in WHAT}
            began = time.perf_counter()
            second = [write_at_once(seats, point, mergers=MERGERS) for point in room.points[1:]]
            took = time.perf_counter() - began
        missing = lost(room, seats)
    if missing:
        raise AssertionError(f"{len(missing)} texts that were accepted are not in the record.")
    say(f"  {many} members, {sum(second)} kept aside, none lost: {took:.1f} s")
    return [_table(seats, alone, sum(second), took)]


def _table(seats: list[Seat], alone: dict[str, list[float]], second: int, took: float) -> Table:
    accepted = sum(len(seat.accepted) for seat in seats)
    rows = []
    for what, title in WHAT.items():
        all_ = [each for seat in seats for each in seat.seconds[what]]
        figures = (middle(alone[what]), middle(all_), percentile(all_, 95), max(all_))
        rows.append((title, milliseconds(figures[0]), *map(seconds, figures[1:])))
    return Table(
        f"{len(seats)} members at one meeting",
        f"Of {accepted:,} notes and decisions that {len(seats)} members wrote at the same points at the same time, "
        f"none was lost. {second} notes came second: each of their writers was shown what stands there and what is in "
        "only one of the two texts, with every word of their own in the box.",
        ("Request", "One alone", "Median", "95 in 100", "Longest"),
        tuple(rows),
        f"Over HTTP through gunicorn ({WEB_PROCESSES} processes, {THREADS} threads each), each member with a session "
        f"and a thread of their own on the same machine. At each of {POINTS} points everybody opens it, then everybody "
        f"saves on the version that they have seen, then everybody puts a decision forward; {MERGERS} of those who "
        f"came second go on until the note has their words too. That took {took:.0f} s. The times are those of the "
        "last who waits as well: all requests of a step are sent at once. Afterwards each text that was accepted was "
        "looked for in the record, and found.",
    )
