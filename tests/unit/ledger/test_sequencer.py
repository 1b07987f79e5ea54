"""Every committed entry gets one place in the tree, in the order of its transaction, whatever happens meanwhile."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from handrail import ledger
from handrail.ledger import tree
from tests.unit.ledger.conftest import NOON, Log, act_for
from tests.waiting import until

#: Takes steps of ten entries in a process of its own, and says so line by line until it is killed.
STEPPER = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
settings.configure(USE_TZ=True, **{name: value for name, value in json.loads(sys.argv[1]).items()})
settings.HANDRAIL_KEY_DIR = Path(settings.HANDRAIL_KEY_DIR)
from handrail.ledger import sequence_once
for _ in range(70):
    print(sequence_once(at=datetime(2018, 6, 4, 13, tzinfo=UTC), batch=10).size, flush=True)
time.sleep(600)
"""


def in_tree() -> list[UUID]:
    return [leaf.entry for leaf in ledger.leaves()]


def by_transaction(log: Log) -> list[UUID]:
    return [entry for (entry,) in log.read("SELECT id FROM ledger_entry ORDER BY epoch, xid, id")]


def test_it_works(log: Log) -> None:
    written = log.record(5)
    assert log.sequence() == ledger.Sequenced(entries=5, size=5)
    assert in_tree() == written
    head = ledger.head()
    assert head is not None
    assert (head.size, head.origin) == (5, "handrail.test/ledger")
    found = ledger.verify()
    assert found.ok, found.problems
    assert (found.size, found.root, found.checkpoints) == (5, head.root, 1)


def test_nothing_to_do_signs_nothing(log: Log) -> None:
    assert log.sequence() == ledger.Sequenced(entries=0, size=0)
    assert ledger.head() is None
    log.record()
    log.sequence()
    assert log.sequence() == ledger.Sequenced(entries=0, size=1)
    assert ledger.verify().checkpoints == 1


def test_a_step_is_a_transaction_of_its_own(log: Log) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        ledger.sequence_once(at=NOON)


def test_each_batch_continues_the_tree_of_the_one_before(log: Log) -> None:
    written = log.record(23)
    steps: list[ledger.Sequenced] = []
    while not steps or steps[-1].more:
        steps.append(ledger.sequence_once(at=log.now, batch=5))
    assert [step.entries for step in steps] == [5, 5, 5, 5, 3]
    assert in_tree() == written
    leaf_hashes = [leaf.hash for leaf in ledger.leaves()]
    rows = log.read("SELECT size, root FROM ledger_checkpoint ORDER BY size")
    assert rows == [(size, tree.root(leaf_hashes[:size])) for size in (5, 10, 15, 20, 23)]
    assert ledger.verify().ok


def test_entries_of_one_transaction_get_places_side_by_side(log: Log) -> None:
    together = [ledger.Entry("x", log.organisation, {}, NOON) for _ in range(4)]
    first = log.record()
    with transaction.atomic():
        act_for(log.organisation)
        ids = ledger.append_many(together)
        with transaction.atomic():  # a savepoint is no transaction of its own
            ids += ledger.append_many(together)
    last = log.record()
    log.sequence()
    assert in_tree() == first + sorted(ids) + last


def test_a_long_transaction_delays_and_never_skips(log: Log) -> None:
    before = log.record(2)
    with psycopg.connect(log.database.conninfo()) as slow:
        slow.execute("SELECT handrail_say('organisation', %s)", [str(log.organisation)])
        late = uuid4()
        slow.execute(
            "INSERT INTO ledger_entry (id, kind, hour, commitment) VALUES (%s, 'slow', %s, %s)",
            [late, NOON.replace(minute=0, second=0), bytes(32)],
        )
        after = log.record(3)
        assert log.sequence().entries == 2
        assert in_tree() == before
        behind = ledger.lag(log.now + timedelta(minutes=10))
        assert (behind.unsequenced, behind.oldest_seconds) == (3, 12 * 60)
        assert ledger.verify().ok, "entries that wait are no fault"
        slow.commit()
    assert log.sequence().entries == 4
    assert in_tree() == [*before, late, *after]
    assert ledger.lag(log.now) == ledger.Lag(unsequenced=0, oldest_seconds=0.0)


