"""Agreements as their parties, those consulted, and the public read them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.directory.agreement_values import AgreementPage, page_of
from handrail.directory.agreements import in_agreement_with, last_day
from handrail.directory.models import Agreement, AgreementState, PartyState
from handrail.directory.resources import AGREEMENT
from handrail.directory.rules import AGREEMENT as LIFECYCLE
from handrail.directory.rules import PARTY
from handrail.gate import Act, Actor, current, listing, query

_ACTIONS = (
    "agreement.edit",
    "agreement.consult",
    "agreement.respond",
    "agreement.ask",
    "agreement.answer",
    "agreement.offer",
    "agreement.accept",
    "agreement.refuse",
    "agreement.leave",
    "agreement.revise",
    "agreement.review",
    "agreement.end",
    "agreement.fund",
)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement in a list. ``yours`` is what the reader's organisation is to it, ``asked`` what it is asked."""

    id: UUID
    title: str
    version: int
    centre: str
    state: str
    state_words: str
    drafted_by: str
    parties: int
    accepted: int
    yours: str
    asked: str
    until: date


@listing("agreement.list")
def list_agreements(
    *, by: Actor, purpose: str, ended: bool = False, question: UUID | None = None
) -> tuple[AgreementLine, ...]:
    """Agreements that the actor may see, those that ask something of their organisation first.

    With ``question``, the one in whose register that stands.
    """
    act = current()
    visible = act.visible(AGREEMENT).prefetch_related("parties", "consultations").order_by("title", "-version", "id")
    found = visible.filter(state=AgreementState.ENDED) if ended else visible.exclude(state=AgreementState.ENDED)
    if question is not None:
        found = visible.filter(questions=question)
    lines = sorted((_line(act, each) for each in found), key=lambda line: (not line.asked, not line.yours))
    act.listed([line.id for line in lines], ended=str(ended), question=str(question or ""))
    return tuple(lines)


@listing("agreement.partners")
def partners_of(*, by: Actor, purpose: str, organisation: UUID, centre: UUID) -> frozenset[UUID]:
    """The organisations that have accepted an agreement in force in the centre which ``organisation`` has accepted too:
    what is written in a case that it leads flows to no others.
    """
    act = current()
    found = in_agreement_with(organisation, centre=centre, on=act.today)
    act.listed(found, organisation=str(organisation), centre=str(centre))
    return found


@query("agreement.open", resource=AGREEMENT)
def open_agreement(*, by: Actor, purpose: str, agreement: UUID) -> AgreementPage:
    """One agreement in full."""
    act = current()
    record = act.resource(AGREEMENT)
    may = frozenset(each for each in _ACTIONS if _possible(act, record, each))
    return page_of(record, today=act.today, reader=act.organisation, may=may)


@query("agreement.register")
def public_register(*, by: Actor, purpose: str) -> tuple[AgreementPage, ...]:
    """Every agreement that is no longer a draft, with its register of questions, for anybody. ``by`` is the public."""
    act = current()
    found = (
        Agreement.objects.exclude(state=AgreementState.DRAFT)
        .select_related("organisation", "centre")
        .order_by("title", "-version", "id")
    )
    return tuple(page_of(each, today=act.today, reader=act.organisation, may=frozenset()) for each in found)


def _line(act: Act, agreement: Agreement) -> AgreementLine:
    answers = {each.organisation_id: each.state for each in agreement.parties.all()}
    own = answers.get(act.organisation, "")
    view = next((each for each in agreement.consultations.all() if each.organisation_id == act.organisation), None)
    asked = ""
    if agreement.state == AgreementState.CONSULTATION and view is not None and view.answered_at is None:
        asked = "Say what you think"
    elif own == PartyState.ASKED and agreement.state in (AgreementState.OFFERED, AgreementState.IN_FORCE):
        asked = "Accept or refuse"
    elif agreement.state == AgreementState.REVIEW_DUE and agreement.organisation_id == act.organisation:
        asked = "Review"
    yours = PartyState(own).label if own else "Consulted" if view else ""
    return AgreementLine(
        id=agreement.id,
        title=agreement.title,
        version=agreement.version,
        centre=agreement.centre.name,
        state=agreement.state,
        state_words=AgreementState(agreement.state).label,
        drafted_by=agreement.organisation.name,
        parties=len(agreement.party_ids),
        accepted=sum(state == PartyState.ACCEPTED for state in answers.values()),
        yours="You drafted it" if not yours and agreement.organisation_id == act.organisation else yours,
        asked=asked,
        until=last_day(agreement),
    )


def _possible(act: Act, agreement: Agreement, action: str) -> bool:
    """Whether the lifecycles of the agreement and of the organisation's own answer have it, and policy permits it."""
    if action not in LIFECYCLE.transitions[agreement.state]:
        return False
    if action in PARTY.actions:
        own = agreement.parties.filter(organisation_id=act.organisation).first()
        if own is None or action not in PARTY.transitions[own.state]:
            return False
    return act.allows(action, AGREEMENT, agreement)
