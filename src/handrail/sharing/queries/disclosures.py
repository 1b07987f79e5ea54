"""One disclosure: as what we hold for its recipient, as what became of it for its originator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail import gate
from handrail.directory.names import member_names
from handrail.gate import Act, Actor, query
from handrail.programme import Programme, load
from handrail.sharing.arrivals import became
from handrail.sharing.models import Challenge, DecisionKind, Disclosure, KnowsStatement, ProposedRecipient
from handrail.sharing.queries.notices import NoticeRow, gone, notices
from handrail.sharing.resources import CHALLENGE, DISCLOSURE, HOLDING, PERSON, STATEMENT
from handrail.sharing.sealed import Copy, unseal
from handrail.sharing.values import ItemWords, Reasons, Said, WhatWeHold, item_words, said, what_is_held
from handrail.sharing.without_case import shown_end

#: What a recipient might do with a disclosure, offered where policy lets them.
STEPS = (
    "disclosure.acknowledge", "disclosure.accept_request", "disclosure.decline_request", "disclosure.contribute",
    "disclosure.say_known", "disclosure.cannot_say", "disclosure.asks_to_watch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlsoNominated:
    """Another nomination of the same person that the reader's organisation was given: by whom, and when."""

    disclosure: UUID
    person: UUID
    originator: str
    reference: str
    at: datetime
    became: str


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
    became: str
    became_on: date | None
    ends_without_case: date | None
    notices: tuple[NoticeRow, ...]
    challenge: UUID | None
    steps: tuple[str, ...]
    asks_who: bool


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
    became: str
    became_on: date | None
    notices: tuple[NoticeRow, ...]
    challenge: UUID | None


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
    words = item_words(shown)
    ended = notices(act, rulebook, person=found.person_id, holdings=[copy.id for copy in copies])
    # The reasons speak of what is held: who can read nothing of it, or nothing any more, doesn't read them either.
    reasons = Reasons("", "", "")
    if shown:
        reasons = Reasons(*unseal(house, found, "necessity", "proportionality", "alternatives"))
    held = what_is_held(
        found,
        [(copy, words.get(copy.id, ItemWords(""))) for copy in copies],
        reasons,
        rulebook,
        gone={notice.holding: gone(notice) for notice in ended},
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
        became=became(found),
        became_on=found.became_on,
        ends_without_case=shown_end(found, act.today),
        notices=ended,
        challenge=_challenge(act, found),
        steps=tuple(step for step in STEPS if act.allows(step, DISCLOSURE, found)),
        asks_who=any(act.allows("holding.see_who", HOLDING, copy) for copy in copies[:1]),
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
        became=became(found),
        became_on=found.became_on,
        notices=notices(act, rulebook, person=found.person_id, holder=found.recipient_id, items=_items_given(found)),
        challenge=_challenge(act, found),
    )


def nominations_of(act: Act, people: Iterable[UUID]) -> tuple[AlsoNominated, ...]:
    """The nominations of these people (ids of one person) that the actor's organisation was given, the latest first."""
    given = act.visible(DISCLOSURE).filter(
        recipient_id=act.organisation, person_id__in=tuple(people), kind=DecisionKind.NOMINATION
    )
    return tuple(
        AlsoNominated(each.id, each.person_id, each.originator.name, each.reference, each.released_at, each.became)
        for each in given.order_by("-released_at", "id")
    )


def _items_given(found: Disclosure) -> list[UUID]:
    """What its recipient was given, from the register of its originator, whose page this is."""
    proposed = ProposedRecipient.objects.filter(decision_id=found.decision_id, recipient_id=found.recipient_id)
    return [item for items in proposed.values_list("items", flat=True) for item in items]


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
