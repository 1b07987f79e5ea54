"""The record of a closed case at the end of its time: let go, or kept on for a reason that somebody answers for."""

from datetime import date
from uuid import UUID

from handrail import duties, gate
from handrail.casework import history, retention
from handrail.casework.models import Case, Risk
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.rules import AlreadyLetGo, DateNotAhead, NotInCatalogue
from handrail.duties.working_time import months_after
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, action, listing
from handrail.gate.clock import LONDON
from handrail.programme import load
from handrail.sharing.actions.destroying import StillKept

REVIEW = "review_retention"

#: For how long at most a record is kept on by one decision.
MONTHS = 12

#: As many as one round takes; the next round takes the rest.
AT_ONCE = 500


@listing("case.list_over")
def cases_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """The closed cases that the service's organisation leads whose time is over, and of which nobody was told yet."""
    act = gate.current()
    closed = act.visible(CASE).filter(
        organisation_id=act.organisation, state="closed", closed_at__lte=act.now, let_go_at=FAR_FUTURE_MOMENT
    )
    closed = closed.exclude(pk__in=Risk.objects.filter(state="open").values("case_id"))
    over = [case for case, kept in retention.of_each(closed).items() if kept.over_at <= act.now]
    asked = duties.due_about(subject_kind="Case", subjects=over, kind=REVIEW)
    ids = tuple(case for case in over if case not in asked)[:AT_ONCE]
    act.listed(ids)
    return ids


@action("case.end_retention", resource=CASE)
def end_retention(*, by: Actor, purpose: str, case: UUID) -> None:
    """At the end of its time: let the record go or, where the rulebook has somebody decide, ask them to.

    What somebody kept on is theirs to decide again, whatever the rulebook says.
    """
    act = gate.current()
    found = _over(act)
    kept = retention.of(found)
    if kept.rule.then == "destroy" and not kept.kept_on:
        _let_go(act, found)
        return
    duties.raise_about(
        act,
        found,
        organisation=found.organisation_id,
        kind=REVIEW,
        role="data_protection_officer",
        subject=("Case", found.id),
    )


@action("case.let_go", resource=CASE)
def let_go(*, by: Actor, purpose: str, case: UUID) -> None:
    """Decide that the record of a case whose time is over is not kept: what was written in it is destroyed."""
    act = gate.current()
    _let_go(act, _over(act))


@action("case.keep_on", resource=CASE)
def keep_on(*, by: Actor, purpose: str, case: UUID, ground: str, until: date) -> None:
    """Keep the record of a closed case beyond its time until a day, at most :data:`MONTHS` after that or from today, on
    a ground of the rulebook (those on which sealed text is opened).

    Also before its time is over: an inquest is opened while there is still something to keep for it. Raises
    :class:`StillKept` for a day until which it is kept anyway.
    """
    act = gate.current()
    found = _kept(act, "keep_on")
    ends_on = retention.of(found).ends_at.astimezone(LONDON).date()
    if ground not in load(found.programme).unseal_grounds:
        raise NotInCatalogue("ground")
    if act.today < until <= ends_on:
        raise StillKept
    latest = months_after(max(act.today, ends_on), MONTHS)
    if not act.today < until <= latest:
        raise DateNotAhead("until", f"{latest.day} {latest:%B %Y}")
    found.review_on = until
    found.save(update_fields=("review_on",))
    duties.complete(act, subject=("Case", found.id), kind=REVIEW)
    history.record(act, found, "kept_on", ground)
    act.note(ground=ground, until=until)


def _over(act: Act) -> Case:
    """The case, whose time is over; raises :class:`StillKept` before that, and while somebody owns a risk in it."""
    found = _kept(act, "let_go")
    if retention.of(found).over_at > act.now or Risk.objects.filter(case=found, state="open").exists():
        raise StillKept
    return found


def _kept(act: Act, step: str) -> Case:
    """The closed case, whose record is still there."""
    found = act.resource(CASE)
    CASE_STATES.next(found.state, step)
    if found.let_go_at < FAR_FUTURE_MOMENT:
        raise AlreadyLetGo
    return found


def _let_go(act: Act, case: Case) -> None:
    case.let_go_at = act.now
    case.save(update_fields=("let_go_at",))
    duties.cancel(act, subject=("Case", case.id))
    history.record(act, case, "let_go")
    retention.let_go(act, case)
    act.note(closed_at=case.closed_at, rule=retention.of(case).rule.code)
