"""Eight officers at work, each a process of its own, while what keeps the ledger is killed with kill -9.

Whatever anybody was told is done has its entry; nothing is there that no entry tells of; and each entry has one place
in one tree.
"""

from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from handrail import ledger
from handrail.gate import clock
from tests.fault.books import assert_sound
from tests.fault.conftest import Site
from tests.fault.writers import Writers, writing
from tests.forked import child, kill
from tests.harness.processes import surroundings, worker
from tests.recorded import recorded
from tests.waiting import until

#: Few in a step, so that the sequencer is nearly always inside one.
BATCH = 7
KILLS = 6
SIZE = "SELECT coalesce(max(size), 0) FROM ledger_checkpoint"


def size(site: Site) -> int:
    """Entries under the newest checkpoint."""
    [(found,)] = site.read(SIZE)
    return int(found)


def sequence_without_end() -> None:
    """A sequencer and nothing else."""
    while True:
        ledger.sequence_once(at=clock.now(), batch=BATCH)


def assert_nothing_is_missing(site: Site, writers: Writers) -> None:
    """What was acknowledged is there; what is there and what the ledger says is the same; the tree is sound."""
    there = {decision for (decision,) in site.read("SELECT id FROM sharing_sharingdecision")}
    in_ledger = [UUID(each.facts["decision"]) for each in recorded(action="decision.draft")]
    assert set(writers.acknowledged()) <= there
    assert len(in_ledger) == len(there)
    assert set(in_ledger) == there
    assert_sound(site)


def test_the_sequencer_killed_again_and_again(site: Site, tmp_path: Path) -> None:
    """Each time somewhere within a step: the next goes on with the tree that the last one signed."""
    sizes = [0]
    with writing(site.pilot, tmp_path) as writers:
        for _ in range(KILLS):
            sequencer = child(sequence_without_end)
            until(lambda: size(site) > sizes[-1], "the tree growing")
            kill(sequencer)
            sizes.append(size(site))
    assert sizes == sorted(set(sizes))
    assert len(writers.acknowledged()) > KILLS
    assert_nothing_is_missing(site, writers)


def test_the_database_killed_under_writers_and_sequencer(site: Site, tmp_path: Path) -> None:
    """All are told of an error, and nobody of anything that is not there afterwards."""
    with writing(site.pilot, tmp_path) as writers:
        sequencer = child(sequence_without_end)
        until(lambda: size(site) > 0 and len(writers.acknowledged()) > 24, "two dozen nominations started")
        site.kill_database()
        kill(sequencer)
    signed = size(site)
    assert signed > 0
    assert_nothing_is_missing(site, writers)
    assert size(site) > signed


@pytest.mark.slow
def test_the_worker_killed_and_two_started_in_its_place_by_mistake(site: Site, tmp_path: Path) -> None:
    """Writers notice nothing of either. Of two workers one sequences at a time, and they build one tree."""
    around = surroundings(tmp_path, site.database)
    with writing(site.pilot, tmp_path) as writers:
        with worker(around) as killed:
            until(lambda: size(site) > 0, "the worker sequencing")
            killed.kill()
        stood, so_far = size(site), len(writers.acknowledged())
        with worker(around), worker(around):
            both = partial(site.read, "SELECT count(*) FROM procrastinate_workers")
            until(lambda: both() >= [(2,)], "two workers at work")
            until(lambda: size(site) > stood and len(writers.acknowledged()) > so_far, "all of them going on")
            writers.stop()
            until(lambda: ledger.lag(clock.now()).unsequenced == 0, "nothing left without a place")
    assert_nothing_is_missing(site, writers)
