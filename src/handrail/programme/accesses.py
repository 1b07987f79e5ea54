"""Which use of records asks for a second look, and what one can find. About staff, never about people in cases."""

from dataclasses import dataclass
from typing import Annotated

from handrail.programme.entries import Entry
from handrail.programme.values import CodeOf, OneOf, SetOf, Text, Whole

#: What the house knows how to look for in the ledger; see ``oversight/unusual.py``.
PATTERNS = ("out_of_hours", "not_on_the_case", "many_people")


@dataclass(frozen=True, slots=True)
class AccessCheck(Entry):
    """A plain rule about how members open records, and what the data protection officer can do when it is met.

    ``spares`` are roles whose work looks like this: of whoever holds one at that moment nothing comes up. The hours of
    "out_of_hours" are London time, from ``opens`` o'clock on and until ``closes`` o'clock, on working days.
    "many_people" is met by more than ``most_people`` different people within ``within_minutes``.
    """

    looks_for: Annotated[str, OneOf(PATTERNS)]
    what_to_do: Annotated[str, Text(limit=300)]
    spares: Annotated[frozenset[str], SetOf(CodeOf("roles"), may_be_empty=True)]
    look_back_days: Annotated[int, Whole(most=366)]
    opens: Annotated[int, Whole(most=23)] = 7
    closes: Annotated[int, Whole(most=23)] = 20
    most_people: Annotated[int, Whole()] = 30
    within_minutes: Annotated[int, Whole(most=1440)] = 60
