"""RFC 9497, mode VOPRF, ristretto255-SHA512, on libsodium's group (`rbcl`).

Slower than `tokens`, and able to do what that is not: its blinds can be kept, so that a question can be answered after
the process that asked it has ended, as it is when files are carried over an air gap. The names of the parts are those
of the RFC. Secrets are multiplied, inverted and added by libsodium, in constant time.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha512
from itertools import accumulate
from typing import Final

import rbcl

from handrail.matching.oprf.answers import (
    ELEMENT_SIZE,
    SEED_SIZE,
    BadElement,
    BadProof,
    Evaluated,
    answers_to,
    batch_of,
)

SCALAR_SIZE: Final = 32

_CONTEXT: Final = b"OPRFV1-\x01-ristretto255-SHA512"  # mode 1 is VOPRF
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_HASH_BLOCK: Final = 128
_LONGEST_TOKEN: Final = 2**16 - 1
_ZERO: Final = bytes(SCALAR_SIZE)


class Evaluator:
    """Whoever holds the key. See :class:`handrail.matching.oprf.tokens.Evaluator`, which does the same."""

    def __init__(self, seed: bytes, info: bytes) -> None:
        """The key that RFC 9497 derives (DeriveKeyPair) from a secret seed and a public name of what it is for."""
        self._key = derive_key(seed, info)
        self.public_key: bytes = rbcl.crypto_scalarmult_ristretto255_base(self._key)

    def output(self, token: bytes) -> bytes:
        """The function's output for a token in clear: 64 bytes."""
        return _finalize(token, _multiply(self._key, hash_to_group(token)))

    def evaluate(self, elements: Iterable[bytes], *, randomness: bytes | None = None) -> Evaluated:
        """Answer a batch of blinded elements, with a proof; raises :class:`BadElement`.

        ``randomness`` is the proof's secret scalar, given only where published vectors fix it.
        """
        asked = tuple(elements)
        batch_of(len(asked))
        for at, element in enumerate(asked, start=1):
            _check_element(element, f"Element {at}")
        answered = tuple(_multiply(self._key, element) for element in asked)
        return Evaluated(answered, self._prove(asked, answered, randomness or _random_scalar()))

    def _prove(self, asked: tuple[bytes, ...], answered: tuple[bytes, ...], randomness: bytes) -> bytes:
        """GenerateProof: the same key leads from the base to the public key and from each element to its answer."""
        weighted = _composite(_weights(self.public_key, asked, answered), asked)
        weighted_answers = _multiply(self._key, weighted)
        challenge = _challenge(
            self.public_key,
            weighted,
            weighted_answers,
            rbcl.crypto_scalarmult_ristretto255_base(randomness),
            _multiply(randomness, weighted),
        )
        masked = rbcl.crypto_core_ristretto255_scalar_mul(challenge, self._key)
        response: bytes = rbcl.crypto_core_ristretto255_scalar_sub(randomness, masked)
        return challenge + response


@dataclass(frozen=True, slots=True, repr=False)
class Blinded:
    """Questions, and what undoes their blinding: whoever has both knows nothing more than whoever has the tokens.

    ``tokens`` and ``blinds`` are to be kept as secret as the names that they were made from.
    """

    tokens: tuple[bytes, ...]
    blinds: tuple[bytes, ...]
    elements: tuple[bytes, ...]

    def finish(self, evaluated: Evaluated, public_key: bytes) -> list[bytes]:
        """The outputs, in the order of the tokens; raises :class:`BadProof` and :class:`BadElement`."""
        verify(self.elements, evaluated, public_key)
        return [
            _finalize(token, _multiply(unblinding, element))
            for token, unblinding, element in zip(self.tokens, _inverses(self.blinds), evaluated.elements, strict=True)
        ]


def blind(tokens: Sequence[bytes], blinds: Sequence[bytes] | None = None) -> Blinded:
    """Blind tokens for one batch. ``blinds`` are drawn, unless published vectors fix them."""
    batch_of(len(tokens))
    drawn = tuple(blinds) if blinds is not None else tuple(_random_scalar() for _ in tokens)
    _check_blinds(tokens, drawn)
    elements = (_multiply(by, hash_to_group(token)) for token, by in zip(tokens, drawn, strict=True))
    return Blinded(tuple(tokens), drawn, tuple(elements))


def blinded_before(tokens: Sequence[bytes], blinds: Sequence[bytes], elements: Sequence[bytes]) -> Blinded:
    """What :func:`blind` gave at an earlier time, kept. That the three belong together is not worked out again: of
    what doesn't, the outputs mean nothing.
    """
    batch_of(len(tokens))
    _check_blinds(tokens, blinds)
    if len(elements) != len(tokens):
        raise ValueError("Each token has one element.")
    return Blinded(tuple(tokens), tuple(blinds), tuple(elements))


def _check_blinds(tokens: Sequence[bytes], blinds: Sequence[bytes]) -> None:
    if len(blinds) != len(tokens) or not all(map(_is_scalar, blinds)):
        raise ValueError("Each token has one blind, a scalar of 32 bytes that is not zero.")


