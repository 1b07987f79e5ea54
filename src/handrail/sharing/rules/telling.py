"""Telling the person, or putting it off: on a ground of one's own regime, for a while, looked at again.

Source: UK GDPR Article 14(3) and (5); Data Protection Act 2018, sections 44 and 45, Schedules 2 and 3; demand M11.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from handrail.gate import RuleBroken
from handrail.programme import Programme
from handrail.sharing.models import NotificationState


def faults_of(
    state: str, ground: str, on: date | None, *, regime: str, rulebook: Programme, today: date
) -> Iterator[RuleBroken]:
    """Everything that is wrong with a decision on telling the person, by the fields of its page."""
    if state not in {NotificationState.TOLD, NotificationState.DEFERRED}:
        yield RuleBroken("telling-undecided", "Decide whether the person is told", field="state")
    elif state == NotificationState.TOLD:
        if on is None or on > today:
            yield RuleBroken(
                "told-in-future", "Give the day on which the person was told: today or earlier", field="on"
            )
    else:
        yield from _deferred(ground, on, regime, rulebook, today)


def _deferred(ground: str, on: date | None, regime: str, rulebook: Programme, today: date) -> Iterator[RuleBroken]:
    entry = rulebook.notification_grounds.get(ground)
    if entry is None or regime not in entry.regimes:
        yield RuleBroken("ground-not-open", "Choose a ground that your organisation may rely on", field="ground")
        return
    latest = today + timedelta(days=entry.max_days)
    if on is None or on <= today:
        yield RuleBroken("look-again-past", "Give a day in the future to look at this again", field="on")
    elif on > latest:
        yield RuleBroken(
            "look-again-too-late", f"Look at this again within {entry.max_days} days: by {latest:%-d %B %Y}", field="on"
        )
