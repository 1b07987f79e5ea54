"""To ask a partner: begin with identities, send what comes out, finish with the answer.

Between the two lies a network or an air gap. What undoes the blinding stays at the centre: as long as the process lives
(:func:`begin`), or in a file (:mod:`handrail.matching.asking.carried`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from handrail.matching.asking.batches import Batch, Randomness, Tokens, TooMany, batch, size_for
from handrail.matching.asking.candidates import Candidate, candidates
from handrail.matching.asking.centre import Centre
from handrail.matching.asking.registers import Register
from handrail.matching.messages import SIZES, Ask, Refusal, Refused, digest, read_answer
from handrail.matching.oprf import BadElement, BadProof, Evaluated, blind

#: How long a request over the network is good for.
LASTS: Final = timedelta(minutes=10)
#: What stands for the commitment of a ledger where a question belongs to none: it was asked from the command line.
NO_LEDGER: Final = bytes(32)
_SIZES: Final = frozenset(map(str, SIZES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What entitles the centre to ask, stated in the request and recorded by the partner."""

    decision: UUID  # the sharing decision
    about: UUID  # the nomination or case
    quota: str  # an unused quota token of the partner's
    commitment: bytes  # of the entry in the centre's ledger that this request belongs to, 32 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a good answer came to: for each person that was asked about, the candidates, heaviest first.

    ``log_size`` and ``log_root`` are what the partner signed of its log: to be recorded, so that an auditor can hold
    the log against it.
    """

    candidates: tuple[tuple[Candidate, ...], ...]
    log_size: int
    log_root: bytes


class Blinded(Protocol):
    """Blinded tokens, of either implementation in :mod:`handrail.matching.oprf`."""

    @property
    def elements(self) -> tuple[bytes, ...]:
        """What goes out."""

    def finish(self, evaluated: Evaluated, public_key: bytes) -> list[bytes]:
        """The outputs, once the proof is seen to hold."""


#: Blinds tokens for one request: `blind` of either implementation.
Blinding = Callable[[Sequence[bytes]], Blinded]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Question:
    """A request, and what is needed to read its answer. Only ``message`` leaves the centre."""

    id: UUID
    message: bytes
    batch: Batch
    blinded: Blinded

    def finish(self, answer: bytes, register: Register) -> Found:
        """Read the answer and look up what it allows to. Raises Refused, with the centre's own code."""
        return finish(answer, digest(self.message), self.batch, self.blinded, register)


def finish(answer: bytes, asked: bytes, batch: Batch, blinded: Blinded, register: Register) -> Found:
    """What the answer to the request with the digest ``asked`` comes to. Raises Refused, with the centre's own code.

    Nothing is looked up unless the partner proved that it used the key of its table for every element.
    """
    found = read_answer(answer, register.key)
    if found.digest != asked:
        raise Refused(Refusal.WRONG_REQUEST)
    if found.refusal:
        raise Refused(Refusal.ANSWER_REFUSED, found.refusal)
    try:
        outputs = blinded.finish(Evaluated(found.elements, found.proof), register.header.public_key)
    except (BadProof, BadElement):
        raise Refused(Refusal.BAD_PROOF) from None
    return Found(candidates=candidates(batch, outputs, register), log_size=found.log_size, log_root=found.log_root)


def size_of(quota: str, people: Sequence[Tokens]) -> int:
    """The size of request that a quota token is for; where it does not say, the smallest into which people fit.

    Raises :class:`handrail.matching.asking.batches.TooMany` where they do not fit.
    """
    needed = size_for(people)
    said = quota.partition(".")[0]
    size = int(said) if said in _SIZES else needed
    if size < needed:
        raise TooMany(f"These people need a quota token for {needed} elements, and it is for {size}.")
    return size


def begin(
    people: Sequence[Tokens],
    register: Register,
    centre: Centre,
    mandate: Mandate,
    *,
    at: datetime,
    randomness: Randomness,
    lasts: timedelta = LASTS,
    blinding: Blinding = blind,
) -> Question:
    """Blind the tokens of these people into one request, of the size that the quota token is for.

    ``randomness`` gives random bytes, as `secrets.token_bytes` does; the blinds are drawn by the cryptographic library
    that ``blinding`` is from. ``lasts`` is how long the partner may take, up to seven days. Raises
    :class:`handrail.matching.asking.batches.TooMany` where they do not fit into it.
    """
    filled = batch(people, register.schema, size_of(mandate.quota, people), centre.canaries, randomness)
    blinded = blinding(filled.tokens)
    number = UUID(bytes=randomness(16), version=4)
    ask = Ask(
        request=number,
        centre=centre.name,
        register=register.header.register,
        table=register.header.table,
        schema=register.header.schema,
        decision=mandate.decision,
        about=mandate.about,
        quota=mandate.quota,
        issued=at,
        expires=at + lasts,
        commitment=mandate.commitment,
        elements=blinded.elements,
    )
    return Question(id=number, message=ask.to_bytes(centre.key), batch=filled, blinded=blinded)
