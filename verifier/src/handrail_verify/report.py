"""What a verification finds: collected here, put into words in :mod:`handrail_verify.words`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: Findings kept. Where a whole folder was exchanged, more of them say nothing more.
LIMIT = 50
SOUND, WRONG, UNREADABLE, TO_EXPLAIN = 0, 1, 2, 3


class Wrong(Exception):
    """Something is not what it must be: ``code`` for programs, ``what`` for people; where, as far as it is known."""

    def __init__(self, code: str, what: str, entry: int | None = None, file: str | None = None) -> None:
        super().__init__(what)
        self.code, self.what, self.entry, self.file = code, what, entry, file


class Unreadable(Exception):
    """There is nothing here to verify, or it was asked for in a way that makes no sense."""


@dataclass
class Report:
    """Everything that one verification has to say."""

    subject: str
    wrong: list[Wrong] = field(default_factory=list)
    #: Not wrong, and whoever runs the log should explain it.
    explain: list[Wrong] = field(default_factory=list)
    #: Sentences about what was checked and held.
    checked: list[str] = field(default_factory=list)
    #: What a program may want to know: size, root, keys, counts, seconds.
    facts: dict[str, object] = field(default_factory=dict)

    def add(self, error: Wrong, file: str | None = None) -> None:
        """Take down what is wrong: in ``file``, unless it says of another itself."""
        error.file = error.file or file
        if len(self.wrong) < LIMIT:
            self.wrong.append(error)

    @contextmanager
    def at(self, file: str | None) -> Iterator[None]:
        """Whatever is wrong inside the block is taken down as being in ``file``; what follows the block goes on."""
        try:
            yield
        except Wrong as error:
            self.add(error, file)

    @property
    def exit_code(self) -> int:
        """0 sound, 1 wrong, 3 nothing wrong and something to explain. (2 comes without a report.)"""
        return WRONG if self.wrong else TO_EXPLAIN if self.explain else SOUND
