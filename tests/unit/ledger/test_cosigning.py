"""The log asks its witnesses: a real witness over HTTP, a real ledger, and somebody who rewrites it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from handrail import ledger
from handrail.ledger import checkpoint, key_file, tree, witnesses
from handrail.ledger.asking import Reply, Unreachable
from handrail.ledger.asking import ask as ask_over_http
from handrail.ledger.cosignature import cosignatures
from handrail.ledger.cosigned import Cosigned, cosigned
from handrail.ledger.cosigning import Rounds
from handrail.ledger.entry import commit, hash_of
from handrail.ledger.witnesses import Witnesses
from handrail.site.doctor import witnesses as doctor
from handrail.witness import Witness, hand_over, standings, trust
from tests.unit.ledger.conftest import Log
from tests.witnessing import listed, served

Start = Callable[..., Witness]


@pytest.fixture
def keys(log: Log) -> Path:
    """The key folder: the list of witnesses is a file in it."""
    return log.database.keys


@pytest.fixture
def start(log: Log, keys: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a witness that watches the log, and puts it in the log's list."""
    with ExitStack() as running:

        def one(name: str, *, needed: int = 0, told: bool = True) -> Witness:
            witness = Witness.create(tmp_path / name, f"{name}.example")
            listed(witness, running.enter_context(served(witness, lambda: log.now)), keys, needed=needed, told=told)
            return witness

        yield one


def _step(log: Log, keys: Path, later: timedelta = timedelta()) -> tuple[int, Cosigned]:
    """A round of a worker that has just started."""
    at = log.now + later
    return Rounds(keys).step(at=at), cosigned(at)


def test_each_new_head_is_cosigned_and_published_with_its_cosignatures(log: Log, keys: Path, start: Start) -> None:
    first, second = start("first"), start("second", needed=2)
    log.record(3)
    log.sequence()
    with pytest.raises(ledger.NotPublished):
        ledger.published()
    assert _step(log, keys)[0] == 2
    log.record(5)
    log.sequence()
    assert cosigned(log.now).published == 3
    assert _step(log, keys)[0] == 2
    note = ledger.published()
    assert [each.key for each in cosignatures(note, first.key.witness_key, second.key.witness_key)] == [
        first.key.witness_key,
        second.key.witness_key,
    ]
    assert ledger.published_head().size == 8
    assert _step(log, keys)[0] == 0
    assert [each.well for witness in (first, second) for each in standings(witness, at=log.now)] == [True, True]


def test_a_head_is_cosigned_anew_each_hour_though_nothing_was_added(log: Log, keys: Path, start: Start) -> None:
    start("first", needed=1)
    log.record()
    log.sequence()
    assert _step(log, keys)[0] == 1
    assert _step(log, keys, timedelta(minutes=59))[0] == 0
    assert _step(log, keys, timedelta(minutes=61))[0] == 1


def test_a_witness_that_is_behind_or_ahead_of_what_was_answered_is_caught_up_with(
    log: Log, keys: Path, start: Start
) -> None:
    witness = start("first", needed=1)
    log.record(3)
    log.sequence()
    _step(log, keys)
    log.record(4)
    log.sequence()
    _step(log, keys)
    # The answer was lost, as if we had been killed before we could keep it.
    log.tamper("DELETE FROM ledger_cosignature WHERE size = 7")
    log.record(2)
    log.sequence()
    done, found = _step(log, keys)
    assert (done, found.published, found.witnesses[0].refusal) == (1, 9, None)
    assert standings(witness, at=log.now)[0].size == 9


def what_does_not_fit() -> list[str]:
    """Over how many entries somebody countersigned what is not here, as verification names it."""
    found = [each.what for each in ledger.verify().problems]
    assert all(what.endswith("is not the checkpoint that is here now.") for what in found)
    return [what.partition(" countersigned ")[2].partition(" is not")[0] for what in found]


def test_a_rewritten_database_is_caught_though_it_is_signed_anew_throughout(log: Log, keys: Path, start: Start) -> None:
    """Somebody with the superuser and the log's key. Where they think of what was countersigned, `ledger verify` is
    content, and the witness alone is not."""
    witness = start("first", needed=1)
    log.record(6)
    log.sequence()
    _step(log, keys)
    assert ledger.published_head().size == 6
    _rewrite(log, keys)
    assert what_does_not_fit() == ["over 6 entries"]
    # Even before the witness is asked again, what it signed no longer fits, and nothing is given out.
    assert [each.name for each in cosigned(log.now).alarms] == ["first.example"]
    with pytest.raises(ledger.NotPublished):
        ledger.published()
    done, found = _step(log, keys, timedelta(minutes=61))
    assert done == 0
    [alarm] = found.alarms
    assert alarm.refusal is not None
    assert alarm.refusal.status == 422
    assert "PROOF OF A FORK" in alarm.refusal.what
    [standing] = standings(witness, at=log.now)
    assert [each.what[:15] for each in standing.evidence] == ["PROOF OF A FORK"]
    [_, finding] = doctor.witnesses(log.now + timedelta(minutes=61))
    assert finding.level == "fail"
    assert "Change nothing" in finding.do


