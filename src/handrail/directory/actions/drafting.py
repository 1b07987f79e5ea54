"""An agreement on its drafter's side: written, consulted on, offered, paid for, and made anew."""

from datetime import date
from uuid import UUID

from handrail import duties, programme
from handrail.directory.models import (
    Agreement,
    AgreementState,
    Centre,
    Consultation,
    FundingLine,
    FundingState,
    Organisation,
    Party,
)
from handrail.directory.resources import AGREEMENT
from handrail.directory.rulebooks import owing_role
from handrail.directory.rules import AGREEMENT as LIFECYCLE
from handrail.directory.rules import CONSULTATION_LASTS
from handrail.directory.terms import Circumstances, Terms, check
from handrail.gate import Act, Actor, Conflict, Faults, RuleBroken, action, current

#: What a party must do about an agreement that it is offered: the rulebook's timescale for it.
ACCEPT = "accept_agreement"


@action("agreement.draft")
def draft_agreement(*, by: Actor, purpose: str, centre: UUID, terms: Terms) -> UUID:
    """Begin an agreement; only its drafter sees it. Raises :class:`Faults` with all that it may not say."""
    act = current()
    place = Centre.objects.filter(pk=centre).first()
    if place is None:
        raise RuleBroken("centre", "Select a centre from the list.", field="centre")
    check(terms, _around(act, place, terms))
    agreement = Agreement(
        organisation_id=act.organisation,
        centre=place,
        programme=place.programme,
        created_by=act.by.id,
        created_at=act.now,
    )
    _write(agreement, terms)
    act.note(agreement=agreement.id, centre=centre, parties=len(terms.parties))
    return agreement.id


@action("agreement.edit", resource=AGREEMENT)
def edit_agreement(*, by: Actor, purpose: str, agreement: UUID, terms: Terms, version: int | None) -> None:
    """Change a draft, or one that is being consulted on. ``version`` is the one that the editor had read.

    Whoever is newly named while it is consulted on is asked as well. Raises :class:`Conflict` if somebody else has
    changed it since.
    """
    act = current()
    record = act.resource(AGREEMENT)
    if version is not None and version != record.edits:
        raise Conflict
    record.state = LIFECYCLE.next(record.state, "agreement.edit")
    check(terms, _around(act, record.centre, terms))
    record.edits += 1
    _write(record, terms)
    if record.state == AgreementState.CONSULTATION:
        _ask_for_views(act, record)


@action("agreement.consult", resource=AGREEMENT)
def consult(*, by: Actor, purpose: str, agreement: UUID) -> None:
    """Lay the draft open, and ask every party and representative body for its view."""
    act = current()
    record = act.resource(AGREEMENT)
    record.state = LIFECYCLE.next(record.state, "agreement.consult")
    check(terms_of(record), _around(act, record.centre, terms_of(record)))
    record.save(update_fields=["state"])
    _ask_for_views(act, record)
    act.note(consulted=len(record.consulted_ids))


@action("agreement.offer", resource=AGREEMENT)
def offer(*, by: Actor, purpose: str, agreement: UUID) -> None:
    """Offer this version to its parties, once everyone consulted has answered or has had their time.

    Raises RuleBroken while somebody still has time to answer, and while a question in the register is open.
    """
    act = current()
    record = act.resource(AGREEMENT)
    record.state = LIFECYCLE.next(record.state, "agreement.offer")
    check(terms_of(record), _around(act, record.centre, terms_of(record)))
    waiting = record.consultations.filter(answered_at=None, asked_at__gt=act.now - CONSULTATION_LASTS)
    if waiting.exists():
        sentence = "Somebody who was consulted hasn’t answered yet, and still has time to."
        raise RuleBroken("consultation-open", sentence)
    if record.questions.filter(answered_at=None).exists():
        raise RuleBroken("questions-open", "A question in the register hasn’t been answered yet. Answer it first.")
    record.save(update_fields=["state"])
    rulebook = programme.load(record.programme)
    kinds = _kinds_of(record.party_ids)
    for party in record.party_ids:
        Party.objects.create(agreement=record, organisation_id=party)
        act.also("agreement.offered", organisation=party, subject=("Agreement", record.id))
        role = owing_role(rulebook, ACCEPT, kind=kinds[party])
        if role is not None:
            with act.deliver_to(party):
                duties.raise_duty(
                    act,
                    organisation=party,
                    programme=record.programme,
                    kind=ACCEPT,
                    role=role,
                    subject=("Agreement", record.id),
                )
    act.note(parties=len(record.party_ids))


@action("agreement.revise", resource=AGREEMENT)
def revise(*, by: Actor, purpose: str, agreement: UUID) -> UUID:
    """Begin the next version as a draft with the same words. This one goes on until that comes into force.

    Raises RuleBroken if the next version has been begun already.
    """
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.revise")
    if record.next_versions.exclude(state=AgreementState.ENDED).exists():
        raise RuleBroken("next-version-begun", "The next version has been begun already.")
    following = Agreement(
        organisation_id=act.organisation,
        centre=record.centre,
        programme=record.programme,
        version=record.version + 1,
        previous=record,
        created_by=act.by.id,
        created_at=act.now,
    )
    _write(following, terms_of(record))
    FundingLine.objects.bulk_create(_copied(line, following) for line in record.funding.all())
    act.note(next_version=following.id)
    return following.id