def verify(asked: Sequence[bytes], evaluated: Evaluated, public_key: bytes) -> None:
    """VerifyProof: raises :class:`BadProof` unless every element was evaluated under ``public_key``."""
    answers_to(asked, evaluated)
    _check_element(public_key, "The public key")
    for at, element in enumerate(evaluated.elements, start=1):
        _check_element(element, f"Element {at} of the answer")
    challenge, response = evaluated.proof[:SCALAR_SIZE], evaluated.proof[SCALAR_SIZE:]
    if not _is_scalar(challenge) or not _is_scalar(response):
        raise BadProof("The proof is not two scalars of 32 bytes.")
    weights = _weights(public_key, asked, evaluated.elements)
    weighted, weighted_answers = _composite(weights, asked), _composite(weights, evaluated.elements)
    expected = _challenge(
        public_key,
        weighted,
        weighted_answers,
        _add(rbcl.crypto_scalarmult_ristretto255_base(response), _multiply(challenge, public_key)),
        _add(_multiply(response, weighted), _multiply(challenge, weighted_answers)),
    )
    if not secrets.compare_digest(expected, challenge):
        raise BadProof("The proof is not for these elements and this key.")


def derive_key(seed: bytes, info: bytes) -> bytes:
    """DeriveKeyPair: the secret scalar of a seed of 32 bytes and a name of what the key is for."""
    if len(seed) != SEED_SIZE:
        raise ValueError(f"A seed has {SEED_SIZE} bytes.")
    for counter in range(256):
        key = _hash_to_scalar(seed + _sized(info) + bytes([counter]), b"DeriveKeyPair" + _CONTEXT)
        if key != _ZERO:
            return key
    raise ValueError("No key can be derived from this seed.")


def hash_to_group(token: bytes) -> bytes:
    """HashToGroup: the element that stands for a token; nobody knows its logarithm."""
    if len(token) > _LONGEST_TOKEN:
        raise ValueError(f"A token has at most {_LONGEST_TOKEN} bytes.")
    return bytes(rbcl.crypto_core_ristretto255_from_hash(_expand(token, b"HashToGroup-" + _CONTEXT)))


def _weights(public_key: bytes, asked: Sequence[bytes], answered: Sequence[bytes]) -> list[bytes]:
    """ComputeComposites: for each question and its answer a scalar, a hash over everything asked and answered."""
    seed = sha512(_sized(public_key) + _sized(b"Seed-" + _CONTEXT)).digest()
    return [
        _hash_to_scalar(
            _sized(seed) + at.to_bytes(2) + _sized(question) + _sized(answer) + b"Composite",
            b"HashToScalar-" + _CONTEXT,
        )
        for at, (question, answer) in enumerate(zip(asked, answered, strict=True))
    ]


def _composite(weights: Sequence[bytes], elements: Sequence[bytes]) -> bytes:
    """ComputeComposites: the sum of the elements, each multiplied by its weight."""
    return reduce(_add, map(_multiply, weights, elements))


def _challenge(*elements: bytes) -> bytes:
    return _hash_to_scalar(b"".join(map(_sized, elements)) + b"Challenge", b"HashToScalar-" + _CONTEXT)


def _finalize(token: bytes, element: bytes) -> bytes:
    return sha512(_sized(token) + _sized(element) + b"Finalize").digest()


def _hash_to_scalar(message: bytes, domain: bytes) -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_scalar_reduce(_expand(message, domain)))


def _expand(message: bytes, domain: bytes) -> bytes:
    """expand_message_xmd of RFC 9380 with SHA-512, for 64 bytes: one block is all that is needed."""
    ending = domain + bytes([len(domain)])
    first = sha512(bytes(_HASH_BLOCK) + message + (64).to_bytes(2) + b"\x00" + ending).digest()
    return sha512(first + b"\x01" + ending).digest()


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(2) + data


def _inverses(scalars: Sequence[bytes]) -> list[bytes]:
    """One over each of these, none of which is zero: by the inverse of their product, as an inversion takes as long as
    a score of multiplications.
    """
    times = rbcl.crypto_core_ristretto255_scalar_mul
    products = [*accumulate(scalars, times)]
    left = rbcl.crypto_core_ristretto255_scalar_invert(products[-1])
    found = []
    for scalar, before in zip(scalars[:0:-1], products[-2::-1], strict=True):
        found.append(times(left, before))
        left = times(left, scalar)
    return [left, *reversed(found)]


def _random_scalar() -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_scalar_random())


def _is_scalar(data: bytes) -> bool:
    return len(data) == SCALAR_SIZE and 0 < int.from_bytes(data, "little") < _ORDER


def _check_element(data: bytes, what: str) -> None:
    """Raises :class:`BadElement` for bytes that are no element, and for the neutral one, which would hide the key."""
    if len(data) != ELEMENT_SIZE or data == _ZERO or not rbcl.crypto_core_ristretto255_is_valid_point(data):
        raise BadElement(f"{what} is no element of the group.")


def _multiply(scalar: bytes, element: bytes) -> bytes:
    try:
        return bytes(rbcl.crypto_scalarmult_ristretto255(scalar, element))
    except RuntimeError:  # libsodium returns no neutral element
        raise BadProof("The product is the neutral element.") from None


def _add(one: bytes, other: bytes) -> bytes:
    return bytes(rbcl.crypto_core_ristretto255_add(one, other))
