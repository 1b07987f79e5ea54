"""What may be recorded as time and cost, and which totals may be shown. Pure: no database here."""

from collections.abc import Mapping
from datetime import date, timedelta

from handrail.costs.models import Cover
from handrail.directory.funding import is_over
from handrail.directory.models import FundingLine, FundingState
from handrail.gate import RuleBroken, StateTable, Transition

#: A total is shown only where so many people stand behind it, or nobody does. What the Office for National Statistics
#: asks of counts about people: fewer than five are not published.
SMALLEST = 5

#: The most of one entry: a week of hours, ten thousand pounds. What is more is entered by the day or by the invoice.
MOST_MINUTES, MOST_PENCE = 7 * 24 * 60, 1_000_000

#: How far back work can be entered.
ENTERED_WITHIN = timedelta(days=366)

ENTRY = StateTable(
    name="time or cost entry",
    initial="recorded",
    transitions={
        "recorded": {"take_back": Transition("taken_back", ("whoever recorded it", "single_point_of_contact"))},
        "taken_back": {},
    },
    titles={"recorded": "Recorded", "taken_back": "Taken back"},
)


class NothingSpent(RuleBroken):
    """An entry of no time and no money."""

    def __init__(self) -> None:
        super().__init__("something-spent", "Enter the time, the money, or both.", field="minutes")


class NotCountedIn(RuleBroken):
    """A kind of work that the rulebook counts in the other measure only."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__("measure-of-the-kind", sentence, field=field)


class TooMuchAtOnce(RuleBroken):
    """More than one entry can mean."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__("most-of-an-entry", sentence, field=field)


class NotWithin(RuleBroken):
    """A day to come, or too long ago."""

    def __init__(self) -> None:
        super().__init__("day-of-the-work", "The day must be today or in the last 12 months.", field="on")


class NotALine(RuleBroken):
    """A funding line of another centre, or one that pays somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "line-of-the-centre", "Choose a funding line of this centre that pays you or who leads.", field="line"
        )


def cover_of(line: FundingLine | None, on: date) -> Cover:
    """Who bears what is done on that day, as the line stands now."""
    if line is None or is_over(line.state, line.ends_on, on=on):
        return Cover.NOBODY
    return Cover.PROMISED if line.state == FundingState.PROMISED else Cover.PAID


def shown_parts(people_behind: Mapping[str, frozenset[str]], hidden: frozenset[str] = frozenset()) -> frozenset[str]:
    """Which parts of a total may be shown beside it, each given with the people behind it; never those in ``hidden``.

    A part with one to four people is hidden. What is hidden could be worked out by taking the shown parts from the
    total: so more parts are hidden, the smallest first, until five people or more stand behind all that is hidden. A
    part with nobody behind it (work for the centre as a whole) is about no one, and hides no one.
    """
    away = set(hidden) | {name for name, people in people_behind.items() if 0 < len(people) < SMALLEST}
    behind = frozenset[str]().union(*(people_behind[each] for each in away))
    others = sorted(people_behind.keys() - away, key=lambda name: (len(people_behind[name]), name))
    for name in others:
        if not 0 < len(behind) < SMALLEST:
            break
        if people_behind[name]:
            away.add(name)
            behind |= people_behind[name]
    return frozenset(people_behind.keys() - away)


def may_show(people: frozenset[str]) -> bool:
    """Whether a total with these people behind it may be shown."""
    return len(people) == 0 or len(people) >= SMALLEST
