"""Reviewing, closing and reopening a case."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from handrail import duties, gate, provenance
from handrail.casework import closing, deconfliction, history, intake, sources, transfers
from handrail.casework.actions import looking_back
from handrail.casework.models import Case, Need
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import NEED, AlreadyLetGo, DateNotAhead, NotInCatalogue, NotInTeam
from handrail.casework.transfer_rules import Moving, WentElsewhere
from handrail.casework.words import write
from handrail.duties.working_time import WorkingTime
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, action
from handrail.programme import load
from handrail.sharing.actions.telling import knows

#: A case is looked at again at least every three months.
LONGEST_REVIEW = timedelta(days=92)


@action("case.set_review", resource=CASE)
def set_review(*, by: Actor, purpose: str, case: UUID, review_on: date) -> None:
    """Record that the case was reviewed, and when it is looked at next.

    Judgements whose sources were recalled, corrected or ran out have been looked at again with it.
    """
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    check_review(act, review_on)
    found.review_on = review_on
    found.save(update_fields=("review_on",))
    duties.complete(act, subject=("Case", found.id), kind="review_case")
    looked_at = sources.look_again(act, found)
    for settled in ("further_assessment", transfers.SETTLE):
        duties.complete(act, subject=("Case", found.id), kind=settled)
    raise_review(act, found)
    deconfliction.ask_again(act, found)
    history.record(act, found, "reviewed")
    act.note(review_on=review_on, judgements=looked_at)


@action("case.close", resource=CASE)
def close(
    *,
    by: Actor,
    purpose: str,
    case: UUID,
    reason: str,
    note: str,
    met: Sequence[UUID] = (),
    carries_on: Sequence[UUID] = (),
) -> None:
    """Close the case for a reason from the rulebook, in the coordinator's words, when nothing is left under way.

    ``met`` are the open needs that were met: the others stay as they are, unmet. ``carries_on`` are the organisations
    of the team that go on helping; empty where nobody does. The chair looks back at 6 and 12 months. What it waits for
    and what ends with it is said in :mod:`handrail.casework.closing`.
    """
    act = gate.current()
    found = act.resource(CASE)
    state = CASE_STATES.next(found.state, "close")
    if reason not in load(found.programme).closure_reasons or reason == transfers.MOVED:
        raise NotInCatalogue("reason")
    if transfers.open_transfer(found):
        raise Moving
    closing.refuse_what_is_open(found)
    if not set(carries_on) <= set(found.partners):
        raise NotInTeam("carries_on")
    _meet(act, found, met)
    found.state, found.carries_on = state, list(carries_on)
    found.closed_by, found.closed_at, found.closure_reason = act.by.id, act.now, reason
    write(act, found.organisation_id, found.person_id, found, closure_note=note)
    found.save()
    sources.lean_on_all(act, found, kind="closure", row=found.id)
    duties.cancel(act, subject=("Case", found.id))
    looking_back.owe(act, found)
    closing.closed(act, found)
    deconfliction.over(act, found)
    history.record(act, found, "closed", reason)
    act.note(reason=reason, carries_on=list(carries_on))


@action("case.reopen", resource=CASE)
def reopen(*, by: Actor, purpose: str, case: UUID, review_on: date) -> None:
    """Open a closed case again, with a date to review it; unless the person has another by now."""
    act = gate.current()
    found = act.resource(CASE)
    found.state = CASE_STATES.next(found.state, "reopen")
    if found.went_to_id:
        raise WentElsewhere
    if found.let_go_at < FAR_FUTURE_MOMENT:
        raise AlreadyLetGo
    check_review(act, review_on)
    intake.refuse_to_double(act, found.person_id)
    found.closed_by, found.closed_at, found.closure_reason = None, FAR_FUTURE_MOMENT, ""
    found.closure_note_sealed, found.carries_on = b"", []
    provenance.forget("closure", (found.id,))
    duties.cancel(act, subject=("Case", found.id))
    found.review_on = review_on
    found.told = knows(found.organisation_id, found.person_id)
    found.save()
    raise_review(act, found)
    deconfliction.ask(act, found, deconfliction.OPENED)
    closing.reopened(act, found)
    history.record(act, found, "reopened")


def _meet(act: Act, case: Case, needs: Sequence[UUID]) -> None:
    """Record that these of the case's open needs were met."""
    open_needs = {need.id: need for need in Need.objects.select_for_update(no_key=True).filter(case=case, state="open")}
    for each in needs:
        need = open_needs.get(each)
        if need is None or need.strength:
            raise NotInCatalogue("met")
        need.state, need.ended_by, need.ended_at = NEED.next(need.state, "meet"), act.by.id, act.now
        need.save(update_fields=("state", "ended_by", "ended_at"))
        history.record(act, case, "need_met", need.kind)


def check_review(act: Act, review_on: date) -> None:
    """Raise :class:`DateNotAhead` unless ``review_on`` is after today and not too far off."""
    latest = act.today + LONGEST_REVIEW
    if not act.today < review_on <= latest:
        raise DateNotAhead("review_on", f"{latest.day} {latest:%B %Y}")


def raise_review(act: Act, case: Case) -> None:
    """Make the review a duty of the one who coordinates the case."""
    duties.raise_about(
        act,
        case,
        organisation=case.organisation_id,
        kind="review_case",
        role="case_coordinator",
        subject=("Case", case.id),
        owner=act.by.id,
        due_at=WorkingTime().by(act.now, case.review_on),
    )
