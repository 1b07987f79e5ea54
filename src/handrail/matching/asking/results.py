"""What was found, in a file: a line for each candidate. It says of whom a partner may hold a record."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from handrail.matching.asking.candidates import Candidate

_COLUMNS: Final = ("query", "reference", "evidence", "weight", "keys")


class Results:
    """A new file for its owner alone. Close it, or use it in a ``with`` statement.

    One that is there is not written over: for each line a quota token was spent, and it can't be asked for again.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError, FileExistsError among them."""
        self._path = path
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(opened, "w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(_COLUMNS)
        self.people = 0
        self.candidates = 0

    def add(self, query: str, candidates: Sequence[Candidate]) -> None:
        """What was found about one person, whom the file of queries calls so."""
        for each in candidates:
            keys = " ".join(sorted(each.keys))
            self._rows.writerow((query, each.pseudonym.hex(), each.evidence, f"{each.weight:.1f}", keys))
        self.people += 1
        self.candidates += len(candidates)

    def flush(self) -> None:
        """What was added is on disk when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        """The results themselves."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file; where there was nothing to write into it, it is gone: its name is free for the next try."""
        self._file.close()
        if not self.people:
            self._path.unlink()
