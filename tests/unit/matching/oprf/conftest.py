"""The vectors of RFC 9497, appendix A.1.2: ristretto255-SHA512, mode VOPRF."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

_VECTORS = Path(__file__).resolve().parents[5] / "shared" / "vectors" / "rfc9497" / "allVectors.json"
_VOPRF = 1


@dataclass(frozen=True)
class Vector:
    """One batch, of one or two."""

    inputs: list[bytes]
    blinds: list[bytes]
    blinded: tuple[bytes, ...]
    evaluated: tuple[bytes, ...]
    proof: bytes
    proof_randomness: bytes
    outputs: list[bytes]


@dataclass(frozen=True)
class Suite:
    """The key that they all are for."""

    seed: bytes
    info: bytes
    secret_key: bytes
    public_key: bytes
    vectors: list[Vector]


@pytest.fixture(scope="session")
def suite() -> Suite:
    """Skips, saying so, where the vectors are absent and CI is not set."""
    if not _VECTORS.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"The vectors in {_VECTORS} are required where CI is set.")
        pytest.skip(f"The vectors in {_VECTORS} are not here.")
    [found] = [
        each
        for each in json.loads(_VECTORS.read_text())
        if each["identifier"] == "ristretto255-SHA512" and each["mode"] == _VOPRF
    ]
    return Suite(
        seed=bytes.fromhex(found["seed"]),
        info=bytes.fromhex(found["keyInfo"]),
        secret_key=bytes.fromhex(found["skSm"]),
        public_key=bytes.fromhex(found["pkSm"]),
        vectors=[
            Vector(
                inputs=_many(each["Input"]),
                blinds=_many(each["Blind"]),
                blinded=tuple(_many(each["BlindedElement"])),
                evaluated=tuple(_many(each["EvaluationElement"])),
                proof=bytes.fromhex(each["Proof"]["proof"]),
                proof_randomness=bytes.fromhex(each["Proof"]["r"]),
                outputs=_many(each["Output"]),
            )
            for each in found["vectors"]
        ],
    )


def _many(text: str) -> list[bytes]:
    return [bytes.fromhex(part) for part in text.split(",")]
