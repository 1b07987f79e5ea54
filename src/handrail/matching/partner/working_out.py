"""From rows to the secrets of their tokens: the costly part of publishing, done in processes of its own."""

from collections.abc import Sequence
from typing import NamedTuple

from handrail.matching.identity import Identity
from handrail.matching.identity.columns import COLUMNS, read
from handrail.matching.keys import KeySchema, at_size, load, match_keys, token
from handrail.matching.oprf import Evaluator
from handrail.matching.partner.register import Fault, Row
from handrail.matching.table import secret_of

#: The schema whose keys are published.
SCHEMA = "uk-1"


class Work(NamedTuple):
    """What is made of a row: its tokens' secrets, one behind the other; none where something is wrong, or no more
    than that was asked.
    """

    secrets: bytes | None = None
    faults: tuple[Fault, ...] = ()


class Workshop:
    """Works rows out, with the key of the oblivious function and the match keys for a register of a size."""

    def __init__(self, seed: bytes, register: str, size: int) -> None:
        """``seed`` and ``register`` are the key folder's."""
        self._evaluator = Evaluator(seed, register.encode())
        self._schema: KeySchema = at_size(load(SCHEMA), size)

    def secrets(self, identity: Identity) -> bytes:
        """The secrets of an identity's tokens, one behind the other."""
        return b"".join(
            secret_of(self._evaluator.output(token(self._schema, key))) for key in match_keys(identity, self._schema)
        )

    def work(self, row: Row, *, check_only: bool) -> Work:
        """Work a row out; with ``check_only`` say no more than what is wrong with it."""
        identity, problems = read(dict(zip(COLUMNS, row.values, strict=True)))
        if problems:
            return Work(faults=tuple(Fault(row.number, each.column, each.says) for each in problems))
        return Work() if check_only else Work(self.secrets(identity))


#: The workshop of a process that does nothing else.
_own: list[Workshop] = []


def begin(seed: bytes, register: str, size: int) -> None:
    """What such a process begins with."""
    _own.append(Workshop(seed, register, size))


def work(rows: Sequence[Row], check_only: bool) -> list[Work]:
    """Work rows out there."""
    return [_own[0].work(row, check_only=check_only) for row in rows]
