"""A case goes on in another area: in one transaction the receiver has a case of its own, and the old one is closed.

What goes along is copied and sealed anew under the receiver's key; the old record stays with its controller, for as
long as retention says. Nothing that somebody owes peters out: what is owed about the case ends in the old area, and
whoever now coordinates it owes what is left of it, by the dates that it had. A risk goes on with the owner that it has.
Words that rest on information which does not go along stay behind; that they were there goes along.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from django.db.models import Model

from handrail import duties
from handrail.casework import closing, deconfliction, history, intake, ownership, proposals, sources, team, transfers
from handrail.casework.actions.reviewing import raise_review
from handrail.casework.carried import Carried, Kept, gather
from handrail.casework.models import Case, Consent, Need, Objective, Risk, SupportAction, Transfer
from handrail.casework.risk_rules import owning_role
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import SUPPORT_ACTION as SUPPORT_STATES
from handrail.casework.transfer_rules import FinishFirst, LedHere
from handrail.casework.words import write
from handrail.directory.models import Member, Organisation
from handrail.gate import Act, RuleBroken
from handrail.sharing import passing_on
from handrail.sharing.actions.telling import record_told
from handrail.sharing.ceilings import hold_places
from handrail.sharing.models import Holding, PersonRecord
from handrail.sharing.proposals import proposal

#: Why support that was given in the old area has to be found anew: a code of the rulebook's reasons.
OUT_OF_AREA: Final = "moved_away"

M = TypeVar("M", bound=Model)


def go_on(act: Act, transfer: Transfer, *, police: Organisation, review_on: date) -> Case:
    """Carry the offered case over to the organisation that acts, and close the old one; gives the new one."""
    if Case.objects.filter(organisation_id=act.organisation, person_id=transfer.person_id, state="open").exists():
        raise LedHere
    mine = Holding.objects.filter(organisation_id=act.organisation, person_id=transfer.person_id)
    known = frozenset(mine.values_list("item", flat=True))
    hold_places(act, [(transfer.agreement, act.organisation)])
    with act.in_house_of(transfer.organisation_id):
        old = gather(act, transfer, known)
    weighed = proposal(act, old.part)
    with act.in_house_of(transfer.organisation_id):
        signed_by = transfer.signed_by or transfer.written_by
        if not passing_on.still_signed(
            act, weighed, signed_by=signed_by, giver=transfer.organisation_id, purpose=team.SUPPORT
        ):
            raise FinishFirst
        passing_on.record(old.part, signed_by=signed_by, reasons=old.reasons, at=act.now)
    passing_on.hand_over(act, old.part, old.item_words, old.reasons, signed_by=signed_by)
    if old.case.told:
        on = old.part.decision.notification_on or act.today
        record_told(act, transfer.person_id, programme=transfer.centre.programme, on=on)
    new = _begin(act, transfer, old, police=police, review_on=review_on)
    said = _Said(act, new, old)
    transfer.left = _carry(act, new, old, said) or old.left
    _carry_risks(act, new, old, said)
    with act.in_house_of(transfer.organisation_id):
        _end(act, transfer, old)
    _owe(act, new, old)
    write(act, act.organisation, new.person_id, transfer, received=old.summary)
    sources.lean(
        act,
        keeper=act.organisation,
        person=new.person_id,
        kind="transfer",
        row=transfer.id,
        items=[item.item for item in old.part.items],
    )
    transfer.new_case = new
    return new


def _begin(act: Act, transfer: Transfer, old: Carried, *, police: Organisation, review_on: date) -> Case:
    """The receiver's own case: with its police, whoever owns a risk, and the one who accepts as its coordinator."""
    record = PersonRecord.objects.get(organisation_id=act.organisation, person_id=transfer.person_id)
    new = Case(
        id=uuid4(),
        organisation=transfer.to_organisation,
        person_id=transfer.person_id,
        reference=record.reference,
        police=police,
        centre=transfer.centre,
        programme=transfer.centre.programme,
        partners=[act.organisation, police.pk],
        team=[act.by.id],
        marking=old.case.marking,
        consent=old.case.consent,
        told=old.case.told,
        opened_by=act.by.id,
        opened_at=act.now,
        review_on=review_on,
        came_from=transfer.organisation,
    )
    new.save(force_insert=True)
    team.lead(act, new)
    team.join(act, new, police, "owns_risk", field="police")
    team.assign(act, new, Member.objects.get(pk=act.by.id), "case_coordinator")
    for kept in old.risks:
        risk = kept.record
        team.join(act, new, risk.owner, "owns_risk", field="to")
        team.assign(act, new, risk.owner_member, "risk_owner")
    team.refresh(new)
    history.record(act, new, "came_from_elsewhere")
    return new


class _Said:
    """The words of what is carried: as they were where the receiver holds all that they rest on, and else that there
    were some."""

    def __init__(self, act: Act, new: Case, old: Carried) -> None:
        self.act, self.new = act, new
        self.held = sources.held(act, new.person_id, {item for kept in old.described for item in kept.rests_on})
        self.stayed = (
            f"What was written about this stayed with {old.case.organisation.name}: it rests on information that was "
            "not theirs to pass on."
        )

    def readable(self, kept: Kept[Any]) -> bool:
        return kept.rests_on <= self.held

    def into(self, record: Model, kept: Kept[Any], kind: str, name: str) -> None:
        """Put the words of ``kept`` into ``record``, sealed, with what they rest on; nothing is saved."""
        readable = self.readable(kept)
        words = kept.words[0] if readable else self.stayed
        write(self.act, self.new.organisation_id, self.new.person_id, record, **{name: words})
        if readable:
            sources.lean(
                self.act, keeper=self.new.organisation_id, person=self.new.person_id, kind=kind, row=record.pk,
                items=kept.rests_on,
            )  # fmt: skip


