"""RFC 9497, mode VOPRF, ristretto255-SHA512, through the package `voprf` (curve25519-dalek)."""

import os
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

from voprf import ristretto as voprf

from handrail.matching.oprf.answers import PROOF_SIZE, BadElement, BadProof, Evaluated, answers_to, batch_of, split

_STANDARD_ERROR: Final = 2
#: As much as a pipe holds.
_PIPE: Final = 1 << 16
#: Standard error is the whole process's.
_ALONE: Final = threading.Lock()


class Evaluator:
    """Whoever holds the key: works out outputs of its own tokens, and answers about tokens that it cannot see."""

    def __init__(self, seed: bytes, info: bytes) -> None:
        """The key that RFC 9497 derives from a secret seed of 32 bytes and a public name of what it is for."""
        self._evaluator = voprf.Evaluator.from_seed(seed, info)
        self.public_key: bytes = self._evaluator.public_key.serialize()

    def output(self, token: bytes) -> bytes:
        """The function's output for a token in clear: 64 bytes."""
        return self._evaluator.evaluate_known_input(token)

    def evaluate(self, elements: Iterable[bytes]) -> Evaluated:
        """Answer a batch of blinded elements, with a proof; raises :class:`BadElement`, naming the first bad one."""
        read = [_element(element, at) for at, element in enumerate(elements, start=1)]
        batch_of(len(read))
        written = self._evaluator.evaluate_batch(read).serialize()
        # The package writes the proof first.
        return Evaluated(split(written[PROOF_SIZE:]), written[:PROOF_SIZE])


@dataclass(frozen=True, slots=True, repr=False)
class Blinded:
    """Questions that were blinded here: ``elements`` goes out; what undoes the blinding stays in this process."""

    elements: tuple[bytes, ...]
    _clients: tuple[voprf.Client, ...]

    def finish(self, evaluated: Evaluated, public_key: bytes) -> list[bytes]:
        """The outputs, in the order of the tokens.

        Raises :class:`BadProof` unless the proof shows that every element was evaluated under ``public_key``, and
        :class:`BadElement` where the answer or the key is no answer or key at all.
        """
        answers_to(self.elements, evaluated)
        try:
            answer = voprf.VerifiableBatchOutput.deserialize(evaluated.proof + b"".join(evaluated.elements))
            key = voprf.PublicKey.deserialize(public_key)
        except ValueError:
            raise BadElement("The answer, or the public key, holds bytes that are no element of the group.") from None
        with _ALONE, _Aside() as aside:
            try:
                return _finalize(self._clients, answer, key)
            except BaseException as error:
                # The package says no to a proof by a panic of Rust, which derives from BaseException alone, and reports
                # itself on standard error. To check the proof with `ristretto` before would take longer than all the
                # rest.
                if type(error).__name__ != "PanicException":
                    raise
                aside.drop()
                raise BadProof("The proof is not for these elements and this key.") from None


def blind(tokens: Sequence[bytes]) -> Blinded:
    """Blind tokens for one batch, each with randomness of its own; raises :class:`BadElement` for no batch."""
    batch_of(len(tokens))
    pairs = [voprf.Client.blind(token) for token in tokens]
    return Blinded(tuple(element.serialize() for _, element in pairs), tuple(client for client, _ in pairs))


def _element(data: bytes, at: int) -> voprf.BlindedInput:
    try:
        return voprf.BlindedInput.deserialize(data)
    except ValueError:
        raise BadElement(f"Element {at} is no element of the group.") from None


def _finalize(
    clients: tuple[voprf.Client, ...], answer: voprf.VerifiableBatchOutput, key: voprf.PublicKey
) -> list[bytes]:
    return voprf.Client.finalize_batch(clients, answer, key)


class _Aside:
    """While it is entered, what is written on standard error goes into a pipe: from there it is passed on in the end,
    or dropped. What does not fit into the pipe is not waited for.

    Others hardly write meanwhile: the package lets nothing else of the process run.
    """

    def __enter__(self) -> Self:
        self._reading: int | None = None
        try:
            self._before = os.dup(_STANDARD_ERROR)
        except OSError:  # there is none
            return self
        self._reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        os.dup2(writing, _STANDARD_ERROR)
        os.close(writing)
        return self

    def drop(self) -> None:
        """Forget what was written so far."""
        self._read()

    def __exit__(self, *_: object) -> None:
        if self._reading is None:
            return
        os.dup2(self._before, _STANDARD_ERROR)
        os.close(self._before)
        if said := self._read():
            os.write(_STANDARD_ERROR, said)
        os.close(self._reading)

    def _read(self) -> bytes:
        if self._reading is not None:
            with suppress(BlockingIOError):  # nothing was written, and somebody still may
                return os.read(self._reading, _PIPE)
        return b""
