"""What it takes to ask: twenty thousand people of a register at once, and one person of one partner.

The partner is a process of its own behind a port, the centre has two. Nobody in it exists.
"""

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any, Final
from uuid import uuid4

import psutil
import rbcl

from benchmarks.tables import Table, ratio, seconds
from handrail.ledger.note import VerificationKey
from handrail.matching.asking import Centre, Mandate, Register, begin, begin_carried, finish_carried, tokens_of
from handrail.matching.asking.batches import Tokens
from handrail.matching.asking.errands import Query, read_queries
from handrail.matching.asking.errands import Tokens as Quota
from handrail.matching.asking.many import Errand, ask_many
from handrail.matching.messages import SIZES
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import trust
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.handing_out import hand_out
from handrail.matching.synthetic import Population, write

#: Records of the register for each person who is asked about: 200,000 for 20,000.
RECORDS: Final = 10
PROCESSES: Final = 2
NAME: Final = "centre.example"
#: What is aimed at, both sides together on two cores: seconds, megabytes; for one person milliseconds.
TARGET_SECONDS, TARGET_MEGABYTES, TARGET_MILLISECONDS = 20, 14, 5
_MULTIPLIED: Final = 5_000
_SINGLE: Final = 200
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Online:
    """What asking about everybody took."""

    people: int
    requests: int
    tokens: int
    wall: float
    centre: float  # seconds of processor time
    partner: float
    sent: int
    received: int
    candidates: int


def measure(folder: Path, *, people: int, say: Callable[[str], None]) -> list[Table]:
    """Publish, then ask about everybody; then about single people; then the exact ids with another library."""
    register, keys = folder / "register", folder / "keys"
    write(register, Population(people=people * RECORDS, queries=people, present=0.5))
    command = [sys.executable, "-m", "benchmarks.publisher", str(register / "register.csv"), str(keys), str(PROCESSES)]
    subprocess.run(command, check=True, capture_output=True)
    centre = Centre.create(folder / "centre", NAME)
    trust(keys, str(centre.key.verification_key))
    queries = read_queries(register / "queries.csv")
    floor = _multiplication()
    online = _asked(folder, keys, centre, queries)
    say(f"  {online.people:,} people in {online.wall:.1f} s; floor {3 * floor * online.tokens / PROCESSES:.1f} s")
    one, kept = (_one_by_one(keys, centre, queries, way) for way in (_in_memory, _kept))
    say(f"  one person: {one.both * 1000:.2f} ms, kept meanwhile {kept.both * 1000:.2f} ms")
    exact = _exact(people)
    say(f"  exact ids: {exact['online']:.1f} s")
    return [_many_table(online, floor, exact, people), _one_table(one, kept)]


def _asked(folder: Path, keys: Path, centre: Centre, queries: Sequence[Query]) -> Online:
    """Ask about everybody, in full requests over a port."""
    table = KeyFolder.open(keys).table
    partner = (keys / "verification-key").read_text(encoding="utf-8").strip()
    with Register.open(table, VerificationKey.parse(partner)) as register:
        schema = register.schema
    count = sum(len(tokens_of(each.identity, schema)) for each in queries)
    path = folder / "tokens"
    path.write_text("\n".join(_tokens(keys, ceil(count / SIZES[-1] * 1.1) + 2, SIZES[-1])), encoding="utf-8")
    with _serving(keys) as (url, server):
        errand = Errand(
            table=table, partner=partner, centre=folder / "centre", url=url, decision=uuid4(), about=uuid4()
        )
        before, own = _processor_time(server), _own_time()
        began = time.perf_counter()
        people = (each.identity for each in queries)
        asked = list(ask_many(people, schema, Quota(path), errand, processes=PROCESSES))
        wall = time.perf_counter() - began
        return Online(
            people=sum(each.people for each in asked),
            requests=len(asked),
            tokens=count,
            wall=wall,
            centre=_own_time() - own,
            partner=_processor_time(server) - before,
            sent=sum(each.sent for each in asked),
            received=sum(each.received for each in asked),
            candidates=sum(len(found) for each in asked for found in each.candidates),
        )


Asked = tuple[bytes, Callable[[bytes], object]]
Way = Callable[[Sequence[Tokens], Register, Centre, Mandate, datetime], Asked]


