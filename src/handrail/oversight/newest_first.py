"""Entries of the record, newest first, a page at a time, however many there are.

A page begins where another ended: at an entry, which the database finds by index, and not at a number of entries to
skip, each of which it would have to read. For the same reason nobody counts a million entries to show fifty of them:
beyond a ceiling, the page says that there are more.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.gate import RuleBroken
from handrail.ledger.models import LedgerPayload

#: Entries on a page, and how many are counted at most.
PAGE, COUNTED = 50, 10_000


class NoSuchPage(RuleBroken):
    """The entry from which the page was to go on is not among those that were asked for."""

    def __init__(self) -> None:
        super().__init__("no-such-page", "There is no such page.")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of entries; ``older`` and ``newer`` are the entries from which the next pages go on, if there are any.

    ``counted`` is how many there are in all, as far as they are counted: with ``more`` there are more than that.
    """

    rows: tuple[LedgerPayload, ...]
    older: UUID | None
    newer: UUID | None
    counted: int
    more: bool


def leaf(
    found: QuerySet[LedgerPayload],
    *,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = PAGE,
    few: bool = False,
) -> Leaf:
    """The newest of ``found``; or those just ``before`` an entry of it in time, or just ``after`` one.

    ``few`` says that they may be few among very many, and that an index tells which: they are then looked for in it,
    and only those of the page are read. Raises :class:`NoSuchPage` for an entry that is not among them.
    """
    if after:
        rows = _first(_beyond(found, after, older=False).order_by("at", "entry_id"), size + 1, few=few)
        newer, older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        narrowed = _beyond(found, before, older=True) if before else found
        rows = _first(narrowed.order_by("-at", "-entry_id"), size + 1, few=few)
        newer, older = before is not None, len(rows) > size
        rows = rows[:size]
    whole = not newer and not older
    counted = len(rows) if whole else found.order_by()[: COUNTED + 1].count()
    return Leaf(
        rows=tuple(rows),
        older=rows[-1].entry_id if rows and older else None,
        newer=rows[0].entry_id if rows and newer else None,
        counted=min(counted, COUNTED),
        more=counted > COUNTED,
    )


def _first(found: QuerySet[LedgerPayload], number: int, *, few: bool) -> list[LedgerPayload]:
    if few:
        found = found.filter(pk__in=list(found.values_list("pk", flat=True)[:number]))
    return list(found[:number])


def _beyond(found: QuerySet[LedgerPayload], entry: UUID, *, older: bool) -> QuerySet[LedgerPayload]:
    at = found.filter(pk=entry).values_list("at", flat=True).first()
    if at is None:
        raise NoSuchPage
    # The first condition alone is what the index is searched by; entries of the same moment go by their ids.
    if older:
        return found.filter(Q(at__lt=at) | Q(entry_id__lt=entry), at__lte=at)
    return found.filter(Q(at__gt=at) | Q(entry_id__gt=entry), at__gte=at)
