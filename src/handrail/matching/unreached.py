"""Partners that could not be reached, by their addresses: each is left alone for a while, longer every time.

A worker runs its jobs one at a time. However many searches wait for a partner that is away, and however many partners
are, those to be escalated are not to wait for them. Nothing of it is kept: a worker that starts anew tries anew.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

#: How long an address is left alone at first, and at the most.
FIRST, LONGEST = timedelta(minutes=1), timedelta(minutes=8)
#: In one run, so many addresses are found to be out of reach. What is still to be asked is left to the next run.
MOST: Final = 2


@dataclass(frozen=True, slots=True)
class _Away:
    until: datetime
    wait: timedelta


@dataclass(slots=True)
class Unreached:
    """What one worker knows of addresses that it could not reach."""

    _away: dict[str, _Away] = field(default_factory=dict)
    _in_this_run: int = 0

    def begin(self) -> None:
        """Another run begins."""
        self._in_this_run = 0

    def leaves(self, address: str, now: datetime) -> bool:
        """Whether ``address`` is left to a later run."""
        away = self._away.get(address)
        return self._in_this_run >= MOST or (away is not None and now < away.until)

    def add(self, address: str, now: datetime) -> None:
        """It could not be reached."""
        before = self._away.get(address)
        wait = min(before.wait * 2, LONGEST) if before else FIRST
        self._away[address] = _Away(now + wait, wait)
        self._in_this_run += 1

    def remove(self, address: str) -> None:
        """It answered."""
        self._away.pop(address, None)
