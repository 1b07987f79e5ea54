"""Putting the partner's key to blinded tokens: a few here, many in processes of their own.

The cryptographic library lets nothing else of a process run meanwhile: a batch of thousands, for a third of a second.
In a process of its own it delays nobody's request about one person, and every core can work.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from handrail.matching.messages import SIZES
from handrail.matching.oprf import Evaluated, Evaluator
from handrail.matching.processes import pool

#: Up to so many elements are evaluated in the process that took the request.
_FEW: Final = SIZES[0]


class Evaluators:
    """Evaluators of one key. Close them after use."""

    def __init__(self, seed: bytes, info: bytes, *, processes: int) -> None:
        """``processes`` are started when they are first needed."""
        self._seed, self._info, self._processes = seed, info, processes
        self._here = Evaluator(seed, info)
        self._changing = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def evaluate(self, elements: Sequence[bytes]) -> Evaluated:
        """Answer a batch; raises :class:`handrail.matching.oprf.BadElement`."""
        if len(elements) <= _FEW:
            return self._here.evaluate(elements)
        started = self._started()
        try:
            return started.submit(_evaluate, tuple(elements)).result()
        except BrokenProcessPool:
            # A process was killed, for want of memory as a rule: with others once more.
            self._drop(started)
            return self._started().submit(_evaluate, tuple(elements)).result()

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        with self._changing:
            if self._pool is None:
                self._pool = pool(self._processes, _begin, self._seed, self._info)
            return self._pool

    def _drop(self, broken: ProcessPoolExecutor) -> None:
        with self._changing:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False)


#: The evaluator of a process that does nothing else.
_own: list[Evaluator] = []


def _begin(seed: bytes, info: bytes) -> None:
    _own.append(Evaluator(seed, info))


def _evaluate(elements: tuple[bytes, ...]) -> Evaluated:
    return _own[0].evaluate(elements)
