"""What an organisation holds: the people, one person, one disclosure. Words only where policy lets them be read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail import gate
from handrail.directory.names import member_names
from handrail.gate import Act, Actor, NotFound, listing, query
from handrail.gate.clock import LONDON
from handrail.programme import Programme, load
from handrail.sharing.models import (
    Challenge,
    Disclosure,
    Holding,
    HoldingState,
    KnowsStatement,
    PersonRecord,
    RecallNotice,
)
from handrail.sharing.resources import CHALLENGE, DISCLOSURE, HOLDING, ITEM, NOTICE, PERSON, STATEMENT
from handrail.sharing.sealed import Copy, unseal, unseal_all, unseal_copies
from handrail.sharing.values import Gone, ItemWords, Reasons, Said, WhatWeHold, main_name, said, what_is_held

#: A search by name opens at most this many records: beyond it, people narrow the list first.
SEARCH_CEILING = 20_000

#: What a recipient might do with a disclosure, offered where policy lets them.
STEPS = (
    "disclosure.acknowledge", "disclosure.accept_request", "disclosure.decline_request", "disclosure.contribute",
    "disclosure.say_known", "disclosure.cannot_say", "disclosure.asks_to_watch",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """The tombstone of an item that was recalled, corrected or ran out."""

    id: UUID
    holding: UUID
    number: int
    how: str
    reason: Said
    sent_at: datetime
    originator: str
    holder: str
    state: str
    acknowledged_at: datetime | None
    judgements: int
    may_acknowledge: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything that this organisation has about one person, as far as the reader may see it."""

    id: UUID
    person: UUID
    reference: str
    name: str
    initials: str
    programme: str
    centre: str
    marking: int
    disclosures: tuple[DisclosureRow, ...]
    own: tuple[OwnItem, ...]
    notices: tuple[NoticeRow, ...]


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


@dataclass(frozen=True, slots=True)
class HeldPage:
    """One disclosure as its recipient works with it."""

    id: UUID
    person_record: UUID | None
    person: UUID
    programme: str
    held: WhatWeHold
    state: str
    stopped: bool
    proposed_by: str
    released_by: str
    released_at: datetime
    acknowledged_by: str
    acknowledged_at: datetime | None
    cannot_do: Said | None
    knows: str
    knows_state: str
    notices: tuple[NoticeRow, ...]
    challenge: UUID | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenPage:
    """One disclosure as its originator follows it: no more of the recipient than the recipient decided to say."""

    id: UUID
    reference: str
    programme: str
    recipient: str
    recipient_phone: str
    decision: UUID
    state: str
    released_at: datetime
    until: date
    requested_action: Said
    acknowledged_at: datetime | None
    cannot_do: Said | None
    knows: str
    notices: tuple[NoticeRow, ...]
    challenge: UUID | None


@listing("person.list")
def people(*, by: Actor, purpose: str) -> tuple[PersonRow, ...]:
    """The people whom the actor's organisation holds something about, those it has known of latest first."""
    act = gate.current()
    records = list(act.visible(PERSON).order_by("-since"))
    act.listed(record.id for record in records)
    return _rows(records)


@listing("person.find")
def find_people(*, by: Actor, purpose: str, words: str) -> tuple[PersonRow, ...]:
    """People by reference, or by a name that the actor may read. Names are opened in memory and never indexed."""
    act = gate.current()
    wanted = words.casefold().split()
    records = list(act.visible(PERSON).order_by("-since")[:SEARCH_CEILING])
    named = _people_by_name(act, wanted)
    typed = words.strip().upper()
    found = [record for record in records if record.person_id in named or record.reference == typed]
    act.listed((record.id for record in found), words=words)
    return _rows(found)


@listing("person.initials")
def initials(*, by: Actor, purpose: str, people: tuple[UUID, ...]) -> Initials:
    """The initials by which lists show these people, as far as the actor may know of them."""
    act = gate.current()
    records = list(act.visible(PERSON).filter(person_id__in=people))
    act.listed(record.id for record in records)
    return Initials(tuple((row.person, row.initials) for row in _rows(records)))


@listing("person.sources")
def about(*, by: Actor, purpose: str, person: UUID) -> Known:
    """The items about a person that the actor may read, as sources of what they write. Raises NotFound for none."""
    act = gate.current()
    act.about(person)
    record = act.visible(PERSON).filter(person_id=person).first()
    if record is None:
        raise NotFound
    rulebook = load(record.programme)
    found = list(
        act.visible(HOLDING, "holding.read").filter(person_id=person, state=HoldingState.HELD).order_by("number")
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
        initials=unseal(house, record, "initials")[0],
        programme=rulebook.slug,
        centre=record.centre.name,
        marking=max((holding.marking for holding in readable), default=1),
        disclosures=tuple(_disclosure_row(act, each, rulebook) for each in disclosures),
        own=tuple(_own(act, holding, words, rulebook) for holding, words in pairs if _is_own(holding)),
        notices=_notices(act, rulebook, person=record.person_id),
    )


@query("disclosure.open", resource=DISCLOSURE)
def open_disclosure(*, by: Actor, purpose: str, disclosure: UUID) -> HeldPage | GivenPage:
    """One disclosure: as what we hold for its recipient, as what became of it for its originator."""
    act = gate.current()
    found = act.resource(DISCLOSURE)
    if act.organisation == found.recipient_id:
        return _held_page(act, found)
    return _given_page(act, found)


