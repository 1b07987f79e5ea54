"""The oblivious function: one side holds the key, the other the input, and neither learns what the other holds.

RFC 9497, mode VOPRF (the answer comes with a proof that the published key was used), ristretto255-SHA512. Two
implementations of the same: `tokens` on the package `voprf`, in batches, for everyday use; `ristretto` on libsodium,
for questions that outlive the process that asks them, and as a second opinion in the tests.
"""

from handrail.matching.oprf.answers import (
    ELEMENT_SIZE,
    MOST_ELEMENTS,
    OUTPUT_SIZE,
    PROOF_SIZE,
    SEED_SIZE,
    BadElement,
    BadProof,
    Evaluated,
)
from handrail.matching.oprf.tokens import Blinded, Evaluator, blind

__all__ = [
    "ELEMENT_SIZE",
    "MOST_ELEMENTS",
    "OUTPUT_SIZE",
    "PROOF_SIZE",
    "SEED_SIZE",
    "BadElement",
    "BadProof",
    "Blinded",
    "Evaluated",
    "Evaluator",
    "blind",
]
