"""Publishing a register: from its rows to a tag table. Only tags leave; names are read, worked out and let go.

What was worked out is remembered at once (see `records`). So a run that was killed goes on where it ended, and the next
table costs only what has changed.
"""

import json
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Final
from uuid import uuid4

from handrail import __version__
from handrail.matching.asking.canaries import Canaries, canaries_in
from handrail.matching.keys import at_size, load
from handrail.matching.partner.folder import SCRATCH, KeyFolder
from handrail.matching.partner.kinds import publishable
from handrail.matching.partner.records import Records, Worked
from handrail.matching.partner.register import Fault, Register, Row
from handrail.matching.partner.working_out import SCHEMA, Work, Workshop, begin, work
from handrail.matching.processes import pool
from handrail.matching.table import Built, Header, build

#: Rows that are worked out, and remembered, at a time.
CHUNK: Final = 500
#: Faults that are kept to be shown; of the others, only how many there are.
MOST_FAULTS: Final = 1_000

#: Stands between the values of a row where they are hashed. A row that holds it itself is faulty, and never remembered.
_BETWEEN: Final = "\x00"

#: What a sealed id begins with: of a record, or of a canary.
RECORD: Final = "record"
CANARY: Final = "canary"

#: Called with how many rows were read, how many there are, and what is being done.
Told = Callable[[int, int, str], None]


class RegisterFaulty(Exception):
    """The register holds what cannot be published. Nothing was: neither a part of it nor anything repaired."""

    def __init__(self, faults: list[Fault], count: int) -> None:
        super().__init__(f"{count} faults")
        self.faults = faults  # in the register's order, at most MOST_FAULTS
        self.count = count


@dataclass(frozen=True, slots=True)
class Published:
    """A table that can be given to the centre."""

    built: Built
    records: int
    worked: int  # records that were new or had changed; the others were remembered
    gone: int  # records that were remembered and are in the register no more
    canaries: int


def publish(
    folder: KeyFolder,
    register: Register,
    *,
    service: str,
    organisation: str,
    at: datetime,
    declared: int | None = None,
    processes: int = 2,
    told: Told = lambda done, total, what: None,
) -> Published:
    """Publish ``register`` as ``register.tags`` in the key folder.

    ``service`` is the kind of service that keeps it, ``organisation`` what it calls itself, ``declared`` how many
    records it says that the register has: as many as there are if it does not say. Raises
    :class:`handrail.matching.partner.kinds.KindRefused`, :class:`RegisterFaulty`,
    :class:`handrail.matching.partner.register.UnreadableRegister`, and
    :class:`handrail.matching.partner.folder.NotAKeyFolder` while somebody else publishes.
    """
    publishable(service)
    with folder.alone(), Records(folder.path) as records:
        told(0, 0, "Counting")
        total = register.count()
        size = total if declared is None else declared
        if not total:
            # An export that failed, most likely. Nothing that was worked out is forgotten for it.
            raise _faulty("the register has no records")
        _fits(total, size)
        with pool(processes, begin, folder.oprf_seed, folder.register, size) as executor:
            reading = _Reading(folder, records, executor, size, lambda done: told(done, total, "Working out"))
            reading.read(register, at_once=2 * processes)
            _fits(reading.read_so_far, size)  # it may have grown since it was counted
            canaries = _hide_canaries(folder, records, reading.run, size)
            gone = records.forget_others(reading.run)
            records.flush()
            told(total, total, "Making the table")
            built = _build(folder, records, executor, service=service, organisation=organisation, size=size, at=at)
    return Published(built, reading.read_so_far, reading.worked, gone, canaries)


def _faulty(says: str) -> RegisterFaulty:
    """That the register as a whole cannot be published."""
    return RegisterFaulty([Fault(0, "", says)], 1)


def _fits(count: int, declared: int) -> None:
    """Raises :class:`RegisterFaulty` where the register has more records than it says."""
    if count > declared:
        raise _faulty(f"the register has {count:,} records, and {declared:,} were declared")


@dataclass(slots=True)
class _Chunk:
    """Rows that were read together, on their way."""

    only_check: bool
    faults: list[Fault] = field(default_factory=list)
    unchanged: list[bytes] = field(default_factory=list)
    changed: list[tuple[Row, bytes, bytes]] = field(default_factory=list)  # with id and row, hidden
    future: Future[list[Work]] | None = None


