"""What a centre may still ask: read from the log, entry by entry, and nowhere else."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from handrail.matching.messages import EVALUATED

#: How long a request can be good for. The ids of older ones need not be remembered: they have expired.
LONGEST: Final = timedelta(days=7)
#: Refusals of one centre, or of all strangers together, that are logged within an hour.
REFUSALS_AN_HOUR: Final = 200
#: Stands for those who are not known, or did not sign.
STRANGER: Final = ""

REQUEST: Final = "request"


class Limits:
    """What the entries of the log come to, so far."""

    def __init__(self) -> None:
        self._spent: set[str] = set()
        # By day, so that what no quota counts and nobody can repeat any more is let go of.
        self._requests: dict[date, set[str]] = {}
        self._elements: dict[date, Counter[str]] = {}
        self._refusals: Counter[tuple[str, str]] = Counter()
        self._hour = ""

    def take(self, entry: Mapping[str, Any]) -> None:
        """Count an entry in. Raises KeyError or ValueError for what is none."""
        if entry["kind"] != REQUEST:
            return
        hour = str(entry["hour"])
        centre = str(entry.get("centre", STRANGER))
        if entry["outcome"] == EVALUATED:
            day = date.fromisoformat(hour[:10])
            self._spent.add(str(entry["token"]))
            self._requests.setdefault(day, set()).add(str(entry["request"]))
            self._elements.setdefault(day, Counter())[centre] += 0 if entry["benchmark"] else int(entry["elements"])
            return
        if hour != self._hour:
            self._refusals.clear()
            self._hour = hour
        self._refusals[hour, centre] += 1

    def is_spent(self, token: str) -> bool:
        """Whether the token with this hash was used."""
        return token in self._spent

    def is_seen(self, request: str) -> bool:
        """Whether a request of this id was answered."""
        return any(request in seen for seen in self._requests.values())

    def elements(self, centre: str, today: date) -> tuple[int, int]:
        """How many elements were evaluated for the centre today, and within the last seven days.

        What was logged of days to come counts too: a clock that was put back makes no quota new.
        """
        self._forget(today)
        week = {day: asked[centre] for day, asked in self._elements.items() if day > today - timedelta(days=7)}
        return sum(asked for day, asked in week.items() if day >= today), sum(week.values())

    def refusals(self, centre: str, hour: str) -> int:
        """How many refusals of the centre, or of strangers, were logged in this hour."""
        return self._refusals[hour, centre]

    def _forget(self, today: date) -> None:
        """Let go of what no quota counts and whose requests have expired. Their tokens stay spent."""
        first = today - LONGEST - timedelta(days=1)
        for days in (self._requests, self._elements):
            for day in [day for day in days if day < first]:
                del days[day]
