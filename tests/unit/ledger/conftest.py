"""The published test vectors: beside the project, required where CI is set."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

_VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors"


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], Path]:
    """Gives the folder of one set of vectors; skips, saying so, where it is absent and CI is not set."""

    def folder(name: str) -> Path:
        found = _VECTORS / name
        if not found.is_dir():
            if os.environ.get("CI"):
                pytest.fail(f"The vectors in {found} are required where CI is set.")
            pytest.skip(f"The vectors in {found} are not here.")
        return found

    return folder
