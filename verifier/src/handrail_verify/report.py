"""What a verification finds: collected here, put into words in :mod:`handrail_verify.main`."""

from collections.abc import Iterator
from contextlib import contextmanager

SOUND, WRONG, UNREADABLE, TO_EXPLAIN = 0, 1, 2, 3
#: Findings kept. Where a whole folder was exchanged, more of them say nothing more.
LIMIT = 50


class Wrong(Exception):
    """Something is not what it must be: ``code`` for programs, ``what`` for people; where, as far as it is known."""

    def __init__(self, code: str, what: str, entry: int | None = None, file: str | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.entry, self.file = code, what, entry, file

    @property
    def place(self) -> str:
        """File and entry, as far as they are known, before what is said of them."""
        places = [self.file or "", "" if self.entry is None else f"entry {self.entry}"]
        return ", ".join(filter(None, places)) + ": " if any(places) else ""


class Unreadable(Exception):
    """There is nothing here to verify, or it was asked for in a way that makes no sense."""


class Report:
    """Everything that one verification has to say: faults, what should be explained, what held, and bare facts."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.wrong: list[Wrong] = []
        self.explain: list[Wrong] = []
        self.checked: list[str] = []
        self.facts: dict[str, object] = {}

    def add(self, error: Wrong, file: str | None) -> None:
        """Take down what is wrong: in ``file``, unless it says of another itself."""
        error.file = error.file or file
        self.wrong += [error] if len(self.wrong) < LIMIT else []

    @contextmanager
    def at(self, file: str | None) -> Iterator[None]:
        """Whatever is wrong in the block is taken down, and what follows the block goes on."""
        try:
            yield
        except Wrong as error:
            self.add(error, file)

    @property
    def exit_code(self) -> int:
        """Nothing wrong and nothing to explain, or which of them. (Unreadable comes without a report.)"""
        return WRONG if self.wrong else TO_EXPLAIN if self.explain else SOUND