@pytest.mark.parametrize("remembered", [True, False])
def test_a_rewritten_database_that_went_on_is_caught_as_well(
    log: Log, keys: Path, start: Start, remembered: bool
) -> None:
    """Whether or not what was countersigned was taken away with what it was about."""
    witness = start("first", needed=1)
    log.record(6)
    log.sequence()
    _step(log, keys)
    _rewrite(log, keys)
    log.record(3)
    log.sequence()
    if not remembered:
        log.tamper("DELETE FROM ledger_cosignature")
    assert what_does_not_fit() == ["over 6 entries"] * remembered
    done, found = _step(log, keys)
    assert (done, found.published, len(found.alarms)) == (0, 0, 1)
    assert [each.what[:23] for each in standings(witness, at=log.now)[0].evidence] == ["THE LOG MAY HAVE BEEN R"]


@pytest.mark.parametrize("remembered", [True, False])
def test_a_ledger_that_was_cut_back_is_caught_by_both(log: Log, keys: Path, start: Start, remembered: bool) -> None:
    """Whether or not the cosignatures of what was cut off were taken away with it."""
    witness = start("first")
    log.record(3)
    log.sequence()
    log.record(3)
    log.sequence()
    _step(log, keys)
    log.tamper("DELETE FROM ledger_checkpoint WHERE size > 3")
    if not remembered:
        log.tamper("DELETE FROM ledger_cosignature")
    log.tamper("DELETE FROM ledger_payload p USING ledger_entry e WHERE e.id = p.entry_id AND leaf_index >= 3")
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index >= 3")
    log.tamper("DELETE FROM ledger_subtree")
    assert ledger.verify().ok is not remembered
    done, found = _step(log, keys)
    assert done == 0
    [alarm] = found.alarms
    assert alarm.refusal is not None
    assert alarm.refusal.status == 409
    assert [each.what[:30] for each in standings(witness, at=log.now)[0].evidence] == ["THE LOG MAY HAVE BEEN CUT BACK"]


def _rewrite(log: Log, keys: Path) -> None:
    """Change what the third entry says, and make commitment, leaf hash, tree and checkpoints anew to fit."""
    [(entry, salt, document)] = log.read(
        "SELECT e.id, salt, payload FROM ledger_payload JOIN ledger_entry e ON e.id = entry_id WHERE leaf_index = 2"
    )
    other = document.replace(b'"number":3', b'"number":9')
    assert other != document
    log.tamper("UPDATE ledger_payload SET payload = %s WHERE entry_id = %s", [other, entry])
    log.tamper("UPDATE ledger_entry SET commitment = %s WHERE id = %s", [commit(salt, other), entry])
    grown = tree.CompactRange()
    for leaf in list(ledger.leaves()):
        anew = hash_of(leaf.kind, leaf.hour, leaf.commitment)
        log.tamper("UPDATE ledger_entry SET leaf_hash = %s WHERE id = %s", [anew, leaf.entry])
        grown.append(anew)
        note = checkpoint.sign(key_file.load_signing_key(keys), grown.size, grown.root()).note
        log.tamper(
            "UPDATE ledger_checkpoint SET root = %s, frontier = %s, note = %s WHERE size = %s",
            [grown.root(), grown.to_bytes(), note, grown.size],
        )


def test_who_does_not_answer_is_asked_less_and_less_often_and_holds_up_nobody(
    log: Log, keys: Path, start: Start
) -> None:
    gone = witnesses.Witness(Witness.create(keys / "gone", "gone.example").key.witness_key, "http://127.0.0.1:9")
    witnesses.save(keys, Witnesses((gone,)))
    start("first", needed=1)
    log.record()
    log.sequence()
    asked: list[str] = []

    def ask(url: str, body: bytes) -> Reply:
        asked.append(url)
        return ask_over_http(url, body)

    rounds, began = Rounds(keys, ask), log.now
    for seconds in range(0, 1800, 5):
        rounds.step(at=began + timedelta(seconds=seconds))
    assert cosigned(log.now).published == 1
    assert asked.count(gone.url) == 11
    [found] = [each for each in cosigned(log.now).witnesses if each.refusal]
    assert (found.name, found.refusal and found.refusal.status) == ("gone.example", 0)
    # A witness that is away for long takes one row.
    assert log.read("SELECT count(*) FROM ledger_witness_refusal") == [(1,)]
    assert [each.level for each in doctor.witnesses(began + timedelta(minutes=10))] == ["ok", "ok", "ok"]
    assert [each.level for each in doctor.witnesses(began + timedelta(minutes=30))] == ["ok", "warn", "ok"]


def test_a_refusal_is_over_once_the_witness_cosigns(log: Log, keys: Path, start: Start) -> None:
    witness = start("first", told=False)
    log.record()
    log.sequence()
    _, found = _step(log, keys)
    assert [each.refusal and each.refusal.status for each in found.witnesses] == [404]
    assert found.alarms == ()
    trust(witness, str(key_file.load_verification_key(keys)))
    done, found = _step(log, keys, timedelta(seconds=10))
    assert (done, found.witnesses[0].refusal) == (1, None)


