"""The records that linkage puts down meanwhile do not outlast it."""

import multiprocessing
import os
import signal
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from handrail.matching.linkage.scratch import scratch


def _until_killed(said: Connection) -> None:
    with scratch(None) as folder:
        (folder / "records.parquet").write_text("Samira Haidari", encoding="utf-8")
        said.send(folder)
        signal.pause()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_its_owner_s_alone_and_gone_at_the_end() -> None:
    with scratch(None) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_what_a_killed_run_left_goes_with_the_next_and_a_run_beside_it_keeps_its_own(tmp_path: Path) -> None:
    here, there = multiprocessing.Pipe()
    killed = multiprocessing.get_context("spawn").Process(target=_until_killed, args=(there,))
    killed.start()
    left = here.recv()
    with scratch(None) as beside:
        assert (left / "records.parquet").exists(), "it still runs"
        os.kill(killed.pid or 0, signal.SIGKILL)
        killed.join()
        with scratch(None):
            assert (left.exists(), beside.exists()) == (False, True)
    assert list(tmp_path.glob("handrail-link-*")) == []


def test_where_a_cluster_reads_nothing_of_others_is_touched(tmp_path: Path) -> None:
    work = tmp_path / "shared"
    with scratch(work) as one, scratch(work) as other:
        assert one.parent == other.parent == work
