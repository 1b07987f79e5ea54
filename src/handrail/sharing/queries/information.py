"""The information about one person that an organisation holds, by the organisation that it came from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from handrail import gate
from handrail.gate import Actor, NotFound, listing
from handrail.programme import load
from handrail.sharing.arrivals import under_other_ids
from handrail.sharing.models import Disclosure, Holding, HoldingState
from handrail.sharing.queries.notices import gone, notices
from handrail.sharing.resources import HOLDING, PERSON
from handrail.sharing.values import HeldItem, ItemWords, Said, held_item, item_words, said


@dataclass(frozen=True, slots=True)
class Given:
    """What came by one disclosure; with no ``disclosure``, what the reader's organisation wrote itself."""

    organisation: str
    disclosure: UUID | None
    reference: str
    until: date | None
    items: tuple[HeldItem, ...]


@dataclass(frozen=True, slots=True)
class Information:
    """What the reader may read about a person, and the categories that it can be narrowed to."""

    categories: tuple[Said, ...]
    given: tuple[Given, ...]
    marking: int
    asks_who: bool


@listing("person.information")
def information(*, by: Actor, purpose: str, person: UUID, category: str = "") -> Information:
    """The items about a person that the actor's organisation holds and the actor may read, of one category if asked.

    Also what somebody decided to be about the same person under another id, and a tombstone for each item that is
    gone. Nobody else's copies are looked at: two partners in one case see what each was given. Raises NotFound for a
    person of whom nothing is held.
    """
    act = gate.current()
    act.about(person)
    ids = {person, *under_other_ids(person)}
    record = act.visible(PERSON).filter(person_id__in=ids).first()
    if record is None:
        raise NotFound
    rulebook = load(record.programme)
    copies = list(
        act.visible(HOLDING)
        .filter(person_id__in=ids)
        .select_related("originator", "disclosure")
        .order_by("originator__name", "disclosure__released_at", "disclosure_id", "number", "id")
    )
    held = act.visible(HOLDING, "holding.read").filter(person_id__in=ids, state=HoldingState.HELD)
    readable = set(held.values_list("id", flat=True))
    ended = {
        notice.holding: gone(notice)
        for each in ids
        for notice in notices(act, rulebook, person=each, holdings=[copy.id for copy in copies])
    }
    shown = [copy for copy in copies if copy.id in readable or copy.id in ended]
    wanted = [copy for copy in shown if category in ("", copy.category)]
    act.listed((copy.id for copy in wanted), category=category)
    words = item_words([copy for copy in wanted if copy.id in readable])
    return Information(
        categories=tuple(
            said(rulebook.categories.get(code), code) for code in sorted({copy.category for copy in shown})
        ),
        given=tuple(
            Given(
                organisation=items[0].originator.name,
                disclosure=disclosure.id if disclosure else None,
                reference=disclosure.reference if disclosure else "",
                until=disclosure.until if disclosure else None,
                items=tuple(
                    held_item(item, words.get(item.id, ItemWords("")), rulebook, ended.get(item.id)) for item in items
                ),
            )
            for disclosure, items in _by_disclosure(wanted)
        ),
        marking=max((copy.marking for copy in wanted if copy.id not in ended), default=1),
        asks_who=any(act.allows("holding.see_who", HOLDING, copy) for copy in wanted[:1]),
    )


def _by_disclosure(copies: Sequence[Holding]) -> Iterator[tuple[Disclosure | None, list[Holding]]]:
    for disclosure, items in groupby(copies, key=lambda copy: copy.disclosure):
        yield disclosure, list(items)
