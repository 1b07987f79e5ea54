"""The page of what became of each breach of the scoping (docs/reference/leak-suite-broken.md)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.leak.scoping_survivors import SURVIVORS

HEAD = """# The leak suite, with the scoping broken on purpose

Made by `python -m tests.leak.scoping`; don’t edit it by hand. Handrail’s scoping is broken in one place at a time, and
the [leak suite](leak-suite.md) is tried until it fails. What it doesn’t notice is listed with the
reason: there nobody learns anything that they may not know, or another wall stands behind it.

Row security is off where rows are asked for: Handrail’s own scoping is what is tried, and not the wall behind it.

| What is broken | Where | Breaches | Noticed | Nobody to notice |
|---|---|---|---|---|
"""

WHAT = {
    "may they know?": "A passage doesn’t ask whether one may know of the record",
    "may they?": "A passage doesn’t ask whether one may do this",
    "what for?": "A read takes every purpose for support",
    "every row": "A list, or a part of a page, takes every row that there is",
    "the wrong house": "Row security shows everybody the rows of one organisation",
}


@dataclass(frozen=True)
class Outcome:
    """One breach: what and where, how many cells were tried, and the first that failed ("" if none did)."""

    what: str
    where: str
    within: str
    cells: int
    by: str

    @property
    def caught(self) -> bool:
        return bool(self.by)


def page(outcomes: list[Outcome], beyond: list[str], leaning: list[str], seconds: float) -> str:
    """The whole page. ``beyond`` are places that no read comes to, ``leaning`` what fails without row security."""
    many, noticed = Counter(each.what for each in outcomes), Counter(each.what for each in outcomes if each.caught)
    nobody = Counter(each.what for each in outcomes if not each.cells)
    text = HEAD
    for what, said in WHAT.items():
        text += f"| {said} | {_where(what)} | {many[what]} | {noticed[what]} | {nobody[what]} |\n"
    text += f"\nIt took {seconds / 60:.0f} minutes.\n"
    text += _without_the_wall(leaning)
    text += _survivors(each for each in outcomes if not each.caught)
    text += "\n## Each breach\n\n| What | Where | Cells tried | Noticed by |\n|---|---|---|---|\n"
    text += "".join(f"| {each.what} | `{each.where}` | {each.cells} | {each.by or '–'} |\n" for each in outcomes)
    text += "\n## Out of the reach of reads\n\nHere actions alone ask for rows. Their own flow tests try them.\n\n"
    return text + "".join(f"- `{each}`\n" for each in beyond)


def _where(what: str) -> str:
    return {"every row": "each call of `act.visible`", "the wrong house": "the gate"}.get(what, "each passage")


def _without_the_wall(leaning: list[str]) -> str:
    said = "\n## Row security off\n\nEvery read is tried once more as a role that row security doesn’t bind. "
    if not leaning:
        return said + "All hold: policy alone keeps to itself what it ought to.\n"
    return said + "These lean on row security alone:\n\n" + "".join(f"- {each}\n" for each in leaning)


def _survivors(outcomes: Iterable[Outcome]) -> str:
    rows = "".join(
        f"| {each.what} | `{each.where}` | {SURVIVORS.get(each.where) or _nobody(each)} |\n" for each in outcomes
    )
    return "\n## What isn’t noticed, and why\n\n| What | Where | Why that is so |\n|---|---|---|\n" + rows


def _nobody(outcome: Outcome) -> str:
    """Where there is nobody to try it."""
    if outcome.cells:
        return "**not explained**"
    return {
        "may they know?": "Open to every member and service: there is nobody who may not know.",
        "may they?": "Whoever may know of it may do this: there is nobody to refuse.",
    }.get(outcome.what, "Nobody comes here.")
