import shutil
from pathlib import Path

import pytest

from handrail import programme
from tests.unit.programme.rulebooks import Rulebook


@pytest.fixture
def rulebook(tmp_path: Path) -> Rulebook:
    """A rulebook that a test may spoil."""
    return Rulebook(Path(shutil.copytree(programme.folder_of("mac"), tmp_path / "mac")))