def _in_memory(people: Sequence[Tokens], register: Register, centre: Centre, mandate: Mandate, at: datetime) -> Asked:
    """A request whose answer the same process reads, as the worker asks; gives it, and what reads the answer."""
    question = begin(people, register, centre, mandate, at=at, randomness=secrets.token_bytes)
    return question.message, lambda answer: question.finish(answer, register)


def _kept(people: Sequence[Tokens], register: Register, centre: Centre, mandate: Mandate, at: datetime) -> Asked:
    """One whose answer another process may read, as it is carried by hand: what undoes the blinding can be kept."""
    carried = begin_carried(
        people, register, centre, mandate, at=at, randomness=secrets.token_bytes, lasts=timedelta(days=1)
    )
    return carried.message, lambda answer: finish_carried(carried.kept, answer, register)


@dataclass(frozen=True)
class One:
    """What one person took: median seconds of each step and of all of it, the largest messages, who fits into them."""

    begin: float
    answer: float
    finish: float
    both: float
    sent: int
    received: int
    within: float


def _one_by_one(keys: Path, centre: Centre, queries: Sequence[Query], way: Way) -> One:
    """One person and one partner, again and again, both sides in this process, without the network."""
    folder = KeyFolder.open(keys)
    quota = iter(_tokens(keys, _SINGLE, SIZES[0]))
    steps: list[tuple[float, ...]] = []
    sent, received = [], []
    with closing(Partner(folder)) as partner, Register.open(folder.table, partner.key) as register:
        few = [each for each in queries if len(tokens_of(each.identity, register.schema)) <= SIZES[0] - 2]
        for query, token in zip(few, quota, strict=False):
            at = datetime.now(UTC)
            mandate = Mandate(decision=uuid4(), about=uuid4(), quota=token, commitment=bytes(32))
            times = [time.process_time()]
            message, read = way([tokens_of(query.identity, register.schema)], register, centre, mandate, at)
            times.append(time.process_time())
            answer = partner.answer(message, at=at)
            times.append(time.process_time())
            read(answer)
            times.append(time.process_time())
            steps.append(tuple(other - one for one, other in pairwise(times)))
            sent.append(len(message))
            received.append(len(answer))
    starting, answering, finishing = (median(each) for each in zip(*steps, strict=True))
    return One(
        begin=starting,
        answer=answering,
        finish=finishing,
        both=median(map(sum, steps)),
        sent=max(sent),
        received=max(received),
        within=len(few) / len(queries),
    )


def _exact(people: int) -> dict[str, float]:
    """Seconds and bytes of openmined-psi on exact ids, as many on each side, half of those asked about present."""
    # Of the group `bench`, so that nothing else needs it.
    psi: Any = __import__("private_set_intersection.python", fromlist=["client"])
    held = [f"person-{number:09}" for number in range(people * RECORDS)]
    asked = [f"person-{number + people * RECORDS - people // 2:09}" for number in range(people)]
    client, server = psi.client.CreateWithNewKey(True), psi.server.CreateWithNewKey(True)
    began = time.perf_counter()
    # As unlikely a false hit as a tag of 8 bytes with a check of 4 gives, as far as it can be chosen.
    setup = server.CreateSetupMessage(1e-9, len(asked), held, psi.DataStructure.GCS)
    prepared = time.perf_counter()
    request = client.CreateRequest(asked)
    response = server.ProcessRequest(request)
    found = client.GetIntersection(setup, response)
    ended = time.perf_counter()
    if len(found) != people // 2:
        raise RuntimeError(f"openmined-psi found {len(found)} of {people // 2}.")
    sizes = [len(each.SerializeToString()) for each in (request, response)]
    return {"setup": prepared - began, "online": ended - prepared, "bytes": float(sum(sizes))}


def _tokens(keys: Path, count: int, size: int) -> list[str]:
    now = datetime.now(UTC)
    return hand_out(
        keys, centre=NAME, size=size, count=count, until=now.date() + timedelta(days=1), at=now, benchmark=True
    )


def _multiplication() -> float:
    """Seconds of one scalar multiplication in the group: each token takes three, and no protocol of the kind fewer."""
    element = rbcl.crypto_core_ristretto255_random()
    scalars = [rbcl.crypto_core_ristretto255_scalar_random() for _ in range(_MULTIPLIED)]
    began = time.perf_counter()
    for scalar in scalars:
        rbcl.crypto_scalarmult_ristretto255(scalar, element)
    return (time.perf_counter() - began) / _MULTIPLIED