def test_an_open_transaction_that_only_reads_does_not_delay(log: Log) -> None:
    log.record()
    with psycopg.connect(log.database.conninfo()) as reader:
        reader.execute("SELECT count(*) FROM ledger_entry")
        assert log.sequence().entries == 1


def test_eight_writers_lose_nothing_and_nothing_is_out_of_order(log: Log) -> None:
    writers, each = 8, 400
    kept: list[UUID] = []
    finished = threading.Event()
    growing: list[int] = []

    def write(seed: int) -> list[UUID]:
        chance = random.Random(seed)
        ids: list[UUID] = []
        for _ in range(each):
            try:
                with transaction.atomic():
                    act_for(log.organisation)
                    entries = [ledger.Entry("x", log.organisation, {}, NOON) for _ in range(chance.choice([1, 1, 3]))]
                    written = ledger.append_many(entries)
                    if chance.random() < 0.1:
                        time.sleep(chance.random() / 50)
                    if chance.random() < 0.1:
                        raise ZeroDivisionError
                ids += written
            except ZeroDivisionError:
                pass
        connection.close()
        return ids

    def sequence() -> None:
        while not finished.is_set():
            growing.append(ledger.sequence_once(at=NOON, batch=97).size)
        connection.close()

    sequencer = threading.Thread(target=sequence)
    sequencer.start()
    with ThreadPoolExecutor(writers) as pool:
        for ids in pool.map(write, range(writers)):
            kept += ids
    finished.set()
    sequencer.join()
    log.sequence()
    placed = in_tree()
    assert len(kept) > writers * each
    assert len(placed) == len(set(placed)) == len(kept)
    assert set(placed) == set(kept)
    assert placed == by_transaction(log)
    assert growing == sorted(growing)
    assert any(0 < size < len(kept) for size in growing), "the sequencer worked while they wrote"
    found = ledger.verify()
    assert found.ok, found.problems


def test_a_second_sequencer_started_by_mistake_does_nothing(log: Log) -> None:
    log.record(3)
    with psycopg.connect(log.database.conninfo()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(b"ledger", "big")])
        assert log.sequence() == ledger.Sequenced(entries=0, size=0, busy=True)
    assert log.sequence() == ledger.Sequenced(entries=3, size=3)


def test_four_sequencers_at_once_build_one_tree(log: Log) -> None:
    written = log.record(200)

    def sequence(_: int) -> int:
        placed = sum(ledger.sequence_once(at=NOON, batch=7).entries for _ in range(40))
        connection.close()
        return placed

    with ThreadPoolExecutor(4) as pool:
        placed = sum(pool.map(sequence, range(4)))
    assert placed == len(in_tree())
    assert placed + log.sequence().entries == 200
    assert in_tree() == written
    assert ledger.verify().ok


def test_a_sequencer_killed_between_and_within_batches_leaves_a_tree_that_goes_on(log: Log) -> None:
    with transaction.atomic():
        act_for(log.organisation)
        ledger.append_many([ledger.Entry("x", log.organisation, {}, NOON)] * 3000)
    for _ in range(4):
        configuration = json.dumps(
            {"DATABASES": {"default": connection.settings_dict}, "HANDRAIL_KEY_DIR": str(settings.HANDRAIL_KEY_DIR)}
        )
        environment = {**os.environ, "PYTHONPATH": str(Path(ledger.__file__).parents[2])}
        with subprocess.Popen(
            [sys.executable, "-c", STEPPER, configuration], stdout=subprocess.PIPE, text=True, env=environment
        ) as stepper:
            assert stepper.stdout is not None
            stepper.stdout.readline()
            time.sleep(random.random() / 20)
            stepper.send_signal(signal.SIGKILL)
        locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        until(lambda: log.read(locks) == [(0,)], "the killed sequencer letting go")  # noqa: B023
        found = ledger.verify()
        assert found.ok, found.problems
        assert 0 < found.size < 3000
    log.sequence()
    assert in_tree() == by_transaction(log)
    assert ledger.verify().size == 3000


