"""An agreement, with all that hangs on it, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail import programme
from handrail.directory.actions.drafting import terms_of
from handrail.directory.agreements import carries, last_day
from handrail.directory.models import (
    Agreement,
    AgreementState,
    Consultation,
    FundingLine,
    FundingState,
    Organisation,
    PartyState,
    RegisterQuestion,
)
from handrail.directory.names import member_names
from handrail.directory.terms import Terms
from handrail.gate import FAR_FUTURE_MOMENT
from handrail.programme import Catalogue, Category, Purpose


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What one party said. ``reason`` is why it refused or left."""

    organisation: UUID
    name: str
    kind: str
    state: str
    state_words: str
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class View:
    """What somebody who was consulted said."""

    name: str
    asked_at: datetime
    answered_at: datetime | None
    response: str


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of the public register."""

    id: UUID
    asked_by: str
    asked_at: datetime
    question: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays whom, for what, until when, and what happens then. Amounts in whole pounds a year."""

    id: UUID
    payer: str
    payee: UUID
    payee_name: str
    covers: str
    pounds_a_year: int
    state: str
    state_words: str
    ends_on: date
    when_it_ends: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review: what it found, and until when the agreement went on from there."""

    at: datetime
    by: str
    finding: str
    review_on: date


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """An agreement with all that hangs on it. ``may`` names what the reader could do now; ``carries`` is whether
    anything can move under it today, and ``last_day`` until when."""

    id: UUID
    title: str
    version: int
    edits: int
    previous: UUID | None
    following: UUID | None
    centre: UUID
    centre_name: str
    programme: str
    programme_title: str
    drafted_by: UUID
    drafted_by_name: str
    state: str
    state_words: str
    carries: bool
    last_day: date
    in_force_at: datetime | None
    ended_at: datetime | None
    ended_because: str
    terms: Terms
    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    parties: tuple[PartyAnswer, ...]
    consulted: tuple[View, ...]
    questions: tuple[Question, ...]
    funding: tuple[Funding, ...]
    reviews: tuple[Reviewed, ...]
    own_answer: str
    own_view: View | None
    may: frozenset[str]


def page_of(agreement: Agreement, *, today: date, reader: UUID, may: frozenset[str]) -> AgreementPage:
    """An agreement as values."""
    rulebook = programme.load(agreement.programme)
    parties = _parties(agreement)
    views = {each.organisation_id: _view(each) for each in agreement.consultations.select_related("organisation")}
    following = agreement.next_versions.exclude(state=AgreementState.ENDED).first()
    return AgreementPage(
        id=agreement.id,
        title=agreement.title,
        version=agreement.version,
        edits=agreement.edits,
        previous=agreement.previous_id,
        following=following.id if following else None,
        centre=agreement.centre_id,
        centre_name=agreement.centre.name,
        programme=agreement.programme,
        programme_title=rulebook.title,
        drafted_by=agreement.organisation_id,
        drafted_by_name=agreement.organisation.name,
        state=agreement.state,
        state_words=AgreementState(agreement.state).label,
        carries=carries(agreement, today),
        last_day=last_day(agreement),
        in_force_at=_when(agreement.in_force_at),
        ended_at=_when(agreement.ended_at),
        ended_because=agreement.ended_because,
        terms=terms_of(agreement),
        purposes=_titles(rulebook.purposes, agreement.purposes),
        categories=_titles(rulebook.categories, agreement.categories),
        parties=parties,
        consulted=tuple(views.values()),
        questions=tuple(_question(each) for each in agreement.questions.select_related("organisation")),
        funding=tuple(_funding(each) for each in agreement.funding.select_related("payee")),
        reviews=_reviews(agreement),
        own_answer=next((each.state for each in parties if each.organisation == reader), ""),
        own_view=views.get(reader),
        may=may,
    )


def _when(moment: datetime) -> datetime | None:
    return None if moment == FAR_FUTURE_MOMENT else moment


def _titles(catalogue: Catalogue[Purpose] | Catalogue[Category], codes: Iterable[str]) -> tuple[str, ...]:
    """What the rulebook calls these; a code that it no longer has stands for itself."""
    found = ((code, catalogue.get(code)) for code in codes)
    return tuple(entry.title if entry else code for code, entry in found)


def _parties(agreement: Agreement) -> tuple[PartyAnswer, ...]:
    """What each party said; before the agreement is offered, who will be asked."""
    answers = {each.organisation_id: each for each in agreement.parties.all()}
    named = Organisation.objects.filter(id__in=agreement.party_ids)
    return tuple(
        PartyAnswer(
            organisation=party.id,
            name=party.name,
            kind=party.kind,
            state=answer.state if answer else "",
            state_words=PartyState(answer.state).label if answer else "Not asked yet",
            answered_at=answer.answered_at if answer else None,
            reason=answer.reason if answer else "",
        )
        for party in named
        for answer in (answers.get(party.id),)
    )


def _view(asked: Consultation) -> View:
    return View(asked.organisation.name, asked.asked_at, asked.answered_at, asked.response)


def _question(asked: RegisterQuestion) -> Question:
    return Question(asked.id, asked.organisation.name, asked.asked_at, asked.question, asked.answered_at, asked.answer)


def _funding(line: FundingLine) -> Funding:
    return Funding(
        id=line.id,
        payer=line.payer,
        payee=line.payee_id,
        payee_name=line.payee.name,
        covers=line.covers,
        pounds_a_year=line.pounds_a_year,
        state=line.state,
        state_words=FundingState(line.state).label,
        ends_on=line.ends_on,
        when_it_ends=line.when_it_ends,
    )


def _reviews(agreement: Agreement) -> tuple[Reviewed, ...]:
    reviews = list(agreement.reviews.all())
    names = member_names(each.reviewed_by for each in reviews)
    return tuple(
        Reviewed(each.reviewed_at, names.get(each.reviewed_by, ""), each.finding, each.review_on) for each in reviews
    )
