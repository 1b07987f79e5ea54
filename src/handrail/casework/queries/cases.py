"""The list of cases, and one case."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from handrail import gate, provenance
from handrail.casework import deconfliction, sources
from handrail.casework.escalated import open_escalations, overdue, police_lead
from handrail.casework.look_backs import look_backs
from handrail.casework.models import (
    Case,
    CaseEvent,
    CaseMember,
    CasePartner,
    Escalation,
    HandIn,
    Need,
    Risk,
    RiskOwnership,
    SupportAction,
)
from handrail.casework.proposals import look_up
from handrail.casework.provision import provided
from handrail.casework.queries.intake import nominations
from handrail.casework.queries.objectives import objectives
from handrail.casework.queries.transfers import transfers_of
from handrail.casework.resources import CASE, SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as SUPPORT_STATES
from handrail.casework.rules import TO_GIVE, is_late
from handrail.casework.stalling import stalled
from handrail.casework.values import (
    CasePage,
    CaseRow,
    EscalationLine,
    EventLine,
    NeedCard,
    Owner,
    PartnerRow,
    RiskCard,
    SupportRow,
)
from handrail.casework.words import read
from handrail.directory.models import Member, Organisation
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, listing, query
from handrail.sharing.initials import initials_of

#: What a reader might do on a case, offered where policy lets them.
CASE_STEPS = (
    "case.add_need", "case.close_need", "case.add_risk", "case.plan", "case.record_consent", "case.record_told",
    "case.set_review", "case.look_again", "case.add_partner", "case.remove_partner", "case.add_member",
    "case.remove_member", "case.close", "case.reopen", "case.let_go", "case.escalate", "case.volunteer_concern",
    "case.look_back", "case.offer_transfer", "case.ask_deconfliction", "case.read_consent", "case.add_objective",
    "case.end_objective", "case.record_cost", "case.see_who", "question.ask",
)  # fmt: skip


#: What a reader might do with a support action. It resumes by itself when a challenge is closed.
SUPPORT_STEPS = ("start", "record_contact", "complete", "cannot_do", "plan_again", "cancel", "asks_to_watch")


@listing("case.list")
def cases(*, by: Actor, purpose: str, state: str = "open") -> tuple[CaseRow, ...]:
    """The cases that the actor may know of, those to be reviewed soonest first."""
    act = gate.current()
    found = list(act.visible(CASE).filter(state=state).order_by("review_on", "reference"))
    act.listed((case.id for case in found), state=state)
    initials = _initials(act, found)
    open_now = set(open_escalations().filter(case__in=found).values_list("case_id", flat=True))
    return tuple(
        CaseRow(
            id=case.id,
            person=case.person_id,
            reference=case.reference,
            initials=initials.get(case.person_id, ""),
            lead=case.organisation.name,
            centre=case.centre.name,
            state=case.state,
            review_on=case.review_on,
            review_late=case.state == "open" and case.review_on < act.today,
            escalated=case.id in open_now,
        )
        for case in found
    )


@listing("case.find")
def case_about(*, by: Actor, purpose: str, person: UUID) -> UUID | None:
    """The open case of a person, or the one that a nomination was handed in to, if the actor may know of it."""
    act = gate.current()
    act.about(person)
    handed_in = HandIn.objects.filter(person_id=person, state="accepted").values("case_id")
    about = Q(person_id=person) | Q(pk__in=handed_in)
    found = act.visible(CASE).filter(about, state="open").first()
    act.listed([found.id] if found else [])
    return found.id if found else None


@query("support.open", resource=SUPPORT_ACTION)
def case_of_support(*, by: Actor, purpose: str, support_action: UUID) -> UUID:
    """The case whose plan a support action is in."""
    act = gate.current()
    found = act.resource(SUPPORT_ACTION)
    act.about(found.case.person_id)
    return found.case_id


@query("case.open", resource=CASE)
def open_case(*, by: Actor, purpose: str, case: UUID) -> CasePage:
    """One case with what this reader may see of it: its ledger entry is committed before they see anything."""
    act = gate.current()
    found = act.resource(CASE)
    return CasePage(
        id=found.id,
        person=found.person_id,
        reference=found.reference,
        initials=_initials(act, [found]).get(found.person_id, ""),
        programme=found.programme,
        centre_id=found.centre_id,
        centre=found.centre.name,
        marking=found.marking,
        state=found.state,
        lead_id=found.organisation_id,
        lead=found.organisation.name,
        coordinator=_coordinator(found),
        told=found.told,
        consent=found.consent,
        police_asked=deconfliction.needed(found.programme, deconfliction.OPENED),
        confirmed_on=deconfliction.confirmed_on(act, found),
        review_on=found.review_on,
        review_late=found.state == "open" and found.review_on < act.today,
        marked=sources.marked(act, found) if found.state == "closed" else 0,
        opened_at=found.opened_at,
        closed_at=None if found.closed_at == FAR_FUTURE_MOMENT else found.closed_at,
        closure_reason=found.closure_reason,
        closure_note=_closure_note(act, found),
        carries_on=tuple(sorted(Organisation.objects.filter(pk__in=found.carries_on).values_list("name", flat=True))),
        look_backs=look_backs(act, found),
        risks=_risks(act, found),
        needs=_needs(act, found),
        objectives=objectives(act, found),
        plan=_plan(act, found),
        partners=_partners(act, found),
        events=_events(found),
        escalations=_escalations(act, found),
        nominations=nominations(act, found),
        came_from=found.came_from.name if found.came_from else "",
        went_elsewhere=found.went_to_id is not None,
        transfers=transfers_of(act, found),
        steps=tuple(step for step in CASE_STEPS if act.allows(step, CASE, found)),
    )


def _initials(act: Act, cases: Iterable[Case]) -> dict[UUID, str]:
    """Initials by person, as the reader's own organisation has them: the case tells nobody a name."""
    return initials_of(act, (case.person_id for case in cases))