def test_after_a_restore_into_another_cluster_a_new_epoch_begins_by_itself(log: Log) -> None:
    log.record(2)
    log.sequence()
    waiting = log.record(2)
    # What a restore brings: rows of transactions that are far in this cluster's future.
    log.tamper("UPDATE ledger_entry SET xid = '9000000000000' WHERE leaf_index IS NULL")
    log.tamper("UPDATE ledger_epoch SET cluster = 'the one before'")
    written_here = log.record(2)
    assert log.sequence().entries == 4
    assert in_tree()[2:] == written_here + sorted(waiting)
    assert [number for (number,) in log.read("SELECT number FROM ledger_epoch ORDER BY 1")] == [1, 2]
    later = log.record()
    assert log.read("SELECT epoch FROM ledger_entry WHERE id = %s", [later[0]]) == [(2,)]
    log.sequence()
    assert in_tree()[-1:] == later
    assert ledger.verify().ok


def test_a_restore_can_begin_the_epoch_itself(log: Log) -> None:
    ahead = log.record()
    log.tamper("UPDATE ledger_entry SET xid = '9000000000000'")
    others = log.record(2)
    assert log.sequence().entries == 2
    assert ledger.lag(log.now).unsequenced == 1
    assert ledger.new_epoch(at=log.now) == 2
    assert log.sequence().entries == 1
    assert in_tree() == others + ahead
    assert ledger.verify().ok


def test_without_its_key_the_log_goes_on_recording_and_signs_nothing(log: Log) -> None:
    log.record(2)
    secret = settings.HANDRAIL_KEY_DIR / ledger.SIGNING_KEY
    secret.chmod(0o644)
    with pytest.raises(ledger.KeyFileError):
        log.sequence()
    log.record()
    assert ledger.lag(log.now).unsequenced == 3
    secret.chmod(0o600)
    assert log.sequence().entries == 3


def test_another_key_does_not_sign_on(log: Log) -> None:
    log.record()
    log.sequence()
    for name in (ledger.SIGNING_KEY, ledger.VERIFICATION_KEY):
        (settings.HANDRAIL_KEY_DIR / name).unlink()
    ledger.create_signing_key(settings.HANDRAIL_KEY_DIR, origin="handrail.test/ledger")
    log.record()
    with pytest.raises(ledger.SequencingRefused, match="not signed by"):
        log.sequence()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_checkpoint SET frontier = decode(repeat('ab', 64), 'hex')",
        "UPDATE ledger_checkpoint SET frontier = ''",
        "UPDATE ledger_checkpoint SET size = 2, frontier = decode(repeat('ab', 32), 'hex')",
        "UPDATE ledger_checkpoint SET note = replace(note, E'\\n3\\n', E'\\n2\\n')",
        "DELETE FROM ledger_checkpoint",
        "DELETE FROM ledger_entry WHERE leaf_index = 2",
        "UPDATE ledger_entry SET leaf_index = 3 WHERE leaf_index = 2",
    ],
)
def test_a_tree_that_is_not_the_one_signed_is_not_signed_on(log: Log, tampering: str) -> None:
    log.record(3)
    log.sequence()
    log.tamper(tampering)
    log.record()
    before = log.read("SELECT * FROM ledger_checkpoint")
    with pytest.raises(ledger.SequencingRefused):
        log.sequence()
    assert log.read("SELECT * FROM ledger_checkpoint") == before


def test_leaves_are_read_from_any_index_to_any_other(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.ledger.log.CHUNK", 3)
    log.record(10)
    log.sequence()
    assert [leaf.index for leaf in ledger.leaves()] == list(range(10))
    assert [leaf.index for leaf in ledger.leaves(2, 9)] == list(range(2, 9))
    assert [leaf.index for leaf in ledger.leaves(8, 99)] == [8, 9]
    assert list(ledger.leaves(10)) == list(ledger.leaves(4, 4)) == []