def test_after_a_new_key_the_witness_waits_for_the_note_of_the_old_one(log: Log, keys: Path, start: Start) -> None:
    witness = start("first", needed=1)
    log.record(3)
    log.sequence()
    _step(log, keys)
    key_file.prepare_next_key(keys)
    with ledger.nothing_signed() as head:
        assert head
        key_file.hand_over(keys, head.size, head.root)
    log.record(2)
    log.sequence()
    done, found = _step(log, keys)
    assert (done, found.published) == (0, 3)
    assert [each.refusal and each.refusal.status for each in found.witnesses] == [403]
    hand_over(witness, (keys / key_file.HANDOVERS / "0001").read_text())
    done, found = _step(log, keys, timedelta(seconds=10))
    assert (done, found.published, found.witnesses[0].refusal) == (1, 5, None)


def test_the_doctor_asks_for_a_witness_where_there_is_none_and_for_one_to_be_needed(
    log: Log, keys: Path, start: Start
) -> None:
    log.record()
    log.sequence()
    [finding] = doctor.witnesses(log.now)
    assert (finding.level, "run-a-witness" in finding.do) == ("warn", True)
    start("first")
    assert [each.level for each in doctor.witnesses(log.now)] == ["warn", "ok"]
    witnesses.save(keys, witnesses.load(keys).needing(1))
    assert [each.level for each in doctor.witnesses(log.now)] == ["ok", "ok"]
    assert [each.level for each in doctor.witnesses(log.now + timedelta(minutes=30))] == ["fail", "ok"]


def test_an_answer_by_another_key_counts_for_nothing(log: Log, keys: Path, start: Start, tmp_path: Path) -> None:
    start("first")
    [real] = witnesses.load(keys).witnesses
    impostor = Witness.create(tmp_path / "impostor", "first.example")
    witnesses.save(keys, Witnesses((witnesses.Witness(impostor.key.witness_key, real.url),), 1))
    log.record()
    log.sequence()
    done, found = _step(log, keys)
    assert (done, found.published) == (0, 0)
    assert [each.refusal and each.refusal.status for each in found.witnesses] == [200]


def test_nothing_of_this_waits_in_a_transaction(log: Log, keys: Path, start: Start) -> None:
    """An open transaction would hold back the sequencer of the whole cluster while a witness thinks."""
    start("first")
    log.record()
    log.sequence()
    open_meanwhile: list[bool] = []

    def ask(url: str, body: bytes) -> Reply:
        open_meanwhile.append(connection.in_atomic_block)
        log.record()
        assert log.sequence().entries == 1
        return ask_over_http(url, body)

    Rounds(keys, ask).step(at=log.now)
    assert open_meanwhile == [False]


@contextmanager
def dripping(sent: bytes) -> Iterator[str]:
    """The address of a witness that sends one byte after the other, and never comes to an end."""
    over, server = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.sendall(sent)
                while not over.wait(0.02):
                    connection.sendall(b"x")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        over.set()
        server.close()
        thread.join()


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_witness_that_drips_its_answer_is_given_up_when_the_time_is_over(sent: bytes) -> None:
    with dripping(sent) as url, pytest.raises(Unreachable):
        ask_over_http(url, b"", seconds=0.3)


def test_a_witness_that_drips_its_part_of_the_handshake_is_given_up_as_well() -> None:
    a_long_message = b"\x16\x03\x03\x40\x00"  # a handshake record of TLS, of which 16,384 bytes are to come
    began = time.monotonic()
    with dripping(a_long_message) as url, pytest.raises(Unreachable):
        ask_over_http(url.replace("http:", "https:"), b"", seconds=0.3)
    assert time.monotonic() - began < 60, "at this pace the message takes five minutes"


def test_a_witness_that_never_comes_to_an_end_holds_up_no_other_and_is_not_asked_twice(
    log: Log, keys: Path, start: Start
) -> None:
    start("first", needed=1)
    start("second")
    log.record(3)
    log.sequence()
    over, asked = threading.Event(), []
    slow = witnesses.load(keys).witnesses[1].url

    def ask(url: str, body: bytes) -> Reply:
        asked.append(url)
        if url == slow:
            over.wait(20)
        return ask_over_http(url, body)

    rounds = Rounds(keys, ask, seconds=0.5)
    assert rounds.step(at=log.now) == 1
    assert cosigned(log.now).published == 3
    assert rounds.step(at=log.now) == 0
    assert asked.count(slow) == 1
    over.set()
    for thread in threading.enumerate():
        if thread.name.startswith("asking"):
            thread.join()


def test_a_refusal_is_in_the_log_once_for_as_long_as_nothing_changes(
    log: Log, keys: Path, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    start("first", told=False)
    log.record()
    log.sequence()
    for minutes in range(3):
        assert _step(log, keys, timedelta(minutes=minutes))[0] == 0
    assert len([record for record in caplog.records if "Not cosigned" in record.message]) == 1