class _Reading:
    """Reads a register once, and sees to it that everything in it is remembered under one run."""

    def __init__(
        self, folder: KeyFolder, records: Records, executor: ProcessPoolExecutor, size: int, told: Callable[[int], None]
    ) -> None:
        self._folder, self._records, self._executor, self._told = folder, records, executor, told
        self._context = _context(folder, size)
        self._on_their_way: set[bytes] = set()
        self._faults: list[Fault] = []
        self._fault_count = 0
        self.run = records.begin_run()
        self.read_so_far = 0
        self.worked = 0

    def read(self, register: Register, at_once: int) -> None:
        """Have at most so many chunks worked out at once. Raises :class:`RegisterFaulty` when all was looked at."""
        waiting: deque[_Chunk] = deque()
        rows = register.rows()
        while chunk := list(islice(rows, CHUNK)):
            waiting.append(self._send(chunk))
            if len(waiting) > at_once:
                self._take(waiting.popleft())
            self.read_so_far += len(chunk)
            self._told(self.read_so_far)
        while waiting:
            self._take(waiting.popleft())
        if self._fault_count:
            raise RegisterFaulty(self._faults, self._fault_count)

    def _send(self, rows: list[Row]) -> _Chunk:
        """Part what is remembered from what has to be worked out, and have that done."""
        chunk = _Chunk(only_check=self._fault_count > 0)
        ids = [self._folder.hidden("record", row.values[0].strip()) for row in rows]
        known, met = self._records.known(ids), self._records.met(ids)
        for row, id_ in zip(rows, ids, strict=True):
            before = known.get(id_)
            if row.fault:
                chunk.faults.append(Fault(row.number, "", row.fault))
            elif id_ in self._on_their_way or id_ in met or (before and before.run == self.run):
                chunk.faults.append(Fault(row.number, "record_id", "an earlier row has the same"))
            else:
                self._on_their_way.add(id_)
                content = self._folder.hidden(self._context, _BETWEEN.join(row.values))
                if before and before.row == content:
                    chunk.unchanged.append(id_)
                else:
                    chunk.changed.append((row, id_, content))
        if chunk.changed:
            chunk.future = self._executor.submit(work, [row for row, _, _ in chunk.changed], chunk.only_check)
        return chunk

    def _take(self, chunk: _Chunk) -> None:
        """Remember what was worked out, and what was wrong."""
        done = chunk.future.result() if chunk.future else []
        faults = sorted([*chunk.faults, *(fault for each in done for fault in each.faults)])
        self._fault_count += len(faults)
        self._faults += faults[: MOST_FAULTS - len(self._faults)]
        worked, rest = [], []
        for (row, id_, content), each in zip(chunk.changed, done, strict=True):
            if each.secrets is None:
                rest.append(id_)
            else:
                sealed = self._folder.seal(f"{RECORD} {row.values[0].strip()}")
                worked.append(Worked(id_, content, each.secrets, sealed))
        self._records.take(self.run, chunk.unchanged, worked)
        self._records.meet(rest)
        self._on_their_way.difference_update(chunk.unchanged, (id_ for _, id_, _ in chunk.changed))
        self.worked += len(worked)


def _context(folder: KeyFolder, size: int) -> str:
    """All that a record's secrets depend on besides its row: where it changes, everything is worked out anew."""
    schema = at_size(load(SCHEMA), size)
    keys = [(key.name, key.domain, key.parts) for key in schema.keys]
    everything = [__version__, schema.name, keys, folder.evaluator().public_key.hex()]
    return f"row {sha256(json.dumps(everything).encode()).hexdigest()}"


def _hide_canaries(folder: KeyFolder, records: Records, run: int, size: int) -> int:
    """Put people among the records whom the partner made up: whoever asks for one of them is guessing."""
    workshop, canaries = Workshop(folder.oprf_seed, folder.register, size), Canaries(folder.canaries_seed, "partner")
    count = canaries_in(size)
    records.take(
        run,
        [],
        [
            Worked(
                folder.hidden(CANARY, str(number)),
                b"",
                workshop.secrets(canaries.identity(number)),
                folder.seal(f"{CANARY} {number}"),
            )
            for number in range(count)
        ],
    )
    return count


def _build(
    folder: KeyFolder,
    records: Records,
    executor: ProcessPoolExecutor,
    *,
    service: str,
    organisation: str,
    size: int,
    at: datetime,
) -> Built:
    header = Header(
        register=folder.register,
        table=uuid4(),
        schema=SCHEMA,
        size=size,
        service=service,
        organisation=organisation,
        public_key=folder.evaluator().public_key,
        hour=at.replace(minute=0, second=0, microsecond=0),
        entries=0,
        digest=bytes(32),
    )
    pseudonyms = folder.new_pseudonyms(header.table)
    return build(
        ((pseudonyms.of(number), secrets) for number, secrets in records.secrets()),
        header=header,
        key=folder.signing_key,
        to=folder.table,
        scratch=folder.path / SCRATCH,
        tokens=records.tokens(),
        executor=executor,
    )
