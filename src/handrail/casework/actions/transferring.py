"""Moving a case to another area: one person writes the offer, a second lets it go, the other centre answers.

Until it is accepted everything stays with the one that offers: the lead, the plan, what is owed, and every risk.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import going_on, history, sources, transfers
from handrail.casework.actions.reviewing import check_review
from handrail.casework.models import Case, Transfer
from handrail.casework.resources import CASE, TRANSFER
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NotInCatalogue
from handrail.casework.transfer_rules import TRANSFER as STATES
from handrail.casework.transfer_rules import MovingAlready, NotYours
from handrail.casework.words import write
from handrail.directory.models import Organisation
from handrail.gate import Act, Actor, Conflict, action, refuse_all
from handrail.programme import load
from handrail.sharing.proposals import require
from handrail.sharing.resources import HOLDING
from handrail.sharing.wording import refuse_above_official


@action("case.offer_transfer", resource=CASE)
def offer(
    *,
    by: Actor,
    purpose: str,
    case: UUID,
    to: UUID,
    centre: UUID,
    reason: str,
    power: str,
    words: str,
    summary: str,
    items: Sequence[UUID] = (),
) -> UUID:
    """Write the offer of a case to the organisation ``to``, which would lead it in ``centre``; gives the offer's id.

    ``words`` are why, ``summary`` what the new coordinator needs to know first, ``items`` those of one's own items that
    go along, and all that the summary may rest on; ``power`` is the legal power to share them. Nothing leaves until a
    second person lets it go.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "transfer")
    if transfers.open_transfer(found):
        raise MovingAlready
    refuse_all(transfers.in_the_way(found))
    rulebook = load(found.programme)
    if reason not in rulebook.transfer_reasons:
        raise NotInCatalogue("reason")
    if power not in rulebook.powers or found.organisation.kind not in rulebook.powers[power].held_by:
        raise NotInCatalogue("power")
    for name, text in (("words", words), ("summary", summary)):
        refuse_above_official(text, field=name)
    agreement = transfers.agreed(act, found, to, centre)
    _refuse_others(act, found, items)
    made = Transfer(
        id=uuid4(),
        case=found,
        organisation=found.organisation,
        to_organisation_id=to,
        centre_id=centre,
        agreement=agreement,
        person_id=found.person_id,
        reference=found.reference,
        programme=found.programme,
        marking=found.marking,
        reason=reason,
        power=power,
        items=sorted(items),
        written_by=act.by.id,
        written_at=act.now,
    )
    write(act, found.organisation_id, found.person_id, made, words=words, summary=summary)
    made.save(force_insert=True)
    sources.lean(act, keeper=found.organisation_id, person=found.person_id, kind="transfer", row=made.id, items=items)
    duties.complete(act, subject=("Case", found.id), kind=transfers.SETTLE)
    transfers.ask(act, made, organisation=found.organisation_id, kind=transfers.SIGN, role="single_point_of_contact")
    history.record(act, found, "transfer_written")
    act.note(transfer=made.id, to=to, centre=centre, reason=reason, items=list(items))
    return made.id


@action("transfer.let_go", resource=TRANSFER)
def let_go(*, by: Actor, purpose: str, transfer: UUID, least: str) -> None:
    """Send the offer, as the second person: ``least`` says why what goes along is the least that is needed.

    What goes along is weighed by policy as every disclosure is, now and when it is accepted.
    """
    act = gate.current()
    record = act.resource(TRANSFER)
    if _done_before(act, record, "offered", record.signed_by):
        return
    record.state = STATES.next(record.state, "let_go")
    refuse_above_official(least, field="least")
    case = _case_of(record)
    refuse_all(transfers.in_the_way(case))
    transfers.agreed(act, case, record.to_organisation_id, record.centre_id)
    items = transfers.own_items(record.organisation_id, record.person_id, record.items)
    require(act, transfers.part(act, record, items), "disclosure.release")
    record.signed_by, record.sent_at = act.by.id, act.now
    write(act, record.organisation_id, record.person_id, record, least=least)
    record.save()
    duties.complete(act, subject=(transfers.SUBJECT, record.id), kind=transfers.SIGN)
    transfers.ask(act, record, organisation=record.to_organisation_id, kind=transfers.ANSWER, role="case_coordinator")
    history.record(act, case, "transfer_offered")
    act.note(to=record.to_organisation_id, centre=record.centre_id, items=list(record.items))
    act.also(
        "transfer.received",
        organisation=record.to_organisation_id,
        subject=(transfers.SUBJECT, record.id),
        offerer=record.organisation_id,
    )


