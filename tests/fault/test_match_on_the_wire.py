"""Private matching between two processes that share nothing but a port, with somebody on the line between them.

Who listens learns no name, and nothing that a guess at a name can be tested against. Who tampers, replays, cuts, asks
too much or claims somebody who does not exist is refused by name, in the partner's log and in what the centre is told.
"""

import csv
import fcntl
import hmac
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from handrail import clock
from handrail.ledger.note import VerificationKey
from handrail.matching.asking import Centre, NotReached, Question, Register, send, tokens_of
from handrail.matching.asking.errands import read_queries
from handrail.matching.messages import Refusal, Refused
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import trust
from handrail.matching.partner.handing_out import hand_out
from handrail.matching.synthetic import TRUTH, Population, write
from tests.matching_sides import KNOWN, NOON, Sides, publish_register, served
from tests.matching_sides import published as published  # noqa: PLC0414, a fixture
from tests.matching_sides import sides as sides  # noqa: PLC0414, a fixture
from tests.offline import found_in
from tests.waiting import until
from tests.wiretap import Wire, tapped


def _handrail(*arguments: str) -> None:
    """Run a command of `handrail match` in a process of its own."""
    command = [sys.executable, "-m", "handrail.cli", "match", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def _serving(keys: Path) -> Iterator[int]:
    """The port of a partner that serves in a process of its own; the process is killed at the end."""
    command = [sys.executable, "-m", "handrail.cli", "match", "serve", "--key-dir", str(keys), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, stdin=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        yield int(said.rsplit(":", 1)[1])
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_two_processes_find_who_is_known_and_an_eavesdropper_learns_no_name(tmp_path: Path) -> None:
    people = Population(people=400, queries=60, present=0.5, seed=11, mix="even")
    write(tmp_path, people, truth=True)
    keys, centre = tmp_path / "keys", tmp_path / "centre"
    publish_register(keys, _register_of(tmp_path))
    vkey = str(Centre.create(centre, "centre.example").key.verification_key)
    trust(keys, vkey)
    at = clock.now()
    tokens = hand_out(
        keys, centre="centre.example", size=256, count=8, until=at.date() + timedelta(days=1), at=at, benchmark=True
    )
    (tmp_path / "tokens").write_text("\n".join(tokens), encoding="utf-8")
    partner = (keys / "verification-key").read_text(encoding="utf-8").strip()
    with _serving(keys) as port, tapped(port) as wire:
        _handrail(
            "ask", str(tmp_path / "queries.csv"), "--centre", str(centre), "--register", str(keys / "register.tags"),
            "--partner", partner, "--tokens", str(tmp_path / "tokens"), "--url", wire.url,
            "--out", str(tmp_path / "found.csv"), "--processes", "1",
        )  # fmt: skip
    _found_who_is_there(tmp_path)
    _learned_nothing(tmp_path, keys / "register.tags", VerificationKey.parse(partner), vkey, wire)
    # The server was killed, not stopped: every request is in its log all the same, and each token is spent.
    left = (tmp_path / "tokens").read_text(encoding="utf-8").split()
    lines = (keys / "log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["made", *["evaluated"] * (8 - len(left))]


def _register_of(folder: Path) -> Path:
    """The synthetic register without what a real one does not say: who each record is really of."""
    rows = _rows(folder / "register.csv")
    columns = [column for column in rows[0] if column not in TRUTH]
    path = folder / "as-a-partner-has-it.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _found_who_is_there(folder: Path) -> None:
    """Most of those who are in the register were found, and hardly anybody who is not."""
    there = {row["person"] for row in _rows(folder / "register.csv")}
    queries = {row["record_id"]: row["person"] in there for row in _rows(folder / "queries.csv")}
    strong = {row["query"] for row in _rows(folder / "found.csv") if row["evidence"] == "strong"}
    present = {query for query, is_there in queries.items() if is_there}
    assert len(strong & present) > 0.8 * len(present)
    assert len(strong - present) < 0.1 * len(queries)


def _learned_nothing(folder: Path, table: Path, key: VerificationKey, vkey: str, wire: Wire) -> None:
    """Neither the line nor the published table holds a name, or what a guess at one could be tested against."""
    with Register.open(table, key) as register:
        header, schema = register.header, register.schema
        public = [
            *(text.encode() for text in (header.register, str(header.table), header.schema, header.organisation)),
            *(header.table.bytes, header.public_key, header.digest, key.public, str(key).encode(), vkey.encode()),
            VerificationKey.parse(vkey).public,
        ]
    people = [query.identity for query in read_queries(folder / "queries.csv")][:15]
    for recorded in (wire.everything, table.read_bytes()):
        assert found_in(recorded, people, schema, public) == set()
    # And what is looked for would be found: a name, and the keyed hash that others send around.
    token = next(iter(tokens_of(people[0], schema)))
    assert found_in(wire.everything + people[0].family[0].encode(), people[:1], schema, public) == {"as it is"}
    hashed = hmac.digest(public[0], token, "sha256").hex().encode()
    assert found_in(wire.everything + hashed, people[:1], schema, public) == {"sha256 with a public key, hex"}


@pytest.fixture
def wire(sides: Sides) -> Iterator[Wire]:
    with closing(Partner(sides.folder)) as partner, served(partner) as url, tapped(int(url.rsplit(":", 1)[1])) as line:
        yield line


def _told(question: Question, register: Register, wire: Wire) -> list[str]:
    """What the centre is told: the code of its refusal, and the partner's where that refused."""
    try:
        question.finish(send(wire.url, question.message), register)
    except Refused as refused:
        return [str(code) for code in (refused.code, refused.said) if code]
    return []


def _flipped(message: bytes) -> bytes:
    return message[:-70] + bytes([message[-70] ^ 1]) + message[-69:]


#: What somebody on the line does to a request: what the partner logs, which the centre is told.
ON_THE_WAY_THERE: dict[str, tuple[Callable[[bytes], bytes], Refusal]] = {
    "tampered with": (_flipped, Refusal.BAD_SIGNATURE),
    "truncated": (lambda message: message[:-32], Refusal.WRONG_SIZE),
    "its header cut": (lambda message: message[3:], Refusal.MALFORMED),
    "another name put in": (
        lambda message: message.replace(b"centre.example", b"camden.example"),
        Refusal.UNKNOWN_CENTRE,
    ),
}


@pytest.mark.parametrize("what", sorted(ON_THE_WAY_THERE))
def test_what_is_done_to_a_request_is_named_on_both_sides(sides: Sides, wire: Wire, what: str) -> None:
    wire.change_request, code = ON_THE_WAY_THERE[what]
    with sides.register() as register:
        # The answer names the request that came, which is not the one that was sent.
        assert _told(sides.question(register), register, wire) == ["wrong-request"]
    assert sides.outcomes() == [code]


#: What somebody on the line does to an answer.
ON_THE_WAY_BACK: dict[str, Callable[[bytes], bytes]] = {
    "tampered with": _flipped,
    "truncated": lambda answer: answer[:-1],
    "left out": lambda answer: b"",
}


@pytest.mark.parametrize("what", sorted(ON_THE_WAY_BACK))
def test_what_is_done_to_an_answer_is_named(sides: Sides, wire: Wire, what: str) -> None:
    wire.change_answer = ON_THE_WAY_BACK[what]
    with sides.register() as register:
        assert _told(sides.question(register), register, wire) == ["bad-answer"]
    assert sides.outcomes() == ["evaluated"]


def test_a_recorded_request_is_answered_to_nobody_again(sides: Sides, wire: Wire) -> None:
    with sides.register() as register:
        question = sides.question(register)
        assert _told(question, register, wire) == []
        assert _told(question, register, wire) == ["answer-refused", "replayed"]
    assert sides.outcomes() == ["evaluated", "replayed"]


def test_a_recorded_answer_is_none_to_another_request(sides: Sides, wire: Wire) -> None:
    with sides.register() as register:
        assert _told(sides.question(register), register, wire) == []
        recorded = bytes(wire.received).partition(b"\r\n\r\n")[2]
        wire.change_answer = lambda _: recorded
        assert _told(sides.question(register), register, wire) == ["wrong-request"]


def test_more_than_the_quota_is_refused(sides: Sides, wire: Wire) -> None:
    trust(sides.folder.path, str(sides.centre.key.verification_key), daily=16, weekly=16)
    with sides.register() as register:
        asked = [sides.question(register) for _ in range(2)]
        assert [_told(each, register, wire) for each in asked] == [[], ["answer-refused", "quota-spent"]]
    assert sides.outcomes() == ["evaluated", "quota-spent"]


def test_a_register_that_claims_somebody_who_does_not_exist_is_refused(
    sides: Sides, wire: Wire, tmp_path: Path
) -> None:
    with sides.register() as honest:
        question = sides.question(honest)
        numbers = sorted({owner.number for owner in question.batch.owners if owner.is_canary})
        path = sides.stuffed(tmp_path / "stuffed", [KNOWN, *map(sides.centre.canaries.identity, numbers)])
        with Register.open(path, honest.key) as stuffed:
            assert _told(question, stuffed, wire) == ["canary-claimed"]


def test_a_server_that_is_killed_forgets_no_token(published: Path, tmp_path: Path) -> None:
    sides = Sides.of(published, tmp_path / "keys")
    [token] = sides.tokens(until=NOON.date().replace(year=2099))
    now = clock.now()
    with sides.register() as register:
        question, again = (sides.question(register, token=token, at=now) for _ in range(2))
        with _serving(sides.folder.path) as port, tapped(port) as wire:
            assert _told(question, register, wire) == []
        with _serving(sides.folder.path) as port, tapped(port) as wire:
            assert _told(question, register, wire) == ["answer-refused", "replayed"]
            assert _told(again, register, wire) == ["answer-refused", "quota-token-spent"]
    assert sides.outcomes() == ["evaluated", "replayed", "quota-token-spent"]


def test_a_server_that_is_killed_before_it_has_written_a_request_down_has_spent_nothing(
    published: Path, tmp_path: Path
) -> None:
    sides = Sides.of(published, tmp_path / "keys")
    log = sides.folder.path / "log"
    [token] = sides.tokens(until=NOON.date().replace(year=2099))
    with sides.register() as register, ThreadPoolExecutor(1) as beside:
        question = sides.question(register, token=token, at=clock.now())
        with log.open("rb") as held:
            with _serving(sides.folder.path) as port:
                fcntl.flock(held, fcntl.LOCK_EX)
                told = beside.submit(send, f"http://127.0.0.1:{port}", question.message)
                until(lambda: _waits_for(log), "the server waiting to write it down")
            with pytest.raises(NotReached):
                told.result()
        assert sides.outcomes() == []
        with _serving(sides.folder.path) as port, tapped(port) as wire:
            assert _told(question, register, wire) == []
    assert sides.outcomes() == ["evaluated"]


def _waits_for(path: Path) -> bool:
    """Whether a process waits for the lock of a file (Linux marks who waits with an arrow)."""
    number = f":{path.stat().st_ino} "
    locks = Path("/proc/locks").read_text(encoding="utf-8").splitlines()
    return any("->" in line and number in line for line in locks)
