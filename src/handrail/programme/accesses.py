"""Which use of records asks for a second look, and what one can find. About staff, never about people in cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from handrail.programme.draft import Draft
from handrail.programme.entries import Entry
from handrail.programme.faults import Fault
from handrail.programme.values import CodeOf, OneOf, SetOf, Text, Whole

#: What the house knows how to look for in the ledger; see ``oversight/unusual.py``.
PATTERNS = ("out_of_hours", "not_on_the_case", "many_people")


@dataclass(frozen=True, slots=True)
class AccessCheck(Entry):
    """A plain rule about how members open records, and what the data protection officer can do when it is met.

    ``spares`` are roles whose work looks like this: of whoever holds one at that moment nothing comes up. The hours of
    "out_of_hours" are London time, from ``opens`` o'clock on and until ``closes`` o'clock, on working days.
    "many_people" is met by more than ``most_people`` different people within ``within_minutes``. What nobody has looked
    at within ``waits_days`` falls due, and after ``look_back_days`` no longer comes up.
    """

    looks_for: Annotated[str, OneOf(PATTERNS)]
    what_to_do: Annotated[str, Text(limit=300)]
    spares: Annotated[frozenset[str], SetOf(CodeOf("roles"), may_be_empty=True)]
    look_back_days: Annotated[int, Whole(most=366)]
    waits_days: Annotated[int, Whole(most=366)]
    opens: Annotated[int, Whole(most=23)] = 7
    closes: Annotated[int, Whole(most=23)] = 20
    most_people: Annotated[int, Whole()] = 30
    within_minutes: Annotated[int, Whole(most=1440)] = 60


def nothing_is_over_before_it_fell_due(draft: Draft) -> Iterator[Fault]:
    """What nobody looked at becomes somebody's duty long before it stops coming up."""
    for check, place in draft.entries("access_checks", AccessCheck):
        if check.waits_days * 2 > check.look_back_days:
            message = (
                f'access_checks "{check.code}": it may wait for {check.waits_days} days, and comes up for '
                f"{check.look_back_days}. Let it wait for half of them at most, so that somebody is reminded in time."
            )
            yield place.fault("second-look-too-late", message, "waits_days")


ACCESS_RULES: Final = (nothing_is_over_before_it_fell_due,)
