"""Where linkage puts records down meanwhile: it holds names, and is gone afterwards, also where a run was killed."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

_PREFIX: Final = "handrail-link-"
#: Held by the run that a folder belongs to.
_LOCK: Final = "lock"


@contextmanager
def scratch(work: Path | None) -> Iterator[Path]:
    """A folder for its owner alone: in ``work``, or on this machine, where what killed runs have left goes first."""
    if work:
        work.mkdir(parents=True, exist_ok=True)
    else:
        _clear_what_was_left()
    with TemporaryDirectory(prefix=_PREFIX, dir=work, ignore_cleanup_errors=True) as name:
        folder = Path(name).absolute()
        draft = folder / f".{_LOCK}"
        with draft.open("x") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            draft.rename(folder / _LOCK)  # nobody finds it open
            yield folder


def _clear_what_was_left() -> None:
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        # Of somebody else's, or one that was removed meanwhile, nothing is to be done.
        with suppress(OSError):
            if folder.lstat().st_uid == os.getuid():
                with (folder / _LOCK).open("r+") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder)
