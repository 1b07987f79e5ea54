"""What the witness's tests stand on: logs that say what they are told to, and a witness that watches one of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from handrail.ledger import checkpoint, tree
from handrail.ledger.cosigning import body_of
from handrail.ledger.note import SigningKey
from handrail.witness import Answer, Witness, add_checkpoint, trust

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
ORIGIN = "pilot.example/ledger"


@dataclass
class History:
    """A log with its key: one line of events, or another under the same key."""

    key: SigningKey
    leaves: list[bytes] = field(default_factory=list)

    def grow(self, count: int, word: str = "entry") -> "History":
        start = len(self.leaves)
        self.leaves += [tree.leaf_hash(f"{word} {number}".encode()) for number in range(start, start + count)]
        return self

    def other(self, shared: int) -> "History":
        """Another line of events that begins with the same entries, under the same key."""
        return History(self.key, self.leaves[:shared])

    def note(self, size: int) -> str:
        return checkpoint.sign(self.key, size, tree.root(self.leaves[:size])).note

    def proof(self, old: int, size: int) -> list[bytes]:
        return tree.consistency_proof(old, size, tree.roots_over(self.leaves)) if 0 < old <= size else []

    def request(self, old: int, size: int) -> bytes:
        return body_of(old, self.proof(old, size), self.note(size))


@pytest.fixture
def history() -> History:
    return History(SigningKey.generate(ORIGIN)).grow(40)


@pytest.fixture
def witness(tmp_path: Path, history: History) -> Witness:
    made = Witness.create(tmp_path / "witness", "witness.example/w1")
    trust(made, str(history.key.verification_key))
    return made


def asked(witness: Witness, body: bytes) -> Answer:
    return add_checkpoint(witness, body, at=NOON)


def evidence(witness: Witness) -> list[str]:
    """The names of the folders of evidence about the log."""
    return sorted(path.name for path in (witness.log(ORIGIN).path / "evidence").glob("*"))