@contextmanager
def _serving(keys: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The partner in a process of its own, with one beside it for large requests."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "handrail.cli", "match", "serve", "--key-dir", str(keys), "--port", str(port),
        "--processes", str(PROCESSES),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        if process.stdout is None or "answers at" not in process.stdout.readline():
            raise RuntimeError("The partner did not start.")
        try:
            yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
        finally:
            process.terminate()


def _processor_time(process: psutil.Process) -> float:
    """Of a process and those beside it, also of those that have ended."""
    found = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return float(sum(each.user + each.system for each in found))


def _own_time() -> float:
    """Of this process and those it started that have ended."""
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _many_table(online: Online, floor: float, exact: dict[str, float], people: int) -> Table:
    least = 3 * floor * online.tokens / PROCESSES
    took, went = seconds(online.wall), f"{(online.sent + online.received) / MEGABYTE:.1f} MB"
    records = people * RECORDS
    return Table(
        "Asking about many people at once",
        f"{online.people:,} people of a register of {records:,} records, both sides on this machine’s cores: {took} "
        f"(reach: {TARGET_SECONDS} s) and {went} (reach: {TARGET_MEGABYTES} MB), {ratio(online.wall, least)} times "
        "what three scalar multiplications a token take and nothing else. Handrail asks about one person a decision; "
        "this is what the protocol could carry.",
        ("What", "Time", "Times the floor", "Over the line"),
        (
            (f"Floor: 3 multiplications for each of {online.tokens:,} tokens", seconds(least), "1.00", ""),
            (
                f"**Both sides, {online.requests} requests of {SIZES[-1]:,} tokens**",
                f"**{took}**",
                f"**{ratio(online.wall, least)}**",
                f"**{went}**",
            ),
            ("Processor time of the centre", seconds(online.centre), "", f"{online.sent / MEGABYTE:.1f} MB sent"),
            ("Processor time of the partner", seconds(online.partner), "", f"{online.received / MEGABYTE:.1f} MB back"),
            (
                "openmined-psi 2.0.6, exact ids, no proof",
                seconds(exact["online"]),
                "",
                f"{exact['bytes'] / MEGABYTE:.1f} MB",
            ),
        ),
        f"From {online.people:,} identities in memory to weighed candidates: {online.tokens / online.people:.2f} "
        "tokens a person derived, blinded, sent over a port, evaluated with a proof, verified, looked up; "
        f"{online.candidates:,} candidates. The floor is divided by {PROCESSES} cores; a multiplication takes "
        f"{floor * 1e6:.0f} µs (libsodium). Centre and partner have {PROCESSES} processes each, the partner its server "
        f"too. openmined-psi runs in one process on as many ids of one token each. It finds ids that are alike to the "
        f"letter, and has no word for people; its setup of {records:,} ids, {seconds(exact['setup'])} here, is not "
        "counted, as ours is not.",
    )


def _one_table(one: One, kept: One) -> Table:
    def line(step: str, name: str, mark: str = "") -> tuple[str, ...]:
        return (f"{mark}{step}{mark}", *(f"{mark}{getattr(way, name) * 1000:.2f} ms{mark}" for way in (one, kept)))

    return Table(
        "Asking about one person",
        f"One person and one partner take {one.both * 1000:.1f} ms of computing on both sides together (reach: "
        f"{TARGET_MILLISECONDS} ms), {kept.both * 1000:.1f} ms where what undoes the blinding is kept meanwhile; at "
        f"the most {max(one.sent, kept.sent)} bytes there and {max(one.received, kept.received)} back (reach: 1 kB).",
        ("Step", "In memory", "Kept meanwhile"),
        (
            line("Centre: keys, blinding, signing", "begin"),
            line("Partner: verifying, quota, evaluating with proof, log on disk, signing", "answer"),
            line("Centre: verifying, unblinding, looking up, weighing", "finish"),
            line("Both sides", "both", "**"),
        ),
        f"Medians of processor time. {_SINGLE} people, one after the other, each a request of {SIZES[0]} elements with "
        "a quota token of its own. Messages without the HTTP around them. In memory: as Handrail’s own worker asks "
        "over the network. Kept meanwhile: as a request is asked that is carried by hand, so that another process can "
        "read the answer days later; the blinding is then done by libsodium, and not by `voprf`. "
        f"{one.within:.1%} of people fit into the smallest request.",
    )
