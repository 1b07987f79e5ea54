"""One transfer as each of its two parties may see it, and what an offer can be written from."""

from uuid import UUID

from django.db.models import Q

from handrail import gate
from handrail.casework import sources, transfers
from handrail.casework.models import Case, Transfer
from handrail.casework.resources import CASE, TRANSFER
from handrail.casework.transfer_rules import OPEN
from handrail.casework.transfer_rules import TRANSFER as STATES
from handrail.casework.transfer_values import GoesAlong, GoingItem, GoingRisk, Step, TransferChoices, TransferPage
from handrail.casework.values import Owner, TransferLine
from handrail.casework.words import read
from handrail.directory.names import member_names
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act, Actor, query
from handrail.programme import load
from handrail.sharing.models import Holding
from handrail.sharing.resources import HOLDING
from handrail.sharing.sealed import Copy, unseal_all


@query("case.see_destinations", resource=CASE)
def choices(*, by: Actor, purpose: str, case: UUID) -> TransferChoices:
    """Who the case could be offered to, and which of the actor's own organisation's items could go along."""
    act = gate.current()
    found = act.resource(CASE)
    own = transfers.own_items(found.organisation_id, found.person_id).values("pk")
    readable = list(act.visible(HOLDING, "holding.read").filter(pk__in=own).order_by("number", "id"))
    powers = (power.code for power in load(found.programme).powers if found.organisation.kind in power.held_by)
    items = _items(found.organisation_id, found.person_id, readable)
    return TransferChoices(transfers.destinations(act, found), tuple(powers), items)


@query("transfer.open", resource=TRANSFER)
def open_transfer(*, by: Actor, purpose: str, transfer: UUID) -> TransferPage:
    """One transfer. The receiver reads the summary and what would come along, and nothing else before it accepts."""
    act = gate.current()
    record = act.resource(TRANSFER)
    ours = record.organisation_id == act.organisation
    names = member_names((record.written_by, record.signed_by, record.answered_by))
    words, least, answer = _said(act, record, ours=ours)
    timescale = load(record.centre.programme).timescales[transfers.ANSWER]
    answer_by = (
        WorkingTime().due(record.sent_at, timescale.amount, Unit(timescale.unit))
        if record.sent_at and record.state == "offered"
        else None
    )
    return TransferPage(
        id=record.id,
        person=record.person_id,
        case=record.case_id if ours else record.new_case_id,
        reference=record.reference,
        programme=record.programme,
        marking=record.marking,
        ours=ours,
        state=record.state,
        offerer=record.organisation.name,
        offerer_phone=record.organisation.phone,
        receiver=record.to_organisation.name,
        receiver_phone=record.to_organisation.phone,
        centre=record.centre.name,
        centre_id=record.centre_id,
        reason=record.reason,
        words=words,
        summary=_summary(act, record, ours=ours),
        written=Step(record.organisation.name, names.get(record.written_by, ""), record.written_at),
        least=least,
        sent=Step(record.organisation.name, names.get(record.signed_by, "") if record.signed_by else "", record.sent_at)
        if record.sent_at
        else None,
        answer_by=answer_by,
        late=answer_by is not None and answer_by <= act.now,
        answered=Step(_answerer(record), names.get(record.answered_by, "") if record.answered_by else "",
                      record.answered_at) if record.answered_at else None,
        refusal=record.refusal,
        answer=answer,
        left=record.left,
        along=_along(act, record, ours=ours) if record.state in OPEN else None,
        steps=_steps(act, record),
    )  # fmt: skip


def transfers_of(act: Act, case: Case) -> tuple[TransferLine, ...]:
    """The transfers of a case, and the one that it came by, the latest first: as far as the reader may know of them."""
    found = act.visible(TRANSFER).filter(Q(case=case) | Q(new_case=case)).order_by("-written_at")
    return tuple(
        TransferLine(
            id=each.id,
            state=each.state,
            ours=each.case_id == case.id,
            other=each.to_organisation.name if each.case_id == case.id else each.organisation.name,
            centre=each.centre.name,
            at=each.answered_at or each.sent_at or each.written_at,
        )
        for each in found
    )


def _answerer(record: Transfer) -> str:
    return record.organisation.name if record.state in ("dropped", "withdrawn") else record.to_organisation.name


def _said(act: Act, record: Transfer, *, ours: bool) -> tuple[str | None, str, str]:
    """Why it moves, why it is the least, and why it was refused: the receiver reads the first while it is asked.

    Policy lets both parties open the offer. These words stay the offerer's own: they are read in its house, which is
    open to the receiver as long as it is asked to go on with the case, or did.
    """
    if not ours and record.state not in (*OPEN, "accepted"):
        return None, "", ""
    ((words, least, answer),) = read(
        act, record.organisation_id, record.person_id, [record], "words", "least", "answer"
    )
    return words, least if ours else "", answer


def _summary(act: Act, record: Transfer, *, ours: bool) -> str | None:
    """The handover summary: the offerer's own, lent to the receiver while it is asked, and then the receiver's own.

    None for who does not hold what it rests on: something of it was taken back since.
    """
    if not ours and record.state in OPEN:
        return read(act, record.organisation_id, record.person_id, [record], "summary")[0][0]
    if not ours and record.state != "accepted":
        return None
    may = sources.readable(act, keeper=act.organisation, person=record.person_id, kind="transfer", rows=[record.id])
    if not may[record.id]:
        return None
    return read(act, act.organisation, record.person_id, [record], "summary" if ours else "received")[0][0]


def _along(act: Act, record: Transfer, *, ours: bool) -> GoesAlong:
    with act.deliver_to(record.organisation_id):
        case = Case.objects.get(pk=record.case_id)
        risks = transfers.open_risks(case).select_related("owner", "owner_member").order_by("judged_at", "id")
        needs = case.needs.filter(state="open").order_by("judged_at", "id")
        support = case.actions.filter(state__in=transfers.EXPECTED).order_by("due_on", "id")
        items = list(transfers.own_items(record.organisation_id, record.person_id, record.items))
        held = Holding.objects.filter(organisation_id=record.organisation_id, person_id=record.person_id, state="held")
        return GoesAlong(
            risks=tuple(
                GoingRisk(each.kind, each.severity, Owner(each.owner_id, each.owner.name, each.owner_member.name))
                for each in risks
            ),
            needs=tuple(each.kind for each in needs if not each.strength),
            strengths=tuple(each.kind for each in needs if each.strength),
            objectives=case.objectives.filter(state="open").count(),
            told=case.told,
            consent=case.consent,
            support=tuple(each.action for each in support),
            items=_items(record.organisation_id, record.person_id, items, words=ours),
            left=held.exclude(item__in=[item.item for item in items]).exists(),
        )


def _items(organisation: UUID, person: UUID, items: list[Holding], *, words: bool = True) -> tuple[GoingItem, ...]:
    said = unseal_all(Copy(organisation, person), items, "text") if words else [("",) for _ in items]
    return tuple(
        GoingItem(item.item, item.number, item.category, text) for item, (text,) in zip(items, said, strict=True)
    )


def _steps(act: Act, record: Transfer) -> frozenset[str]:
    """What the reader might do now, as far as its state and policy let them."""
    possible = STATES.transitions[record.state]
    return frozenset(step for step in possible if act.allows(f"transfer.{step}", TRANSFER, record))
