"""Asking about many people at once, in processes beside this one: for measurements on people who do not exist.

A decision is about one person. The partner knows these requests by their quota tokens, which it made for a measurement.
"""

import secrets
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from handrail.ledger.note import VerificationKey
from handrail.matching.asking.asks import NO_LEDGER, Mandate, begin
from handrail.matching.asking.batches import Tokens, portions, tokens_of
from handrail.matching.asking.candidates import Candidate
from handrail.matching.asking.centre import Centre
from handrail.matching.asking.registers import Register
from handrail.matching.asking.sending import send
from handrail.matching.identity import Identity
from handrail.matching.keys import KeySchema
from handrail.matching.processes import pool

#: Requests that are under way for each process, so that none waits for the next one to be made.
_AHEAD: Final = 2


class Quota(Protocol):
    """Quota tokens for requests of one size."""

    @property
    def size(self) -> int:
        """Of the requests that they are for."""

    def take(self, count: int) -> list[str]:
        """So many of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: how many people it was about, what it took, and for each person the candidates."""

    people: int
    sent: int  # bytes of the messages
    received: int
    candidates: tuple[tuple[Candidate, ...], ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """Where to ask, with which keys: what each process opens for itself."""

    table: Path
    partner: str  # the partner's verification key, in writing
    centre: Path
    url: str
    decision: UUID
    about: UUID


def ask_many(
    people: Iterable[Identity], schema: KeySchema, quota: Quota, errand: Errand, *, processes: int
) -> Iterator[Asked]:
    """Ask about people in full requests, in their order. Each takes a quota token.

    Raises Refused or NotReached at the first request that comes to nothing, and what ``quota`` raises when it has no
    token left.
    """
    with pool(processes, _begin, errand) as executor:
        under_way: deque[Future[Asked]] = deque()
        try:
            for portion in portions((tokens_of(each, schema) for each in people), quota.size):
                [token] = quota.take(1)
                under_way.append(executor.submit(_ask, portion, token))
                if len(under_way) >= processes * _AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for each in under_way:
                each.cancel()


class _Process:
    """What a process works with."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.centre = Centre.open(errand.centre)
        key = VerificationKey.parse(errand.partner)
        # Whoever began has read the table through.
        self.register = Register.open(errand.table, key, read_through=False)


_own: list[_Process] = []


def _begin(errand: Errand) -> None:
    _own.append(_Process(errand))


def _ask(people: Sequence[Tokens], quota: str) -> Asked:
    process = _own[0]
    errand = process.errand
    mandate = Mandate(decision=errand.decision, about=errand.about, quota=quota, commitment=NO_LEDGER)
    question = begin(
        people, process.register, process.centre, mandate, at=datetime.now(UTC), randomness=secrets.token_bytes
    )
    answer = send(errand.url, question.message)
    found = question.finish(answer, process.register)
    return Asked(len(people), len(question.message), len(answer), found.candidates)
