"""Who can see this now, and why: an item or a case, for those who answer for it and those who check.

Of the reader's own organisation by name; of the others that hold it, or are in the case, how many and in which roles.
Of which others is what the reader may know: those that their organisation itself gave it to, those of the same case,
and for an oversight body every organisation that has it. Which rule stops somebody tells of the record, such as its
marking: only those who may ask about the record itself, the data protection officer and the Caldicott guardian of the
organisation that has it, are told that. An auditor, who comes from an entry, is told who and not why not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from django.db.models import Q

from handrail import gate
from handrail.casework.models import Case
from handrail.casework.resources import CASE
from handrail.directory.models import Organisation
from handrail.directory.who import AbleMembers, Counted, Step, able_members, count_able
from handrail.gate import Act, Actor, RuleBroken, listing
from handrail.oversight.resources import RECORD
from handrail.sharing.ending import released_parts
from handrail.sharing.models import Holding, PersonRecord
from handrail.sharing.resources import HOLDING, ITEM

PAGE = 50

#: What entries call a copy of an item, and the originator's own, which is its register entry.
_ITEMS = frozenset({HOLDING.name, ITEM.name})
#: The kinds of record that an entry can be about and of which it can be asked who can see them.
ASKED_ABOUT = _ITEMS | {CASE.name}


class AboutNeither(RuleBroken):
    """The entry is about something else, or about something that is no longer kept."""

    def __init__(self) -> None:
        super().__init__("about-neither", "This entry is about no item and no case that is still kept.")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many members of another organisation can open it, and in which roles."""

    organisation: str
    kind: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class WhoCan:
    """Who can open one item or case now.

    ``ours`` are members of the reader's organisation, a page of them; None if it has no part in it. ``says_why_not``:
    whether it says which rules stop those who only know of it; the reader may not know that. ``person`` is whom
    it is about, an opaque id, and ``reference`` what the record is called, where the reader may know. ``came_from`` is
    the other organisation that gave it to the reader's, if one did. An item that the reader asks about stands on the
    page of the ``disclosure`` by which it came, or of the ``person_record`` if it is their organisation's own.
    """

    what: Literal["item", "case"]
    person: UUID
    programme: str
    reference: str
    came_from: str
    ours: AbleMembers | None
    says_why_not: bool
    elsewhere: tuple[Elsewhere, ...]
    disclosure: UUID | None = None
    person_record: UUID | None = None


@listing("holding.see_who", resource=HOLDING)
def who_can_read(*, by: Actor, purpose: str, holding: UUID, page: int = 1) -> WhoCan:
    """Who can read an item that the reader's organisation holds."""
    act = gate.current()
    held = act.resource(HOLDING)
    found = _item(act, held, _given_to, page)
    if held.disclosure_id:
        return replace(found, disclosure=held.disclosure_id)
    record = PersonRecord.objects.get(organisation_id=held.organisation_id, person_id=held.person_id)
    return replace(found, person_record=record.pk)


@listing("case.see_who", resource=CASE)
def who_can_open(*, by: Actor, purpose: str, case: UUID, page: int = 1) -> WhoCan:
    """Who can open a case that the reader's organisation is in."""
    act = gate.current()
    return _case(act, act.resource(CASE), page)


@listing("record.see_who", resource=RECORD)
def who_can_see(*, by: Actor, purpose: str, record: UUID, page: int = 1) -> WhoCan:
    """Who can open what an entry of the record is about.

    Of that nothing is told: not what a case is called, nor, unless the reader may ask about it itself, what stops whom.
    """
    act = gate.current()
    entry = act.resource(RECORD)
    house, subject = entry.organisation_id, entry.subject_id
    case = _case_of(act, house, subject) if entry.subject_type == CASE.name else None
    held = _held(act, house, subject) if entry.subject_type in _ITEMS else None
    if case is not None:
        found = _case(act, case, page, why_not=act.allows("case.see_who", CASE, case))
        return replace(found, reference="")
    if held is None:
        raise AboutNeither
    others = _given_to if house == act.organisation else _everywhere
    found = _item(act, held, others, page, why_not=act.allows("holding.see_who", HOLDING, held))
    return replace(found, reference="")


