"""The people whom an organisation holds something about, and one of them. Words only where policy lets them be read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from handrail import gate
from handrail.gate import Act, Actor, NotFound, listing, query
from handrail.programme import Programme, load
from handrail.sharing.arrivals import under_other_ids
from handrail.sharing.initials import initials_of
from handrail.sharing.models import Disclosure, Holding, HoldingState, PersonRecord
from handrail.sharing.queries.notices import NoticeRow, notices
from handrail.sharing.resources import DISCLOSURE, HOLDING, ITEM, PERSON
from handrail.sharing.sealed import Copy, unseal_all, unseal_copies
from handrail.sharing.values import ItemWords, Said, main_name, said

#: Rows on one page of the list.
PAGE = 50

#: A search by name opens at most this many records: beyond it, people narrow the list first.
SEARCH_CEILING = 20_000


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list: reference and initials, never a name."""

    id: UUID
    person: UUID
    reference: str
    initials: str
    centre: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One page of the list, with how many people there are in all."""

    rows: tuple[PersonRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Initials:
    """Initials by person."""

    pairs: tuple[tuple[UUID, str], ...] = ()

    def of(self, person: UUID | None) -> str:
        """The initials of ``person``; none for somebody the reader may not know of."""
        return next((initials for known, initials in self.pairs if known == person), "")


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """One disclosure about a person, as a line that leads to it."""

    id: UUID
    originator: str
    recipient: str
    received: bool
    state: str
    requested_action: Said
    released_at: datetime
    until: date


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item that this organisation originated, with what it may do to it."""

    holding: UUID
    number: int
    category: Said
    words: str
    marking: int
    state: str
    steps: tuple[str, ...]
    asks_who: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything that this organisation has about one person, as far as the reader may see it."""

    id: UUID
    person: UUID
    reference: str
    name: str
    programme: str
    centre: str
    marking: int
    disclosures: tuple[DisclosureRow, ...]
    own: tuple[OwnItem, ...]
    notices: tuple[NoticeRow, ...]
    asks_who_saw: bool


@dataclass(frozen=True, slots=True)
class Source:
    """An item that a judgement can draw on."""

    item: UUID
    number: int
    category: Said
    originator: str


@dataclass(frozen=True, slots=True)
class Known:
    """What there is on a person to open a case from: which items, not what they say."""

    record: UUID
    reference: str
    programme: str
    centre_id: UUID
    items: tuple[Source, ...]


@listing("person.list")
def people(*, by: Actor, purpose: str, page: int = 1) -> PeopleList:
    """The people whom the actor's organisation holds something about, those it has known of latest first.

    Only the names of those on the page are opened, for their initials. A page beyond the last gives the last.
    """
    act = gate.current()
    visible = _listed(act)
    total = visible.count()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    records = list(visible.order_by("-since", "id")[(page - 1) * PAGE : page * PAGE])
    act.listed((record.id for record in records), page=str(page))
    return PeopleList(_rows(act, records), total)


@listing("person.find")
def find_people(*, by: Actor, purpose: str, words: str) -> tuple[PersonRow, ...]:
    """People by reference, or by a name that the actor may read. Names are opened in memory and never indexed.

    That they may search at all is this listing's own action; that a name tells them of anybody, `holding.read` of the
    name: who may not read it can't find out by guessing it either.
    """
    act = gate.current()
    wanted = words.casefold().split()
    records = list(_listed(act).order_by("-since")[:SEARCH_CEILING])
    named = _people_by_name(act, wanted)
    typed = words.strip().upper()
    found = [record for record in records if record.person_id in named or record.reference == typed]
    act.listed((record.id for record in found), words=words)
    return _rows(act, found)


@listing("person.initials")
def initials(*, by: Actor, purpose: str, people: tuple[UUID, ...]) -> Initials:
    """The initials by which lists show these people, as far as the actor may know of them."""
    act = gate.current()
    records = list(act.visible(PERSON).filter(person_id__in=people))
    act.listed(record.id for record in records)
    return Initials(tuple(initials_of(act, (record.person_id for record in records)).items()))


@listing("person.sources")
def about(*, by: Actor, purpose: str, person: UUID) -> Known:
    """The items about a person that the actor may read, as sources of what they write. Raises NotFound for none.

    Among them is what somebody decided to be about the same person under another id.
    """
    act = gate.current()
    act.about(person)
    ids = {person, *under_other_ids(person)}
    records = list(act.visible(PERSON).filter(person_id__in=ids))
    if not records:
        raise NotFound
    record = next((each for each in records if each.person_id == person), records[0])
    rulebook = load(record.programme)
    found = list(
        act.visible(HOLDING, "holding.read").filter(person_id__in=ids, state=HoldingState.HELD).order_by("number")
    )
    act.listed(holding.id for holding in found)
    items = tuple(
        Source(
            each.item, each.number, said(rulebook.categories.get(each.category), each.category), each.originator.name
        )
        for each in found
    )
    return Known(record.id, record.reference, record.programme, record.centre_id, items)


@query("person.open", resource=PERSON)
def open_person(*, by: Actor, purpose: str, person: UUID) -> PersonPage:
    """One person's page: what was received and given, what this organisation wrote itself, and what is gone."""
    act = gate.current()
    record = act.resource(PERSON)
    rulebook = load(record.programme)
    house = Copy(record.organisation_id, record.person_id)
    readable = list(
        act.visible(HOLDING, "holding.read").filter(person_id=record.person_id).order_by("disclosure_id", "number")
    )
    texts = [ItemWords(text) for (text,) in unseal_all(house, readable, "text")]
    pairs = list(zip(readable, texts, strict=True))
    disclosures = act.visible(DISCLOSURE).filter(person_id=record.person_id).order_by("-released_at")
    return PersonPage(
        id=record.id,
        person=record.person_id,
        reference=record.reference,
        name=main_name(pairs),
        programme=rulebook.slug,
        centre=record.centre.name,
        marking=max((holding.marking for holding in readable), default=1),
        disclosures=tuple(_disclosure_row(act, each, rulebook) for each in disclosures),
        own=tuple(_own(act, holding, words, rulebook) for holding, words in pairs if _is_own(holding)),
        notices=notices(act, rulebook, person=record.person_id),
        asks_who_saw=act.allows("person.see_accesses", PERSON, record),
    )


