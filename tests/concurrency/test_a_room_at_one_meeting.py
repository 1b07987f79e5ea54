"""Many people at one meeting, at browsers of their own, through the web server: what one writes costs nobody a word."""

from pathlib import Path

from tests.harness import processes
from tests.harness.databases import Databases
from tests.harness.processes import surroundings
from tests.room import gathered, lost, seated, write_at_once
from tests.sitting import seen
from tests.working import COORDINATOR
from tests.worlds import World

PEOPLE = 10


def test_everybody_who_writes_at_once_is_read_by_everybody(pilot: World, databases: Databases, tmp_path: Path) -> None:
    """Ten save on the same version: one is the note, nine see it beside their own; three of them make one text."""
    room = gathered(pilot, many=PEOPLE)
    (point,) = room.points
    with processes.web(surroundings(tmp_path, databases.current), threads=4) as web:
        seats = seated(room, web.port)
        assert write_at_once(seats, point, mergers=3) == PEOPLE - 1
    assert lost(room, seats) == []
    shown = next(each for each in seen(pilot, COORDINATOR, room.item).points if each.id == point)
    assert (len(shown.aside), len(shown.decisions)) == (PEOPLE - 4, PEOPLE)
    assert shown.note is not None
    assert sum(who in (shown.note.words or "") for who in room.people) == 4
