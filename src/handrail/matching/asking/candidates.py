"""From what agreed to who may be meant: hits by several keys on one record of the partner's are one candidate."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handrail.matching.asking.batches import Batch
from handrail.matching.asking.registers import Register
from handrail.matching.messages import Refusal, Refused
from handrail.matching.weighing import Pattern, weigh

Evidence = Literal["strong", "weak"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of the partner's that may be about the person: what it is called there, and what speaks for it.

    ``pseudonym`` is 8 random bytes that only the partner can lead back to a record. The weight is about two records,
    and says nothing of the person.
    """

    pseudonym: bytes
    keys: frozenset[str]
    weight: float
    evidence: Evidence


def candidates(batch: Batch, outputs: Sequence[bytes], register: Register) -> tuple[tuple[Candidate, ...], ...]:
    """The candidates for each person of the batch, heaviest first.

    Raises Refused: canary-claimed, when the register has strong evidence of somebody who does not exist. A weak hit on
    a canary is chance, as it is on anybody.
    """
    asked: dict[int, set[str]] = defaultdict(set)
    hits: dict[int, dict[bytes, set[str]]] = defaultdict(lambda: defaultdict(set))
    claimed: dict[int, dict[bytes, set[str]]] = defaultdict(lambda: defaultdict(set))
    for owner, pseudonyms in zip(batch.owners, register.table.find(outputs), strict=True):
        if not owner.is_canary:
            asked[owner.number].add(owner.key)
        for pseudonym in pseudonyms:
            (claimed if owner.is_canary else hits)[owner.number][pseudonym].add(owner.key)
    # Where there was room for some of a canary's keys only, the others count as if they had not agreed: one key alone
    # agrees by chance now and then, and a register is not suspended for that.
    weighed = (each for found in claimed.values() for each in _weighed(batch.canary_keys, found, register))
    if any(each.evidence == "strong" for each in weighed):
        raise Refused(Refusal.CANARY_CLAIMED)
    return tuple(_weighed(frozenset(asked[number]), hits[number], register) for number in range(batch.people))


def _weighed(asked: frozenset[str], found: Mapping[bytes, set[str]], register: Register) -> tuple[Candidate, ...]:
    size = register.header.size
    made = []
    for pseudonym, keys in found.items():
        agreed = frozenset(keys)
        weighed = weigh(Pattern(asked, agreed), register.schema, size)
        if weighed.evidence:
            made.append(Candidate(pseudonym, agreed, weighed.weight, weighed.evidence))
    return tuple(sorted(made, key=lambda each: (-each.weight, each.pseudonym)))
