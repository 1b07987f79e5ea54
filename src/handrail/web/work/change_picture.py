"""What changed between two assessments, as a picture: where its words and boxes stand.

The picture has no axis and no scale. Each factor has a row of its own: from one word to another, with an arrow for
what changed and a plain line for what did not. Nothing is told by colour, and nothing is measured.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handrail.assessments.values import CHANGES, Change
from handrail.programme.instruments import ANSWERS, Instrument

#: Lengths in the picture's own units; it is drawn as wide as its column.
WIDTH: Final = 360
BOX_WIDTH: Final = 130
BOX_HEIGHT: Final = 34
LINE: Final = 19
GAP: Final = 22
HEADING: Final = 34

#: Where the rows begin, below the two dates.
TOP: Final = 30

#: What is left free below the last row.
FOOT: Final = 4

#: About as many letters as fit in one line above a row.
_LETTERS: Final = 42


@dataclass(frozen=True, slots=True)
class Row:
    """One factor: its title in lines, and the words in its two boxes (empty: no box)."""

    title: tuple[str, ...]
    before: str
    after: str
    how: str
    y: int
    box_y: int


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of one kind of change under one heading."""

    heading: str
    y: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture. ``told`` is the same in a sentence for each factor, for who does not see it."""

    height: int
    bands: tuple[Band, ...]
    told: str


def picture(changes: Sequence[Change], form: Instrument) -> Picture:
    """The picture of ``changes``; those not given to the reader have no row in it."""
    titles = {factor.code: factor.title for factor in form.factors}
    bands, y = [], TOP
    for how, heading in CHANGES.items():
        chosen = [change for change in changes if change.how == how and how != "not_given"]
        if not chosen:
            continue
        top, y = y, y + HEADING
        rows = []
        for change in chosen:
            row = _row(change, titles[change.factor], y)
            rows.append(row)
            y = row.box_y + BOX_HEIGHT + GAP
        bands.append(Band(heading, top, tuple(rows)))
    return Picture(y - GAP + FOOT if bands else 0, tuple(bands), _told(changes, titles))


def _row(change: Change, title: str, y: int) -> Row:
    lines = tuple(textwrap.wrap(title, _LETTERS))
    return Row(
        title=lines,
        before=ANSWERS.get(change.before or "", ""),
        after=ANSWERS.get(change.after or "", ""),
        how=change.how,
        y=y,
        box_y=y + LINE * len(lines) + 4,
    )


def _told(changes: Sequence[Change], titles: Mapping[str, str]) -> str:
    return " ".join(_sentence(change, titles[change.factor]) for change in changes if change.how != "not_given")


def _sentence(change: Change, title: str) -> str:
    before, after = (ANSWERS.get(answer or "", "").lower() for answer in (change.before, change.after))
    match change.how:
        case "moved":
            return f"{title}: from {before} to {after}."
        case "new":
            return f"{title}: {after}, judged for the first time."
        case "gone":
            return f"{title}: {before} before, not judged this time."
        case _:
            return f"{title}: {after}, as before."
