"""The partner's log: who asked how much, when, under which decision, and what became of it. No name, no element.

Its lines are the leaves of a Merkle tree (RFC 6962); every answer states the tree's size and root under the partner's
signature, so that a line taken out or changed later is noticed by whoever kept an answer. What limits a centre (tokens
spent, requests seen, elements asked) is read from the log itself: an entry that is on disk counts, nothing else does.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from handrail.ledger.canonical import Json
from handrail.ledger.entry import hour_of, hour_text
from handrail.ledger.tree import CompactRange, leaf_hash
from handrail.matching.messages import Refusal
from handrail.matching.partner.lines import Lines

LOG = "log"
OPENING: Final = "opening"


class PartnerLog:
    """The log of one key folder."""

    def __init__(self, folder: Path, reader: Callable[[Mapping[str, Any]], None]) -> None:
        """Open or begin the log, and give each entry to ``reader``, in order: those there, and every later one.

        Raises :class:`handrail.matching.partner.lines.LinesDamaged`.
        """
        self._reader = reader
        self._tree = CompactRange()
        self._lines = Lines(folder / LOG, self._take)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._tree.size

    def root(self) -> bytes:
        """What they hash to."""
        return self._tree.root()

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else append; what others appended has been read. To be held when :meth:`append` is called."""
        return self._lines.alone()

    def append(self, kind: str, at: datetime, outcome: str, facts: Mapping[str, Json]) -> None:
        """Add an entry. It is on disk when this returns; where that fails, it is not there."""
        self._lines.append([{**facts, "hour": hour_said(at), "kind": kind, "outcome": outcome}])

    def close(self) -> None:
        """Let go of the file."""
        self._lines.close()

    def _take(self, entry: Mapping[str, Any], line: bytes) -> None:
        self._reader(entry)
        self._tree.append(leaf_hash(line))


def canary_asked(folder: Path, *, reference: str, table: UUID, canary: int, at: datetime) -> None:
    """Note that a centre asked about a record that the partner had made up: what it is called in a table, and which of
    the canaries it is.
    """
    facts: dict[str, Json] = {"canary": canary, "reference": reference, "table": str(table)}
    log = PartnerLog(folder, lambda _: None)
    try:
        with log.alone():
            log.append(OPENING, at, Refusal.CANARY_ASKED, facts)
    finally:
        log.close()


def hour_said(at: datetime) -> str:
    """The hour that ``at`` lies in, UTC: all that the log says of the time."""
    return hour_text(hour_of(at)).decode()