@action("agreement.fund", resource=AGREEMENT)
def set_funding(
    *,
    by: Actor,
    purpose: str,
    agreement: UUID,
    payer: str,
    payee: UUID,
    covers: str,
    pounds_a_year: int,
    state: str,
    ends_on: date,
    when_it_ends: str,
    line: UUID | None = None,
) -> UUID:
    """Add a funding line, or change ``line``: who pays whom for what, how sure it is, its end and what happens then.

    What is known of the money is kept up to date whatever state the agreement is in; it changes no party's duties.
    """
    act = current()
    record = act.resource(AGREEMENT)
    LIFECYCLE.next(record.state, "agreement.fund")
    faults = [
        RuleBroken("missing", sentence, field=field)
        for field, words, sentence in (
            ("payer", payer, "Enter who pays."),
            ("covers", covers, "Enter what it pays for."),
            ("when_it_ends", when_it_ends, "Enter what happens when it ends."),
        )
        if not words.strip()
    ]
    if payee not in record.party_ids:
        faults.append(RuleBroken("payee", "Select a party to the agreement.", field="payee"))
    if state not in FundingState.values:
        faults.append(RuleBroken("funding-state", "Select how sure the money is.", field="state"))
    if pounds_a_year < 0:
        faults.append(RuleBroken("amount", "Enter an amount in whole pounds.", field="pounds_a_year"))
    known = record.funding.filter(pk=line).first() if line else None
    if line and known is None:
        faults.append(RuleBroken("line", "This funding line is not part of the agreement."))
    if faults:
        raise Faults(tuple(faults))
    saved = known or FundingLine(agreement=record)
    saved.payer, saved.payee_id, saved.covers = payer, payee, covers
    saved.pounds_a_year, saved.state, saved.ends_on, saved.when_it_ends = pounds_a_year, state, ends_on, when_it_ends
    saved.save()
    act.note(line=saved.id, state=state, pounds_a_year=pounds_a_year, ends_on=ends_on)
    return saved.id


def terms_of(agreement: Agreement) -> Terms:
    """What an agreement says now. ``consulted`` leaves out its parties, who are always asked."""
    return Terms(
        title=agreement.title,
        purposes=tuple(agreement.purposes),
        categories=tuple(agreement.categories),
        basis=agreement.basis,
        duties=agreement.duties,
        liability=agreement.liability,
        name_ceiling=agreement.name_ceiling,
        retention_days=agreement.retention_days,
        review_on=agreement.review_on,
        ends_on=agreement.ends_on,
        parties=tuple(agreement.party_ids),
        consulted=tuple(each for each in agreement.consulted_ids if each not in agreement.party_ids),
    )


def _write(agreement: Agreement, terms: Terms) -> None:
    agreement.title = terms.title.strip()
    agreement.purposes, agreement.categories = list(terms.purposes), list(terms.categories)
    agreement.basis, agreement.duties, agreement.liability = terms.basis, terms.duties, terms.liability
    agreement.name_ceiling, agreement.retention_days = terms.name_ceiling, terms.retention_days
    agreement.review_on, agreement.ends_on = terms.review_on, terms.ends_on
    agreement.party_ids = sorted(set(terms.parties))
    others = {*terms.parties, *terms.consulted} - {agreement.organisation_id}
    agreement.consulted_ids = sorted(others)
    agreement.save()


def _copied(line: FundingLine, agreement: Agreement) -> FundingLine:
    return FundingLine(
        agreement=agreement,
        payer=line.payer,
        payee_id=line.payee_id,
        covers=line.covers,
        pounds_a_year=line.pounds_a_year,
        state=line.state,
        ends_on=line.ends_on,
        when_it_ends=line.when_it_ends,
    )


def _ask_for_views(act: Act, agreement: Agreement) -> None:
    agreement.consultations.exclude(organisation__in=agreement.consulted_ids).filter(answered_at=None).delete()
    asked = set(agreement.consultations.values_list("organisation_id", flat=True))
    for organisation in agreement.consulted_ids:
        if organisation not in asked:
            Consultation.objects.create(agreement=agreement, organisation_id=organisation, asked_at=act.now)
            act.also("agreement.consulted", organisation=organisation, subject=("Agreement", agreement.id))


def _around(act: Act, centre: Centre, terms: Terms) -> Circumstances:
    return Circumstances(
        rulebook=programme.load(centre.programme),
        centre_ends=min(centre.ends_on, centre.programme_ends_on),
        today=act.today,
        kinds=_kinds_of((*terms.parties, *terms.consulted)),
    )


def _kinds_of(organisations: tuple[UUID, ...] | list[UUID]) -> dict[UUID, str]:
    return dict(Organisation.objects.filter(id__in=organisations).values_list("id", "kind"))
