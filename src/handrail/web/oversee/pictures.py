"""Pictures of amounts, drawn on the server: bars whose table stands beside them, so that nobody needs the picture."""

from collections.abc import Iterable
from dataclasses import dataclass

#: In units of the picture's own grid: the whole width, where bars begin, a row's height, and the room for the amount.
WIDTH, LEFT, ROW, RIGHT = 700, 190, 44, 150


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, its amount in words, and where it stands. ``hidden`` where the amount may not be said."""

    label: str
    said: str
    top: int
    length: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """One picture of bars that share a scale."""

    title: str
    height: int
    bars: tuple[Bar, ...]


def bars(title: str, rows: Iterable[tuple[str, int | None, str]]) -> Bars:
    """Bars for (label, amount, amount in words); an amount of None may not be said and gets no bar."""
    given = tuple(rows)
    longest = max((amount for _, amount, _ in given if amount), default=0)
    room = WIDTH - LEFT - RIGHT
    drawn = tuple(
        Bar(
            label=label,
            said=said,
            top=index * ROW,
            length=round(room * amount / longest) if amount and longest else 0,
            hidden=amount is None,
        )
        for index, (label, amount, said) in enumerate(given)
    )
    return Bars(title, len(drawn) * ROW, drawn)
