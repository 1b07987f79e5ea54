"""The private protocol in the clear: the same keys, the same cap and the same weights, on files that lie open.

The oblivious function gives equal outputs for equal tokens and unequal ones for others. What it finds is what comparing
the tokens themselves finds; so what is measured here holds for it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from handrail.matching.asking.batches import Tokens, tokens_of
from handrail.matching.evaluation.labelled import Labelled, Progress
from handrail.matching.keys import KeySchema
from handrail.matching.table import CAP
from handrail.matching.weighing import Pattern, Weighed, weigh


class Register(Protocol):
    """Records that can be gone through, and counted beforehand."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Labelled]:
        """One after the other."""


class Missed(Enum):
    """Why a record of the same person is no candidate."""

    NO_KEY = "no match key in common"
    CROWDED = "only match keys that more than eight records share"
    TOO_LIGHT = "match keys in common, but too little evidence"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of the register that may be of the person asked about."""

    record: int
    same: bool  # whether it is
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Partner:
    """A record of the register that is of the person asked about; ``missed`` says why it is no candidate, if so."""

    record: Labelled
    weighed: Weighed | None  # None: no key agreed
    missed: Missed | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking about one person came to."""

    query: Labelled
    tokens: int
    candidates: tuple[Candidate, ...]
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every query, and what of the register it found."""

    schema: KeySchema
    records: int
    asked: tuple[Asked, ...]
    crowded: int  # tokens asked about that more records share than are published


def compare(
    queries: Iterable[Labelled], register: Register, schema: KeySchema, progress: Progress | None = None
) -> Comparison:
    """Ask a register about each query. ``schema`` is as it is used at the register's size (``keys.at_size``)."""
    people = list(queries)
    tokens = [tokens_of(query.identity, schema) for query in people]
    found = _find(people, tokens, register, schema, progress)
    asked = tuple(_asked(query, own, found, schema, len(register)) for query, own in zip(people, tokens, strict=True))
    return Comparison(schema, len(register), asked, sum(len(each) > CAP for each in found.records.values()))


@dataclass(frozen=True, slots=True)
class _Found:
    records: Mapping[bytes, list[int]]  # of each token asked about, by their numbers; one more than the cap at most
    persons: Mapping[int, str]  # of the records that share a token
    partners: Mapping[str, list[tuple[int, Labelled, Tokens]]]  # the records of the people asked about


def _find(
    people: list[Labelled],
    tokens: list[Tokens],
    register: Register,
    schema: KeySchema,
    progress: Progress | None,
) -> _Found:
    """Go through the register once. What nobody asks about isn't kept."""
    records: dict[bytes, list[int]] = {token: [] for own in tokens for token in own}
    persons: dict[int, str] = {}
    partners: dict[str, list[tuple[int, Labelled, Tokens]]] = {query.person: [] for query in people}
    for number, record in enumerate(register):
        own = tokens_of(record.identity, schema)
        for token in own:
            sharing = records.get(token)
            if sharing is not None and len(sharing) <= CAP:
                sharing.append(number)
                persons[number] = record.person
        if record.person in partners:
            partners[record.person].append((number, record, own))
        if progress and number % 1_000 == 999:
            progress(number + 1, len(register))
    if progress:
        progress(len(register), len(register))
    return _Found(records, persons, partners)


def _asked(query: Labelled, own: Tokens, found: _Found, schema: KeySchema, size: int) -> Asked:
    hits: dict[int, set[str]] = defaultdict(set)
    for token, key in own.items():
        sharing = found.records[token]
        if len(sharing) <= CAP:
            for number in sharing:
                hits[number].add(key)
    every = frozenset(own.values())
    weighed = {number: weigh(Pattern(every, frozenset(keys)), schema, size) for number, keys in hits.items()}
    candidates = [
        Candidate(number, found.persons[number] == query.person, weight)
        for number, weight in weighed.items()
        if weight.evidence
    ]
    candidates.sort(key=lambda each: (-each.weighed.weight, each.record))
    partners = [
        Partner(record, weighed.get(number), _why(weighed.get(number), own.keys() & theirs.keys()))
        for number, record, theirs in found.partners[query.person]
    ]
    return Asked(query, len(own), tuple(candidates), tuple(partners))


def _why(weighed: Weighed | None, common: Collection[bytes]) -> Missed | None:
    if weighed:
        return None if weighed.evidence else Missed.TOO_LIGHT
    return Missed.CROWDED if common else Missed.NO_KEY
