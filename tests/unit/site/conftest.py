"""Homes for the tests of the embedded database."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.site import embedded
from handrail.site.embedded import binaries, places
from handrail.site.home import Home


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account of the machine can enter."""
    folder = Path(tempfile.mkdtemp(prefix="handrail-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def system_folder(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /var/lib/handrail."""
    folder = open_folder / "var-lib-handrail"
    monkeypatch.setattr(places, "SYSTEM_FOLDER", folder)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDER", folder)
    return folder


@pytest.fixture
def closed_home(tmp_path: Path, system_folder: Path) -> Iterator[Home]:
    """A home below a folder that only its owner can enter; its database is stopped afterwards."""
    (tmp_path / "closed").mkdir(mode=0o700)
    yield from _stopped_afterwards(Home(tmp_path / "closed" / "home"))


@pytest.fixture
def open_home(open_folder: Path, system_folder: Path) -> Iterator[Home]:
    """A home that the database's own account can enter."""
    (open_folder / "home").mkdir(mode=0o755)
    yield from _stopped_afterwards(Home(open_folder / "home"))


@pytest.fixture
def running_home(open_home: Home) -> Home:
    """A home whose database runs."""
    embedded.start(open_home)
    return open_home


def _stopped_afterwards(home: Home) -> Iterator[Home]:
    home.create()
    yield home
    embedded.stop(home)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another account")
