"""Calling a risk by another kind. Who may own a risk follows from its kind, so a change could move it by a word.

The owner proposes it with reasons. Where no other kind of organisation could own the risk afterwards, it is made at
once. Otherwise the police sign it, and then somebody of neither organisation reviews it: three people, of at least two
organisations. So a council is never given a terrorism risk under another name (demand M10).
"""

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

from handrail import duties, gate
from handrail.casework import history, proposals, sources
from handrail.casework.actions.handing_over import check_stays
from handrail.casework.models import Case, CasePartner, Risk, RiskKindChange
from handrail.casework.resources import RISK
from handrail.casework.risk_rules import (
    KIND_CHANGE,
    REVIEWERS,
    AlreadyOffered,
    EscalateInstead,
    KindInQuestion,
    NobodyToReview,
    OwnerCanNotKeepIt,
    SameKind,
    needs_both,
)
from handrail.casework.risk_rules import RISK as RISK_STATES
from handrail.casework.rules import NotInCatalogue
from handrail.casework.words import write
from handrail.directory.names import members_in_role
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, Conflict, action
from handrail.programme import load


@action("risk.propose_kind", resource=RISK)
def propose(*, by: Actor, purpose: str, risk: UUID, kind: str, words: str, draws_on: Sequence[UUID] = ()) -> UUID:
    """Propose another kind for a risk. Made at once if no other kind of organisation could own it afterwards."""
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    RISK_STATES.next(record.state, "propose_kind")
    check_stays(record)
    if record.open_change:
        raise KindInQuestion
    if record.open_offer:
        raise AlreadyOffered
    programme = load(case.programme)
    if kind not in programme.risk_kinds:
        raise NotInCatalogue("kind")
    if kind == record.kind:
        raise SameKind
    if programme.risk_kinds[kind].nature == "immediate":
        raise EscalateInstead("kind")
    _check_owner_may_keep(record, kind)
    change = RiskKindChange(
        id=uuid4(),
        risk=record,
        case=case,
        was=record.kind,
        becomes=kind,
        both=needs_both(programme, record.kind, kind),
        organisation_id=act.organisation,
        proposed_by=act.by.id,
        proposed_at=act.now,
    )
    if change.both and next(_reviewers(case, act.organisation, case.police_id), None) is None:
        raise NobodyToReview
    write(act, case.organisation_id, case.person_id, change, words=words)
    change.save(force_insert=True)
    sources.lean(
        act, keeper=case.organisation_id, person=case.person_id, kind="risk_kind", row=change.id, items=draws_on
    )
    record.open_change = change
    act.note(change=change.id, was=change.was, becomes=kind, both=change.both)
    if not change.both:
        _make(act, record, change, "make", "risk.propose_kind")
        return change.id
    proposals.ask(act, record, organisation=case.police_id, kind=proposals.SIGN, role="police_risk_owner")
    history.record(act, case, "risk_kind_proposed", kind)
    return change.id


@action("risk.sign_kind", resource=RISK)
def sign(*, by: Actor, purpose: str, risk: UUID, change: UUID) -> None:
    """Sign the change for the police. It is not made yet: somebody of neither organisation reviews it."""
    act = gate.current()
    record = act.resource(RISK)
    case = record.case
    act.about(case.person_id)
    found = _the_one_read(record, change)
    found.state = KIND_CHANGE.next(found.state, "sign")
    found.signed_for_id, found.signed_by, found.signed_at = act.organisation, act.by.id, act.now
    found.save(update_fields=("state", "signed_for", "signed_by", "signed_at"))
    duties.complete(act, subject=proposals.subject(record), kind=proposals.SIGN)
    proposals.no_longer_ask(act, record, organisation=case.police_id, kind=proposals.SIGN)
    reviewer = next(_reviewers(case, found.organisation_id, act.organisation), None)
    if reviewer is None:
        raise NobodyToReview
    organisation, role = reviewer
    proposals.ask(act, record, organisation=organisation, kind=proposals.REVIEW, role=role)
    history.record(act, case, "risk_kind_signed", found.becomes)
    act.note(change=found.id)


@action("risk.review_kind", resource=RISK)
def review(*, by: Actor, purpose: str, risk: UUID, change: UUID, words: str) -> None:
    """Agree, as somebody of neither organisation: from now on the risk is of that kind. It stays with its owner."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    found = _the_one_read(record, change)
    KIND_CHANGE.next(found.state, "review")
    _check_owner_may_keep(record, found.becomes)
    found.reviewed_for_id, found.reviewed_by = act.organisation, act.by.id
    write(act, record.case.organisation_id, record.case.person_id, found, answer=words)
    _make(act, record, found, "review", "risk.review_kind")
    act.note(change=found.id, was=found.was, becomes=found.becomes)


@action("risk.decline_kind", resource=RISK)
def decline(*, by: Actor, purpose: str, risk: UUID, change: UUID, words: str) -> None:
    """Say no, for the police or as the reviewer, and why. The risk stays of the kind that it was."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    found = _the_one_read(record, change)
    # Whoever declines could have agreed: the same rules say who.
    act.require("risk.review_kind" if found.signed_by else "risk.sign_kind", RISK, record)
    write(act, record.case.organisation_id, record.case.person_id, found, answer=words)
    proposals.end_change(act, record, found, "decline")
    history.record(act, record.case, "risk_kind_declined", found.becomes)
    act.note(change=found.id)


@action("risk.withdraw_kind", resource=RISK)
def withdraw(*, by: Actor, purpose: str, risk: UUID, change: UUID) -> None:
    """Take the proposal back."""
    act = gate.current()
    record = act.resource(RISK)
    act.about(record.case.person_id)
    found = _the_one_read(record, change)
    proposals.end_change(act, record, found, "withdraw")
    history.record(act, record.case, "risk_kind_withdrawn", found.becomes)
    act.note(change=found.id)


def _make(act: Act, risk: Risk, change: RiskKindChange, how: str, signature: str) -> None:
    """Make the change. Policy is asked once more, of the risk as it is now: may its owner own one of this kind?"""
    risk.kind = change.becomes
    act.require(signature, RISK, risk)
    risk.save(update_fields=("kind",))
    proposals.end_change(act, risk, change, how)
    history.record(act, risk.case, "risk_kind_changed", change.becomes)


def _the_one_read(risk: Risk, change: UUID) -> RiskKindChange:
    if risk.open_change is None or risk.open_change.id != change:
        raise Conflict
    return risk.open_change


def _check_owner_may_keep(risk: Risk, kind: str) -> None:
    if risk.owner.kind not in load(risk.case.programme).risk_kinds[kind].may_own:
        raise OwnerCanNotKeepIt


def _reviewers(case: Case, proposing: UUID, signing: UUID) -> Iterator[tuple[UUID, str]]:
    """Who could review: an organisation of neither side, whoever leads the case first, and its first reviewing role."""
    rows = CasePartner.objects.filter(case=case, until=FAR_FUTURE_MOMENT).order_by("since", "id")
    partners = rows.exclude(organisation_id__in=(proposing, signing)).values_list("organisation_id", flat=True)
    for organisation in sorted(partners, key=lambda each: each != case.organisation_id):
        for role in REVIEWERS:
            if members_in_role(organisation, role):
                yield organisation, role
                break
