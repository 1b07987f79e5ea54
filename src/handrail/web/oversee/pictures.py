"""Pictures of amounts, drawn on the server: bars whose table stands beside them, so that nobody needs the picture."""

from collections.abc import Iterable
from dataclasses import dataclass

#: In units of the picture's own grid, narrow enough to be read on a phone: its width, a row's height (the words above
#: the bar), and the room for the amount beside the longest bar.
WIDTH, ROW, BESIDE = 360, 62, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, its amount in words, and where it stands; no length where the amount may not be said."""

    label: str
    said: str
    top: int
    length: int


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
    room = WIDTH - BESIDE
    drawn = tuple(
        Bar(
            label=label,
            said=said,
            top=index * ROW,
            length=round(room * amount / longest) if amount and longest else 0,
        )
        for index, (label, amount, said) in enumerate(given)
    )
    return Bars(title, len(drawn) * ROW, drawn)
