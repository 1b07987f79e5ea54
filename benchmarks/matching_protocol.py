"""Private matching as a protocol: what a partner prepares once, and what it then costs both sides to ask."""

from collections.abc import Callable
from pathlib import Path

from benchmarks import matching_online, publishing
from benchmarks.tables import Table


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Everything about the protocol."""
    return [
        *publishing.measure(folder / "matching-protocol", people=people, say=say),
        *matching_online.measure(folder / "matching-online", people=people, say=say),
    ]
