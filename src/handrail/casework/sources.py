"""What a judgement leans on decides who may read its words.

Derived text is a draft for the common readers of its sources (DESIGN: originator control reaches into what is written
from an item): a partner that does not hold every source sees that something was written, and not what.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from handrail import provenance
from handrail.gate import Act, RuleBroken
from handrail.sharing.models import HoldingState
from handrail.sharing.resources import HOLDING


def held(act: Act, person: UUID, items: Iterable[UUID]) -> frozenset[UUID]:
    """Those of ``items`` whose words the actor may read in their own organisation's copy now."""
    wanted = tuple(items)
    if not wanted:
        return frozenset()
    readable = act.visible(HOLDING, "holding.read").filter(person_id=person, item__in=wanted, state=HoldingState.HELD)
    return frozenset(readable.values_list("item", flat=True))


def originators(act: Act, person: UUID, items: Iterable[UUID]) -> dict[UUID, UUID]:
    """Item to originator, for those of ``items`` that the actor may draw on."""
    readable = act.visible(HOLDING, "holding.read").filter(
        person_id=person, item__in=tuple(items), state=HoldingState.HELD
    )
    return dict(readable.values_list("item", "originator_id"))


def readable(act: Act, *, keeper: UUID, person: UUID, kind: str, rows: Iterable[UUID]) -> Mapping[UUID, bool]:
    """For each derived record kept by ``keeper``, whether the actor may read its words: they hold every source."""
    ids = tuple(rows)
    with act.deliver_to(keeper):
        drawn = provenance.sources_of(kind, ids)
    mine = held(act, person, {item for items in drawn.values() for item in items})
    return {row: drawn.get(row, frozenset()) <= mine for row in ids}


def lean(act: Act, *, keeper: UUID, person: UUID, kind: str, row: UUID, items: Iterable[UUID]) -> None:
    """Record what a judgement draws on. Raises :class:`NotHeld` for an item that the writer can't read."""
    wanted = frozenset(items)
    if not wanted:
        return
    found = originators(act, person, wanted)
    if wanted - found.keys():
        raise NotHeld
    with act.deliver_to(keeper):
        provenance.record(act, organisation=keeper, derived=(kind, row), items=found)


class NotHeld(RuleBroken):
    """A judgement can draw only on what its writer may read."""

    def __init__(self) -> None:
        super().__init__("draw-on-what-you-hold", "You can only draw on information that you hold.", field="draws_on")
