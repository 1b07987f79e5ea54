"""Recording what a derived record draws on, and finding what leans on an item.

Called inside the acts of the floors above. Row security shows the derived records of the organisation for which the
transaction acts; an originator that ends an item marks what leans on it in each holder's organisation in turn, under
``act.deliver_to``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from handrail.gate import Act
from handrail.provenance.models import DrawsOn, LeaningState
from handrail.provenance.rules import LEANING

#: A derived record: its kind and its id.
Derived = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Leaning:
    """A derived record that draws on an item, and how it stands with that."""

    kind: str
    id: UUID
    item: UUID
    originator: UUID
    state: str
    why: str
    marked_at: datetime


def record(
    act: Act,
    *,
    organisation: UUID,
    derived: Derived,
    items: Mapping[UUID, UUID],
    records: Iterable[Derived] = (),
) -> int:
    """Record what ``derived`` draws on, and give how many first sources that is.

    ``items`` maps each item to its originator; ``records`` are derived records, of the same organisation, whose own
    first sources are taken over. Recording a source again changes nothing.
    """
    sources = dict(items)
    for kind, ids in _by_kind(records).items():
        drawn = DrawsOn.objects.filter(organisation_id=organisation, derived_kind=kind, derived_id__in=ids)
        sources.update(drawn.values_list("item", "originator_id"))
    DrawsOn.objects.bulk_create(
        (
            DrawsOn(
                organisation_id=organisation,
                derived_kind=derived[0],
                derived_id=derived[1],
                item=item,
                originator_id=originator,
                recorded_at=act.now,
            )
            for item, originator in sources.items()
        ),
        ignore_conflicts=True,
    )
    return len(sources)


def sources_of(kind: str, ids: Iterable[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """The items that each of these derived records draws on. A record without sources is not in the answer."""
    return {id_: items for (_, id_), items in all_sources_of((kind, id_) for id_ in ids).items()}


def all_sources_of(records: Iterable[Derived]) -> Mapping[Derived, frozenset[UUID]]:
    """The same for derived records of whatever kinds."""
    wanted = frozenset(records)
    found: defaultdict[Derived, set[UUID]] = defaultdict(set)
    drawn = DrawsOn.objects.filter(derived_id__in={id_ for _, id_ in wanted})
    for kind, id_, item in drawn.values_list("derived_kind", "derived_id", "item"):
        found[kind, id_].add(item)
    return {derived: frozenset(items) for derived, items in found.items() if derived in wanted}


def drawn_on(records: Iterable[Derived]) -> frozenset[UUID]:
    """The items that any of these derived records, of whatever kinds, draws on."""
    return frozenset().union(*all_sources_of(records).values())


def originators_of(kind: str, ids: Iterable[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Whose information each of these derived records draws on. A record without sources is not in the answer."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    drawn = DrawsOn.objects.filter(derived_kind=kind, derived_id__in=tuple(ids))
    for derived, originator in drawn.values_list("derived_id", "originator_id"):
        found[derived].add(originator)
    return {derived: frozenset(originators) for derived, originators in found.items()}


def leaning_on(item: UUID) -> tuple[Leaning, ...]:
    """The derived records that draw on ``item``, in the order in which they were written."""
    return _leanings(DrawsOn.objects.filter(item=item))


def to_review(kind: str, ids: Iterable[UUID]) -> tuple[Leaning, ...]:
    """Why each of these derived records has to be looked at again; nothing for those that stand."""
    marked = DrawsOn.objects.filter(derived_kind=kind, derived_id__in=tuple(ids), state=LeaningState.TO_REVIEW)
    return _leanings(marked)


def all_to_review(records: Iterable[Derived]) -> frozenset[Derived]:
    """Those of these derived records, of whatever kinds, that have to be looked at again."""
    wanted = frozenset(records)
    marked = DrawsOn.objects.filter(derived_id__in={id_ for _, id_ in wanted}, state=LeaningState.TO_REVIEW)
    return wanted & frozenset(marked.values_list("derived_kind", "derived_id"))


def ended_under(kind: str, ids: Iterable[UUID]) -> tuple[Leaning, ...]:
    """What of the sources of these derived records has ended, whether or not somebody looked at it again."""
    return _leanings(DrawsOn.objects.filter(derived_kind=kind, derived_id__in=tuple(ids)).exclude(why=""))


def mark_for_review(act: Act, *, item: UUID, why: str) -> tuple[Leaning, ...]:
    """Mark everything that leans on ``item``: it was recalled, corrected or ran out (``why``, a code).

    Gives the derived records, so that the caller can make the review somebody's duty.
    """
    # From every state this leads to the same one (see rules.LEANING), so one statement does for all.
    DrawsOn.objects.filter(item=item).update(
        state=LEANING.next(LeaningState.LEANING, "mark"), why=why, marked_at=act.now
    )
    return leaning_on(item)


def reviewed(act: Act, *, derived: Derived) -> int:
    """Record that the author of a derived record looked at it again; gives of how many sources that disposes."""
    return DrawsOn.objects.filter(derived_kind=derived[0], derived_id=derived[1], state=LeaningState.TO_REVIEW).update(
        state=LEANING.next(LeaningState.TO_REVIEW, "review"), reviewed_at=act.now, reviewed_by=act.by.id
    )


def forget(kind: str, ids: Iterable[UUID]) -> None:
    """Forget what these derived records drew on, whose words are gone: a discarded draft, a note that was replaced."""
    DrawsOn.objects.filter(derived_kind=kind, derived_id__in=tuple(ids)).delete()


def _by_kind(records: Iterable[Derived]) -> Mapping[str, list[UUID]]:
    kinds: defaultdict[str, list[UUID]] = defaultdict(list)
    for kind, id_ in records:
        kinds[kind].append(id_)
    return kinds


def _leanings(drawn: QuerySet[DrawsOn]) -> tuple[Leaning, ...]:
    return tuple(
        Leaning(
            kind=each.derived_kind,
            id=each.derived_id,
            item=each.item,
            originator=each.originator_id,
            state=each.state,
            why=each.why,
            marked_at=each.marked_at,
        )
        for each in drawn.order_by("recorded_at", "id")
    )