def _closure_note(act: Act, case: Case) -> str | None:
    """How things were when it closed, or None where the reader does not hold all that the case was drawn from."""
    return sources.text(act, case, "closure", [case], "closure_note").get(case.id)


def _coordinator(case: Case) -> str:
    part = CaseMember.objects.filter(case=case, part="case_coordinator", until=FAR_FUTURE_MOMENT)
    return ", ".join(part.order_by("since").values_list("member__name", flat=True))


def _risks(act: Act, case: Case) -> tuple[RiskCard, ...]:
    risks = list(
        Risk.objects.filter(case=case)
        .select_related("owner", "owner_member", "case", "case__centre")
        .order_by("-state", "judged_at")
    )
    look_up(risks)
    words = sources.text(act, case, "risk", risks, "description")
    since = dict(
        RiskOwnership.objects.filter(risk__in=risks, during__upper_inf=True).values_list(
            "risk_id", "during__startswith"
        )
    )
    review = _to_review(act, case, "risk", risks)
    return tuple(
        RiskCard(
            id=risk.id,
            kind=risk.kind,
            severity=risk.severity,
            description=words.get(risk.id),
            owner=_owner(risk.owner, risk.owner_member),
            owned_since=since.get(risk.id, risk.judged_at),
            state=risk.state,
            to_review=risk.id in review,
            ours=risk.owner_id == act.organisation,
            offered_to=risk.open_offer.to_organisation.name if risk.open_offer else "",
        )
        for risk in risks
    )


def _needs(act: Act, case: Case) -> tuple[NeedCard, ...]:
    needs = list(Need.objects.filter(case=case).order_by("strength", "judged_at"))
    words = sources.texts(act, case, "need", needs, "description", "ending")
    review = _to_review(act, case, "need", needs)
    judges = {member for need in needs for member in (need.judged_by, need.ended_by) if member}
    names = dict(Member.objects.filter(pk__in=judges).values_list("id", "name"))
    return tuple(
        NeedCard(
            id=need.id,
            kind=need.kind,
            strength=need.strength,
            description=words[need.id][0] if need.id in words else None,
            judged_by=names.get(need.judged_by, ""),
            judged_at=need.judged_at,
            to_review=need.id in review,
            state=need.state,
            ending=words[need.id][1] if need.id in words else None,
            ended_by=names.get(need.ended_by, "") if need.ended_by else "",
            ended_at=need.ended_at,
        )
        for need in needs
    )


