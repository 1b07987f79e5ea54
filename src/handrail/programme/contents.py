"""The files that a programme consists of, and the digest by which two people know that they read the same ones."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from handrail.programme.faults import Fault

#: What is read of a programme's folder. Whatever else lies there is no part of it.
_FILES = ("*.toml", "policy.cedar", "instruments/*.toml")


class NotPlainFiles(Exception):
    """A programme whose files can't be taken as they are. ``faults`` name each that is something else."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def contents(folder: Path) -> dict[str, bytes]:
    """The programme's files by their path in the folder, in order.

    Raises NotPlainFiles where one is a link or no file: what was read would not be what a later look finds.
    """
    found = sorted(path for pattern in _FILES for path in folder.glob(pattern))
    faults = tuple(
        Fault(str(path.relative_to(folder)), 1, "not-a-file", "This is a link, or no file. Copy the file itself.")
        for path in (folder / "instruments", *found)
        if path.is_symlink() or (path in found and not path.is_file())
    )
    if faults:
        raise NotPlainFiles(faults)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def digest(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of what ``sha256sum`` prints of the files, sorted by path: it can be worked out without Handrail."""
    lines = (f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
