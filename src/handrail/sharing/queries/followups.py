"""What follows a disclosure: notices, challenges, statements that wait for a guardian, openings of sealed text."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail import gate
from handrail.directory.models import Member
from handrail.gate import Actor, query
from handrail.programme import load
from handrail.sharing.ending import told_with
from handrail.sharing.models import PersonRecord
from handrail.sharing.queries.notices import NoticeRow, notice_rows
from handrail.sharing.resources import CHALLENGE, HOLDING, ITEM, NOTICE, STATEMENT, UNSEALING
from handrail.sharing.sealed import Copy, unseal
from handrail.sharing.values import Said, said


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A tombstone, with those that came with it: they are acknowledged together."""

    reference: str
    programme: str
    row: NoticeRow
    together: tuple[NoticeRow, ...]
    may_ask_to_open: tuple[NoticeRow, ...]


@dataclass(frozen=True, slots=True)
class ChallengePage:
    """One flag, as either side sees it: the words that were written, and who has concluded what."""

    reference: str
    programme: str
    raised_by: str
    answered_by: str
    raised_at: datetime
    words: str
    state: str
    outcome: Said | None
    concluded_here: bool
    may_conclude: bool


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement that waits for the Caldicott guardian."""

    reference: str
    answer: str
    state: str
    originator: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item of one's own, to be taken back or corrected."""

    programme: str
    reference: str
    person_record: UUID
    number: int
    category: Said
    words: str
    marking: int


@dataclass(frozen=True, slots=True)
class EndedPage:
    """A copy that is over: which it was, not what it said."""

    programme: str
    number: int
    category: Said
    state: str


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """A request to open sealed text, as those who may decide it see it."""

    reference: str
    programme: str
    ground: Said
    reason: str
    requested_by: str
    requested_at: datetime
    state: str
    open_until: datetime | None
    marking: int
    may_decide: bool
    readable: bool


@query("notice.open", resource=NOTICE)
def open_notice(*, by: Actor, purpose: str, notice: UUID) -> NoticePage:
    """One tombstone, with what its reader may do next."""
    act = gate.current()
    found = act.resource(NOTICE)
    rulebook = load(found.programme)
    together = notice_rows(act, told_with(found).order_by("number"), rulebook)
    copies = act.visible(HOLDING).filter(pk__in=[row.holding for row in together])
    sealed = {copy.id for copy in copies if act.allows("holding.unseal_request", HOLDING, copy)}
    return NoticePage(
        reference=found.reference,
        programme=found.programme,
        row=next(row for row in together if row.id == found.id),
        together=together,
        may_ask_to_open=tuple(row for row in together if row.holding in sealed and not row.destroyed),
    )


@query("challenge.open", resource=CHALLENGE)
def open_challenge(*, by: Actor, purpose: str, challenge: UUID) -> ChallengePage:
    """One flag."""
    act = gate.current()
    found = act.resource(CHALLENGE)
    raised_here = act.organisation == found.raised_by_organisation_id
    field = "words" if raised_here else "words_for_other"
    (words,) = unseal(Copy(act.organisation, found.person_id), found, field)
    mine = found.closed_by_raiser if raised_here else found.closed_by_other
    outcomes = load(found.programme).challenge_outcomes
    return ChallengePage(
        reference=found.reference,
        programme=found.programme,
        raised_by=found.raised_by_organisation.name,
        answered_by=found.answered_by_organisation.name,
        raised_at=found.raised_at,
        words=words,
        state=found.state,
        outcome=said(outcomes.get(found.outcome), found.outcome) if found.outcome else None,
        concluded_here=mine is not None,
        may_conclude=found.state != "closed" and mine is None and act.allows("challenge.close", CHALLENGE, found),
    )


@query("statement.open", resource=STATEMENT)
def open_statement(*, by: Actor, purpose: str, statement: UUID) -> StatementPage:
    """What the organisation would say, for its guardian to decide."""
    act = gate.current()
    found = act.resource(STATEMENT)
    return StatementPage(
        reference=found.disclosure.reference,
        answer=found.answer,
        state=found.state,
        originator=found.originator.name,
        may_decide=found.state == "waiting" and act.allows("statement.make", STATEMENT, found),
    )


@query("item.open", resource=ITEM)
def open_item(*, by: Actor, purpose: str, item: UUID) -> ItemPage:
    """An item in its originator's register, with its words."""
    act = gate.current()
    found = act.resource(ITEM)
    act.require("holding.read", HOLDING, found)
    record = PersonRecord.objects.get(organisation_id=found.organisation_id, person_id=found.person_id)
    rulebook = load(found.programme)
    (words,) = unseal(Copy(found.organisation_id, found.person_id), found, "text")
    return ItemPage(
        programme=found.programme,
        reference=record.reference,
        person_record=record.id,
        number=found.number,
        category=said(rulebook.categories.get(found.category), found.category),
        words=words,
        marking=found.marking,
    )


@query("holding.open", resource=HOLDING)
def open_ended(*, by: Actor, purpose: str, holding: UUID) -> EndedPage:
    """Which item it was that is over, without its words."""
    found = gate.current().resource(HOLDING)
    categories = load(found.programme).categories
    return EndedPage(
        programme=found.programme,
        number=found.number,
        category=said(categories.get(found.category), found.category),
        state=found.state,
    )


@query("unsealing.look", resource=UNSEALING)
def open_opening(*, by: Actor, purpose: str, unsealing: UUID) -> OpeningPage:
    """The request itself: on what ground, why, by whom. The sealed text is another read, recorded by itself."""
    act = gate.current()
    found = act.resource(UNSEALING)
    (reason,) = unseal(Copy(found.organisation_id, found.person_id), found, "reason")
    member = Member.objects.filter(pk=found.requested_by).first()
    grounds = load(found.programme).unseal_grounds
    lasts = found.state == "approved" and found.open_until is not None and act.now <= found.open_until
    return OpeningPage(
        reference=found.reference,
        programme=found.programme,
        ground=said(grounds.get(found.ground), found.ground),
        reason=reason,
        requested_by=member.name if member else "",
        requested_at=found.requested_at,
        state=found.state,
        open_until=found.open_until,
        marking=found.holding.marking,
        may_decide=found.state == "asked" and act.allows("unsealing.approve", UNSEALING, found),
        readable=lasts and act.allows("unsealing.open", UNSEALING, found),
    )