@action("transfer.decline", resource=TRANSFER)
def decline(*, by: Actor, purpose: str, transfer: UUID, least: str) -> None:
    """Don't let it go, as the second person, and say why. Whoever coordinates the case has to decide what next."""
    act = gate.current()
    record = act.resource(TRANSFER)
    if _done_before(act, record, "declined", record.signed_by):
        return
    record.state = STATES.next(record.state, "decline")
    record.signed_by = act.by.id
    write(act, record.organisation_id, record.person_id, record, least=least)
    record.save()
    duties.complete(act, subject=(transfers.SUBJECT, record.id), kind=transfers.SIGN)
    _settle(act, record)
    history.record(act, _case_of(record), "transfer_declined")


@action("transfer.withdraw", resource=TRANSFER)
def withdraw(*, by: Actor, purpose: str, transfer: UUID) -> None:
    """Take the offer back before it is answered. Nothing has gone along, and nobody is asked any more."""
    act = gate.current()
    record = act.resource(TRANSFER)
    if record.state in ("dropped", "withdrawn") and _done_before(act, record, record.state, record.answered_by):
        return
    record.state = STATES.next(record.state, "withdraw")
    record.answered_by, record.answered_at = act.by.id, act.now
    record.save()
    for organisation in (record.organisation_id, record.to_organisation_id):
        with act.deliver_to(organisation):
            duties.cancel(act, subject=(transfers.SUBJECT, record.id))
    history.record(act, _case_of(record), "transfer_withdrawn")


@action("transfer.accept", resource=TRANSFER)
def accept(*, by: Actor, purpose: str, transfer: UUID, police: UUID, review_on: date) -> UUID:
    """Accept the case: from this moment the actor's organisation leads one of its own, and the actor coordinates it.

    ``police`` is the force in its team. Everything that had to hold when it was offered is asked again. Gives the new
    case; asked twice by the same person, the same one.
    """
    act = gate.current()
    record = act.resource(TRANSFER)
    if _done_before(act, record, "accepted", record.answered_by) and record.new_case_id:
        return record.new_case_id
    record.state = STATES.next(record.state, "accept")
    check_review(act, review_on)
    force = Organisation.objects.filter(pk=police, kind="police_force").first()
    if force is None:
        raise NotInCatalogue("police")
    new = going_on.go_on(act, record, police=force, review_on=review_on)
    record.answered_by, record.answered_at = act.by.id, act.now
    record.save()
    duties.complete(act, subject=(transfers.SUBJECT, record.id), kind=transfers.ANSWER)
    act.note(case=new.id, before=record.case_id, offerer=record.organisation_id, police=police)
    act.also(
        "case.transferred",
        organisation=record.organisation_id,
        subject=("Case", record.case_id),
        to=record.to_organisation_id,
        transfer=record.id,
    )
    return new.id


@action("transfer.refuse", resource=TRANSFER)
def refuse(*, by: Actor, purpose: str, transfer: UUID, refusal: str, words: str) -> None:
    """Refuse the case, for a reason of the rulebook and in words. It stays where it is; its coordinator is told."""
    act = gate.current()
    record = act.resource(TRANSFER)
    if _done_before(act, record, "refused", record.answered_by):
        return
    record.state = STATES.next(record.state, "refuse")
    if refusal not in load(record.programme).transfer_refusals:
        raise NotInCatalogue("refusal")
    record.refusal, record.answered_by, record.answered_at = refusal, act.by.id, act.now
    write(act, record.organisation_id, record.person_id, record, answer=words)
    record.save()
    duties.complete(act, subject=(transfers.SUBJECT, record.id), kind=transfers.ANSWER)
    with act.in_house_of(record.organisation_id):
        _settle(act, record)
        history.record(act, _case_of(record), "transfer_refused", refusal)
    act.note(offerer=record.organisation_id, refusal=refusal)
    act.also(
        "transfer.refused",
        organisation=record.organisation_id,
        subject=(transfers.SUBJECT, record.id),
        receiver=record.to_organisation_id,
        refusal=refusal,
    )


def _refuse_others(act: Act, case: Case, items: Sequence[UUID]) -> None:
    """Raise :class:`NotYours` for an item that came from somebody else, or that the actor may not read."""
    standing = transfers.own_items(case.organisation_id, case.person_id, items).values("pk")
    readable = act.visible(HOLDING, "holding.read").filter(pk__in=standing)
    if len(set(items)) != readable.count():
        raise NotYours


def _done_before(act: Act, record: Transfer, state: str, signer: UUID | None) -> bool:
    """Whether the actor took this very step already: asked twice, it is done once and answered the same."""
    if record.state != state:
        return False
    if signer != act.by.id:
        raise Conflict
    return True


def _case_of(record: Transfer) -> Case:
    """The case that is offered; in the house of the one that leads it."""
    return (
        Case.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=record.case_id)
    )


def _settle(act: Act, record: Transfer) -> None:
    """Whoever coordinates the case decides what happens now that it does not move; in the house that leads it."""
    duties.raise_about(
        act,
        record,
        organisation=record.organisation_id,
        kind=transfers.SETTLE,
        role="case_coordinator",
        subject=("Case", record.case_id),
        owner=record.written_by,
    )
