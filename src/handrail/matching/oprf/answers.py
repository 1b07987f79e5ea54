"""What goes over the wire, and what can be wrong with it: the same for both implementations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Bytes of a group element, of a proof for a whole batch, of an output, and of the seed that a key is derived from.
ELEMENT_SIZE: Final = 32
PROOF_SIZE: Final = 64
OUTPUT_SIZE: Final = 64
SEED_SIZE: Final = 32
#: In one batch: RFC 9497 numbers the elements that a proof is for in two bytes.
MOST_ELEMENTS: Final = 2**16 - 1


class BadElement(ValueError):
    """Bytes that are no element of the group, the neutral element, or a number of them that is no batch."""


class BadProof(Exception):
    """The answer was not worked out with the key that was published, for these questions and in this order."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An answer: each blinded element, evaluated, and one proof for all of them."""

    elements: tuple[bytes, ...]
    proof: bytes


def split(data: bytes) -> tuple[bytes, ...]:
    """Elements that stand one behind the other."""
    return tuple(data[start : start + ELEMENT_SIZE] for start in range(0, len(data), ELEMENT_SIZE))


def batch_of(count: int) -> None:
    """Raises :class:`BadElement` unless a proof can be made for so many."""
    if not 0 < count <= MOST_ELEMENTS:
        raise BadElement(f"A batch has 1 to {MOST_ELEMENTS} elements, not {count}.")


def answers_to(asked: Sequence[bytes], evaluated: Evaluated) -> None:
    """Raises :class:`BadElement` or :class:`BadProof` unless the answer has the shape of one to these questions."""
    if len(evaluated.elements) != len(asked):
        raise BadElement(f"{len(asked)} elements were asked about and {len(evaluated.elements)} answered.")
    if any(len(element) != ELEMENT_SIZE for element in evaluated.elements):
        raise BadElement("An element of the answer does not have 32 bytes.")
    if len(evaluated.proof) != PROOF_SIZE:
        raise BadProof("The proof does not have 64 bytes.")