def _case_of(act: Act, house: UUID, case: UUID) -> Case | None:
    """The case, if ``house`` is in it."""
    with act.deliver_to(house):
        of_house = Q(organisation_id=house) | Q(partners__contains=[house])
        return CASE.rows().filter(of_house, pk=case).first()


def _held(act: Act, house: UUID, holding: UUID) -> Holding | None:
    """The copy, if it is one of ``house``."""
    with act.deliver_to(house):
        return HOLDING.rows().filter(organisation_id=house, pk=holding).first()


def _copy(act: Act, house: UUID, item: UUID) -> Holding | None:
    """The copy of ``item`` that ``house`` has."""
    with act.deliver_to(house):
        return HOLDING.rows().filter(organisation_id=house, item=item).first()


def _given_to(act: Act, held: Holding) -> tuple[Holding, ...]:
    """The copies of those that the holder gave the item to, as its own books have them."""
    with act.deliver_to(held.organisation_id):
        parts = released_parts(held.organisation_id, held.item)
        recipients = tuple(parts.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())
    copies = (_copy(act, recipient, held.item) for recipient in recipients)
    return tuple(copy for copy in copies if copy is not None)


def _everywhere(act: Act, held: Holding) -> tuple[Holding, ...]:
    """Every copy of the item, from its originator's on: for a body that oversees all organisations."""
    first = _copy(act, held.originator_id, held.item)
    found = {copy.organisation_id: copy for copy in (first, held) if copy is not None}
    waiting = list(found.values())
    while waiting:
        for copy in _given_to(act, waiting.pop()):
            if copy.organisation_id not in found:
                found[copy.organisation_id] = copy
                waiting.append(copy)
    return tuple(found.values())


def _item(
    act: Act, held: Holding, others: Callable[[Act, Holding], tuple[Holding, ...]], page: int, *, why_not: bool = True
) -> WhoCan:
    elsewhere = {copy.organisation_id: _reading(copy) for copy in others(act, held)}
    return _said(act, held, {held.organisation_id: _reading(held), **elsewhere}, page, why_not)


def _case(act: Act, case: Case, page: int, *, why_not: bool = True) -> WhoCan:
    step = Step("case.open", CASE.see, CASE.entity(case))
    return _said(act, case, dict.fromkeys((case.organisation_id, *case.partners), step), page, why_not)


def _reading(copy: Holding) -> Step:
    return Step("holding.read", HOLDING.see, HOLDING.entity(copy))


def _said(act: Act, record: Holding | Case, houses: Mapping[UUID, Step], page: int, why_not: bool) -> WhoCan:
    """Who can, of each of these organisations. The ledger is told whose names were shown, and who was counted."""
    ours = houses.get(act.organisation)
    able = (
        able_members(act.organisation, ours, today=act.today, page=page, per_page=PAGE, stops=why_not) if ours else None
    )
    others = {house: step for house, step in houses.items() if house != act.organisation}
    act.about(record.person_id)
    act.listed((row.member for row in able.rows) if able else (), page=str(page))
    act.note(organisations=list(others))
    return WhoCan(
        what="case" if isinstance(record, Case) else "item",
        person=record.person_id,
        programme=record.programme,
        reference=record.reference if isinstance(record, Case) else f"Item {record.number}",
        came_from=_giver(record) if ours else "",
        ours=able,
        says_why_not=why_not,
        elsewhere=tuple(sorted(_counts(act, others), key=lambda each: each.organisation)),
    )


def _giver(record: Holding | Case) -> str:
    """Whom an item came from, where that is somebody else."""
    if isinstance(record, Case) or record.originator_id == record.organisation_id:
        return ""
    return record.originator.name


def _counts(act: Act, houses: Mapping[UUID, Step]) -> Iterator[Elsewhere]:
    organisations = Organisation.objects.in_bulk(houses)
    for house, step in houses.items():
        with act.deliver_to(house):
            counted = count_able(house, step, today=act.today)
        yield Elsewhere(organisations[house].name, organisations[house].kind, counted)