def _listed(act: Act) -> QuerySet[PersonRecord]:
    """The records that the actor may know of, with what a list shows of them."""
    return act.visible(PERSON).only("person_id", "reference", "since", "centre__name")


def _rows(act: Act, records: list[PersonRecord]) -> tuple[PersonRow, ...]:
    known = initials_of(act, (record.person_id for record in records))
    return tuple(
        PersonRow(
            record.id,
            record.person_id,
            record.reference,
            known.get(record.person_id, ""),
            record.centre.name,
            record.since,
        )
        for record in records
    )


def _people_by_name(act: Act, wanted: list[str]) -> frozenset[UUID]:
    """The people one of whose readable names has every word that was searched for."""
    if not wanted:
        return frozenset()
    names = list(act.visible(HOLDING, "holding.read").filter(category="name", state=HoldingState.HELD)[:SEARCH_CEILING])
    copies = [(Copy(holding.organisation_id, holding.person_id), holding) for holding in names]
    texts = unseal_copies(copies, "text")
    return frozenset(
        holding.person_id
        for holding, (text,) in zip(names, texts, strict=True)
        if all(word in text.casefold() for word in wanted)
    )


def _disclosure_row(act: Act, found: Disclosure, rulebook: Programme) -> DisclosureRow:
    return DisclosureRow(
        id=found.id,
        originator=found.originator.name,
        recipient=found.recipient.name,
        received=found.recipient_id == act.organisation,
        state=found.state,
        requested_action=said(rulebook.requested_actions.get(found.requested_action), found.requested_action),
        released_at=found.released_at,
        until=found.until,
    )


def _is_own(holding: Holding) -> bool:
    return holding.organisation_id == holding.originator_id


def _own(act: Act, holding: Holding, words: ItemWords, rulebook: Programme) -> OwnItem:
    return OwnItem(
        holding=holding.id,
        number=holding.number,
        category=said(rulebook.categories.get(holding.category), holding.category),
        words=words.text,
        marking=holding.marking,
        state=holding.state,
        steps=tuple(step for step in ("item.recall", "item.correct") if act.allows(step, ITEM, holding)),
        asks_who=act.allows("holding.see_who", HOLDING, holding),
    )