def _held_page(act: Act, found: Disclosure) -> HeldPage:
    rulebook = load(found.programme)
    copies = list(act.visible(HOLDING).filter(disclosure=found).order_by("number"))
    readable = set(act.visible(HOLDING, "holding.read").filter(disclosure=found).values_list("id", flat=True))
    house = Copy(found.recipient_id, found.person_id)
    shown = [copy for copy in copies if copy.id in readable]
    words = {
        copy.id: ItemWords(*texts)
        for copy, texts in zip(shown, unseal_all(house, shown, "text", "conditions", "parts"), strict=True)
    }
    notices = _notices(act, rulebook, person=found.person_id, holdings=[copy.id for copy in copies])
    reasons = Reasons(*unseal(house, found, "necessity", "proportionality", "alternatives"))
    held = what_is_held(
        found,
        [(copy, words.get(copy.id, ItemWords(""))) for copy in copies],
        reasons,
        rulebook,
        gone={notice.holding: _gone(notice) for notice in notices},
    )
    names = member_names((found.proposed_by, found.released_by, found.acknowledged_by))
    statement = _statement(act, found)
    record = act.visible(PERSON).filter(person_id=found.person_id).first()
    return HeldPage(
        id=found.id,
        person_record=record.id if record else None,
        person=found.person_id,
        programme=rulebook.slug,
        held=held,
        state=found.state,
        stopped=found.state == "challenged",
        proposed_by=names.get(found.proposed_by, ""),
        released_by=names.get(found.released_by, ""),
        released_at=found.released_at,
        acknowledged_by=names.get(found.acknowledged_by, "") if found.acknowledged_by else "",
        acknowledged_at=found.acknowledged_at,
        cannot_do=_cannot_do(found, rulebook),
        knows=statement.answer if statement else "cannot_say",
        knows_state=statement.state if statement else "",
        notices=notices,
        challenge=_challenge(act, found),
        steps=tuple(step for step in STEPS if act.allows(step, DISCLOSURE, found)),
    )


def _given_page(act: Act, found: Disclosure) -> GivenPage:
    rulebook = load(found.programme)
    statement = _statement(act, found)
    return GivenPage(
        id=found.id,
        reference=found.reference,
        programme=rulebook.slug,
        recipient=found.recipient.name,
        recipient_phone=found.recipient.phone,
        decision=found.decision_id,
        state=found.state,
        released_at=found.released_at,
        until=found.until,
        requested_action=said(rulebook.requested_actions.get(found.requested_action), found.requested_action),
        acknowledged_at=found.acknowledged_at,
        cannot_do=_cannot_do(found, rulebook),
        knows=statement.answer if statement else "cannot_say",
        notices=tuple(
            notice
            for notice in _notices(act, rulebook, person=found.person_id)
            if notice.holder == found.recipient.name
        ),
        challenge=_challenge(act, found),
    )


def _rows(records: list[PersonRecord]) -> tuple[PersonRow, ...]:
    copies = [(Copy(record.organisation_id, record.person_id), record) for record in records]
    opened = unseal_copies(copies, "initials")
    return tuple(
        PersonRow(record.id, record.person_id, record.reference, initials, record.centre.name, record.since)
        for record, (initials,) in zip(records, opened, strict=True)
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
    )


def _notices(
    act: Act, rulebook: Programme, *, person: UUID, holdings: list[UUID] | None = None
) -> tuple[NoticeRow, ...]:
    found = act.visible(NOTICE).filter(person_id=person).order_by("-sent_at")
    if holdings is not None:
        found = found.filter(holding_id__in=holdings)
    return tuple(notice_row(act, notice, rulebook) for notice in found)


def notice_row(act: Act, notice: RecallNotice, rulebook: Programme) -> NoticeRow:
    """One notice in words."""
    reasons = rulebook.correction_reasons if notice.how == "corrected" else rulebook.recall_reasons
    return NoticeRow(
        id=notice.id,
        holding=notice.holding_id,
        number=notice.number,
        how=notice.how,
        reason=said(reasons.get(notice.reason), notice.reason),
        sent_at=notice.sent_at,
        originator=notice.originator.name,
        holder=notice.holder.name,
        state=notice.state,
        acknowledged_at=notice.acknowledged_at,
        judgements=notice.judgements,
        may_acknowledge=notice.state == "sent" and act.allows("notice.acknowledge", NOTICE, notice),
    )


def _gone(notice: NoticeRow) -> Gone:
    return Gone(notice.how, notice.how, notice.reason, notice.sent_at.astimezone(LONDON).date())


def _cannot_do(found: Disclosure, rulebook: Programme) -> Said | None:
    code = found.cannot_do_reason
    return said(rulebook.cannot_do_reasons.get(code), code) if code else None


def _statement(act: Act, found: Disclosure) -> KnowsStatement | None:
    latest = act.visible(STATEMENT).filter(disclosure=found, state__in=("waiting", "made")).order_by("-made_at")
    return latest.first()


def _challenge(act: Act, found: Disclosure) -> UUID | None:
    flagged: Challenge | None = (
        act.visible(CHALLENGE).filter(subject_kind="Disclosure", subject_id=found.id).order_by("-raised_at").first()
    )
    return flagged.id if flagged else None