def _carry(act: Act, new: Case, old: Carried, said: _Said) -> bool:
    """Make the receiver's own records of needs, objectives, consent and expected support; whether words stayed."""
    needs = {kept.record.pk: _need(new, kept, said) for kept in old.needs}
    objectives = {kept.record.pk: _objective(new, kept, said) for kept in old.objectives if said.readable(kept)}
    for consent in old.consents:
        _consent(act, new, consent)
    for support in old.support:
        _support(act, new, support, said, needs=needs, objectives=objectives)
    return not all(said.readable(kept) for kept in old.described)


def _need(new: Case, kept: Kept[Need], said: _Said) -> Need:
    made = _again(kept.record, new, ("organisation_id", "kind", "strength", "judged_by", "judged_at"))
    said.into(made, kept, "need", "description")
    made.save(force_insert=True)
    return made


def _objective(new: Case, kept: Kept[Objective], said: _Said) -> Objective:
    made = _again(kept.record, new, ("organisation_id", "own_words", "written_by", "written_at"))
    said.into(made, kept, "objective", "words")
    made.save(force_insert=True)
    return made


def _consent(act: Act, new: Case, kept: Kept[Consent]) -> None:
    """What the person said stays what it was: when, how, by whom they were asked, and who recorded it."""
    made = _again(
        kept.record, new,
        ("organisation_id", "state", "on", "how", "voice", "capacity", "child", "recorded_by", "recorded_at"),
    )  # fmt: skip
    note, asker, decided_by = kept.words
    write(act, new.organisation_id, new.person_id, made, note=note, asker=asker, decided_by=decided_by)
    made.save(force_insert=True)


def _support(
    act: Act,
    new: Case,
    kept: Kept[SupportAction],
    said: _Said,
    *,
    needs: Mapping[UUID, Need],
    objectives: Mapping[UUID, Objective],
) -> None:
    """What the person was promised: its owner can't give it here, so the coordinator decides what they are offered."""
    before = kept.record
    made = _again(
        before, new, ("action", "programme_contact", "owner_id", "due_on", "consent", "added_by", "added_at")
    )  # fmt: skip
    made.state, made.cannot_do_because = "handed_back", OUT_OF_AREA
    made.need = needs.get(before.need_id) if before.need_id else None
    made.serves = objectives.get(before.serves_id) if before.serves_id else None
    said.into(made, kept, "support", "objective")
    made.save(force_insert=True)
    duties.raise_about(
        act,
        new,
        organisation=new.organisation_id,
        kind="plan_instead",
        role="case_coordinator",
        subject=("SupportAction", made.id),
    )


def _again(before: M, new: Case, names: Iterable[str]) -> M:
    """A record of the new case that says what ``before`` says in these fields."""
    return type(before)(id=uuid4(), case=new, **{name: getattr(before, name) for name in names})


def _carry_risks(act: Act, new: Case, old: Carried, said: _Said) -> None:
    """Each risk goes on with its owner, in whose house it is written: the owner alone sees both cases."""
    for kept in old.risks:
        risk = kept.record
        made = Risk(id=uuid4(), case=new, kind=risk.kind, severity=risk.severity, judged_by=risk.judged_by)
        said.into(made, kept, "risk", "description")
        with act.in_house_of(risk.owner_id):
            ownership.go_on(act, risk, made)
        proposals.ask(
            act, made, organisation=risk.owner_id, kind=proposals.CONFIRM, role=owning_role(risk.owner.kind),
            owner=risk.owner_member_id,
        )  # fmt: skip
        act.also("risk.went_on", organisation=risk.owner_id, subject=("Risk", made.id), before=risk.id, case=new.id)


def _end(act: Act, transfer: Transfer, old: Carried) -> None:
    """Close the old case: what is owed about it ends everywhere, and nobody is asked for anything there any more."""
    case = old.case
    for kept in old.support:
        action = kept.record
        action.state = SUPPORT_STATES.next(action.state, "move")
        action.save(update_fields=("state",))
    about = [
        ("Case", case.id),
        *(("Risk", kept.record.pk) for kept in old.risks),
        *(("SupportAction", kept.record.pk) for kept in old.support),
    ]
    for organisation in {case.organisation_id, *case.partners}:
        with act.deliver_to(organisation):
            for subject in about:
                duties.cancel(act, subject=subject)
    deconfliction.over(act, case)
    case.state, case.went_to_id = CASE_STATES.next(case.state, "transfer"), transfer.to_organisation_id
    case.closed_by, case.closed_at, case.closure_reason = act.by.id, act.now, transfers.MOVED
    case.save()
    try:
        closing.closed(act, case)
    except RuleBroken as began_meanwhile:
        raise FinishFirst from began_meanwhile
    history.record(act, case, "went_elsewhere")


def _owe(act: Act, new: Case, old: Carried) -> None:
    """What is owed in the new area: a review, the police's word, and what was owed about the person before. Whether
    there is to be a case is decided.
    """
    intake.case_led(act, new)
    raise_review(act, new)
    deconfliction.ask(act, new, deconfliction.OPENED)
    for kind, by in old.due.items():
        duties.raise_about(
            act,
            new,
            organisation=new.organisation_id,
            kind=kind,
            role="case_coordinator",
            subject=("Case", new.id),
            due_at=by,
        )
