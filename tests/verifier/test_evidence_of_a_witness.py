"""What a witness keeps when it refuses, the verifier understands: another program, on anybody's machine."""

from datetime import UTC, datetime
from pathlib import Path

from handrail.ledger.cosigning import body_of
from handrail.ledger.note import SigningKey
from handrail.witness import Witness, add_checkpoint, trust
from tests.unit.witness.conftest import ORIGIN, History
from tests.verifier.conftest import Verify

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _shown(tmp_path: Path, *, size: int) -> tuple[Path, Path]:
    """The evidence that another history, of this size, was shown to a witness that knows 20 entries; the log's key."""
    history = History(SigningKey.generate(ORIGIN)).grow(40)
    other = history.other(10).grow(30, "another")
    witness = Witness.create(tmp_path / "witness", "witness.example/w1")
    trust(witness, str(history.key.verification_key))
    add_checkpoint(witness, history.request(0, 20), at=NOON)
    add_checkpoint(witness, body_of(20, other.proof(20, size), other.note(size)), at=NOON)
    key = tmp_path / "key"
    key.write_text(f"{history.key.verification_key}\n")
    [kept] = (tmp_path / "witness").glob("logs/*/evidence/*")
    return kept, key


def test_two_histories_of_one_size_are_proof(verify: Verify, tmp_path: Path) -> None:
    kept, key = _shown(tmp_path, size=20)
    for shown in ("refused", "request"):
        assert verify(kept / shown, "--key", key, "--known", kept / "cosigned-before").names("fork")


def test_a_history_that_went_on_otherwise_has_no_proof_that_it_continues(verify: Verify, tmp_path: Path) -> None:
    kept, key = _shown(tmp_path, size=30)
    assert verify(kept / "request", "--key", key, "--known", kept / "cosigned-before").names("proof")
