"""What an action leaves behind: a row with a moment and, mostly, with who did it; and an entry about it in the ledger.

A :class:`Trace` says for one column of moments which actions write it, and how their entries are found from the row:
by the moment, by who acted, and by the record that the entry is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: Stands for every action: the row is a by-product (a duty, a line of a case's history) that many of them leave.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Trace:
    """One column of moments, and the actions whose entries tell of them.

    ``when`` is the column, or an SQL expression over the row ``r``; ``who`` the column with the actor, or empty where
    none is kept. ``actions`` gives for each action the column with the record that its entry is about; empty where the
    action itself makes the record, or the row doesn't name it. ``for_another`` are actions that write down who did it
    before them: who signed the transfer that is accepted now. ``leaves`` are those of the actions that always leave
    such a row, whose moment no later action changes: for each of their entries there must be one.

    With ``or_just_after`` the moment may be up to a millisecond after the entry: no two owners of a risk begin at one
    moment, so where clocks say they do, the second begins a microsecond later.
    """

    model: str
    when: str
    who: str
    actions: Mapping[str, str]
    leaves: tuple[str, ...] = ()
    for_another: tuple[str, ...] = ()
    or_just_after: bool = False


def each(about: str, *actions: str) -> dict[str, str]:
    """Several actions whose entries are about the record in the same column."""
    return dict.fromkeys(actions, about)
