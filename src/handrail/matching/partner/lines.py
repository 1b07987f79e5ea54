"""A file that only grows, one line of canonical JSON an entry, and that several processes may append to."""

import errno
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from handrail.ledger.canonical import Json, canonical

#: Bytes in one line.
LINE_LIMIT: Final = 4096


class LinesDamaged(Exception):
    """The file is not as it was left. The text says where, and what to do."""


#: What is done with each entry, in order: those read at the beginning, those of other processes, one's own. It is given
#: the line without its newline too, and raises KeyError, TypeError or ValueError for what is no entry.
Reader = Callable[[Mapping[str, Any], bytes], None]


class Lines:
    """The file, opened. Each process reads what the others appended before it appends."""

    def __init__(self, path: Path, reader: Reader) -> None:
        """Open or begin the file and read it; raises :class:`LinesDamaged`."""
        self.path = path
        self._reader = reader
        self._end = 0
        self._count = 0
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with self.alone():
            pass

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else append; what others appended has been read. To be held when :meth:`append` is called."""
        # A lock belongs to an opening of the file: each thread opens its own, so that it shuts out the others too.
        opened = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            self._catch_up(opened)
            yield
        finally:
            os.close(opened)

    def append(self, entries: Sequence[Mapping[str, Json]]) -> None:
        """Add entries. They are on disk when this returns; where that fails, none of them is there."""
        lines = [canonical(each) + b"\n" for each in entries]
        if any(len(line) > LINE_LIMIT for line in lines):
            raise ValueError(f"An entry has at most {LINE_LIMIT} bytes.")
        data = b"".join(lines)
        try:
            if os.write(self._file, data) != len(data):
                raise OSError(errno.ENOSPC, "The disk is full", str(self.path))
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._end)
            raise
        for entry, line in zip(entries, lines, strict=True):
            self._give(entry, line)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _catch_up(self, opened: int) -> None:
        length = os.fstat(self._file).st_size
        if length < self._end or os.fstat(opened).st_ino != os.fstat(self._file).st_ino:
            raise LinesDamaged(f"{self.path} was cut or replaced while it was in use. Restore it from a copy.")
        if length == self._end:
            return
        with os.fdopen(os.dup(opened), "rb") as file:
            file.seek(self._end)
            while (line := file.readline(LINE_LIMIT + 1)).endswith(b"\n"):
                self._take(line)
        if self._end < length:
            self._cut_off_the_unfinished(length)

    def _cut_off_the_unfinished(self, length: int) -> None:
        """Take away the beginning of an entry whose process ended before it was on disk: nothing came of it yet."""
        if length - self._end >= LINE_LIMIT:
            raise self._damaged()
        os.ftruncate(self._file, self._end)
        os.fsync(self._file)

    def _take(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
            if not isinstance(entry, dict) or canonical(entry) + b"\n" != line:
                raise ValueError
            self._give(entry, line)
        except (ValueError, KeyError, TypeError):
            raise self._damaged() from None

    def _give(self, entry: Mapping[str, Any], line: bytes) -> None:
        self._reader(entry, line[:-1])
        self._end += len(line)
        self._count += 1

    def _damaged(self) -> LinesDamaged:
        return LinesDamaged(f"Line {self._count + 1} of {self.path} can’t be read. Restore the file from a copy.")
