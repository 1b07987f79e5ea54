"""The page of what became of each breach of the scoping (docs/reference/leak-suite-broken.md)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.leak.scoping_survivors import LEANING, SURVIVORS

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


#: Why nobody is there who could notice: of which breach, whether it is about a record, and the reason.
NOBODY = (
    (
        "may they?",
        True,
        (
            "Whoever may know of such a record may do this as well: passages.txt has the same people under both, or "
            "leaves those who can’t ask at all. So nobody is left to be refused by this question; the one before it, "
            "whether they may know of the record, was broken too and was noticed"
        ),
    ),
    (
        "may they?",
        False,
        "About no record, and for every member, or for the one service that can ask it: there is nobody to refuse",
    ),
)


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
    text += _survivors(each for each in outcomes if each.cells and not each.caught)
    text += _nobody_to_notice([each for each in outcomes if not each.cells])
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
    return (
        said
        + "These lean on row security alone:\n\n"
        + "".join(f"- {each}: {LEANING.get(each, '**not explained**')}\n" for each in leaning)
    )


def _survivors(outcomes: Iterable[Outcome]) -> str:
    rows = "".join(
        f"| {each.what} | `{each.where}` | {SURVIVORS.get(each.where, '**not explained**')} |\n" for each in outcomes
    )
    return "\n## What isn’t noticed, and why\n\n| What | Where | Why that is so |\n|---|---|---|\n" + rows


def _nobody_to_notice(outcomes: list[Outcome]) -> str:
    """Where there is nobody to try it: by what is broken, and whether it is about a record."""
    text = ""
    for what, of_record, why in NOBODY:
        if found := [f"`{each.where}`" for each in outcomes if each.what == what and bool(each.within) == of_record]:
            text += f"\n{why} ({len(found)}): {', '.join(found)}.\n"
    return "\n## Where there is nobody to notice\n" + text