def _plan(act: Act, case: Case) -> tuple[SupportRow, ...]:
    actions = list(
        SupportAction.objects.filter(case=case).select_related(
            "owner", "owner_member", "case", "case__centre", "service", "funded_by", "need"
        )
    )
    may = sources.readable(
        act, keeper=case.organisation_id, person=case.person_id, kind="support", rows=[record.id for record in actions]
    )
    stalls = {record.id: found[0] for record in actions if (found := stalled(record, act.today))}
    danger, asks = police_lead(case), deconfliction.needed(case.programme, deconfliction.SUPPORT)
    shown = [record for record in actions if may[record.id] or record.owner_id == act.organisation]
    texts = read(act, case.organisation_id, case.person_id, shown, "objective", "outcome")
    words = {record.id: text for record, text in zip(shown, texts, strict=True)}
    provision = provided(act, case, actions, [record.id for record in shown])
    rows = [
        SupportRow(
            id=record.id,
            action=record.action,
            programme_contact=record.programme_contact,
            objective=words[record.id][0] if record.id in words else None,
            outcome=words[record.id][1] if record.id in words else None,
            owner=_owner(record.owner, record.owner_member),
            due_on=record.due_on,
            late=is_late(record.state, record.due_on, act.today),
            state=record.state,
            consent=record.consent,
            serves=record.serves_id,
            cannot_do=record.cannot_do_because,
            police_asked=record.programme_contact and asks,
            confirmed_on=record.confirmed_on if record.confirmed_until >= act.today else None,
            stalled_by=stalls[record.id].rule if record.id in stalls else "",
            stalled_since=stalls[record.id].since if record.id in stalls else None,
            police_lead=danger and record.programme_contact and record.state in TO_GIVE,
            provided=provision[record.id],
            steps=_steps(act, record),
        )
        for record in actions
    ]
    # What is stopped or late is what somebody must look at: it comes first.
    return tuple(sorted(rows, key=lambda row: (row.state not in ("stopped", "handed_back"), not row.late, row.due_on)))


def _steps(act: Act, record: SupportAction) -> tuple[str, ...]:
    """The steps that the record's state allows and policy permits; of those policy refuses, opening says why."""
    possible = SUPPORT_STATES.transitions[record.state]
    return tuple(
        step for step in SUPPORT_STEPS if step in possible and act.allows(f"support.{step}", SUPPORT_ACTION, record)
    )


def _to_review(act: Act, case: Case, kind: str, records: Iterable[Risk | Need]) -> frozenset[UUID]:
    with act.deliver_to(case.organisation_id):
        waiting = provenance.to_review(kind, [record.id for record in records])
    return frozenset(leaning.id for leaning in waiting)


def _owner(organisation: Organisation, member: Member | None) -> Owner:
    return Owner(organisation.id, organisation.name, member.name if member else "")


def _partners(act: Act, case: Case) -> tuple[PartnerRow, ...]:
    rows = CasePartner.objects.filter(case=case, until=FAR_FUTURE_MOMENT).select_related("organisation")
    named = act.allows("case.see_members", CASE, case)
    members: dict[UUID, list[str]] = {}
    if named:
        for organisation, name in CaseMember.objects.filter(case=case, until=FAR_FUTURE_MOMENT).values_list(
            "organisation_id", "member__name"
        ):
            members.setdefault(organisation, []).append(name)
    return tuple(
        PartnerRow(
            id=row.organisation_id,
            organisation=row.organisation.name,
            kind=row.organisation.kind,
            phone=row.organisation.phone,
            why=row.why,
            since=row.since,
            members=tuple(sorted(members.get(row.organisation_id, ()))),
        )
        for row in rows.order_by("since", "organisation__name")
    )


def _events(case: Case) -> tuple[EventLine, ...]:
    lines = CaseEvent.objects.filter(case=case).select_related("organisation").order_by("-at")
    return tuple(EventLine(line.at, line.organisation.name, line.what, line.detail) for line in lines)


def _escalations(act: Act, case: Case) -> tuple[EscalationLine, ...]:
    found = Escalation.objects.filter(case=case).select_related("acknowledged_by").order_by("-raised_at")
    return tuple(
        EscalationLine(
            id=each.id,
            severity=each.severity,
            raised_at=each.raised_at,
            state=each.state,
            acknowledged_by=each.acknowledged_by.name if each.acknowledged_by else "",
            late=overdue(each, act.now),
        )
        for each in found
    )
