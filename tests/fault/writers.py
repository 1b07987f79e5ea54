"""Officers at work, each a process of its own: what each was told is done is written down before the next is begun."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError

from handrail.sharing.actions import drafting
from tests.forked import child, kill
from tests.nominating import OFFICER, PURPOSE
from tests.worlds import World

WRITERS = 8
BYTES = 16


class Writers:
    """Processes that start nominations until they are stopped, or an error tells them that one was not started."""

    def __init__(self, told: Path, processes: list[int]) -> None:
        self._told = told
        self._processes = processes

    def acknowledged(self) -> list[UUID]:
        """The decisions that somebody was told are there."""
        told = self._told.read_bytes()
        return [UUID(bytes=told[at : at + BYTES]) for at in range(0, len(told) - len(told) % BYTES, BYTES)]

    def stop(self) -> None:
        """kill -9 of each, in the middle of whatever it does."""
        while self._processes:
            kill(self._processes.pop())


@contextmanager
def writing(pilot: World, folder: Path) -> Iterator[Writers]:
    """Eight officers at work inside the block."""
    told = folder / "acknowledged"
    told.touch()
    _start(pilot)  # once here, so that eight copies have the rules already
    writers = Writers(told, [child(partial(_write, pilot, told)) for _ in range(WRITERS)])
    try:
        yield writers
    finally:
        writers.stop()


def _write(pilot: World, told: Path) -> None:
    # A line of this length is appended whole, however many append at once.
    with told.open("ab", buffering=0) as file, suppress(DatabaseError):
        while True:
            file.write(_start(pilot).bytes)


def _start(pilot: World) -> UUID:
    return drafting.start(by=pilot.actor(OFFICER), purpose=PURPOSE, centre=pilot.centre).decision
