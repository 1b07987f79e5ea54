"""What a case waits for before it closes, what ends with it, and what is due again when it is opened anew.

Nothing ends over somebody's head: what was agreed with the person, and what somebody said they would do, is finished or
taken off first. What only waits for an answer ends with the case, and whoever was asked is asked no more. A risk never
ends with its case: it stays with its owner, who closes it or hands it over. The floors above say theirs.
"""

from collections.abc import Callable, Iterable

from handrail.casework import proposals
from handrail.casework.escalated import police_lead
from handrail.casework.models import Case, SupportAction
from handrail.casework.rules import ActionsUnderWay, EscalationOpen
from handrail.gate import Act, RuleBroken, refuse_all

Check = Callable[[Case], Iterable[RuleBroken]]
Step = Callable[[Act, Case], object]

_in_the_way: list[Check] = []
_closed: list[Step] = []
_reopened: list[Step] = []


def before_closing(check: Check) -> None:
    """Have ``check`` say what a case still waits for before it can close."""
    _in_the_way.append(check)


def on_closed(step: Step, *, reopened: Step | None = None) -> None:
    """Have ``step`` taken, in the transaction, when a case closes, and ``reopened`` when it is opened again."""
    _closed.append(step)
    if reopened is not None:
        _reopened.append(reopened)


def refuse_what_is_open(case: Case) -> None:
    """Raise the rule that stands in the way of closing the case; all of them at once, where there are several."""
    refuse_all([*_under_way(case), *waits_above(case)])


def hold_support(case: Case) -> list[SupportAction]:
    """All support of the case, which nobody takes a step with until the act ends; locked after the case."""
    return list(SupportAction.objects.filter(case=case).order_by("id").select_for_update(of=("self",), no_key=True))


def waits_above(case: Case) -> Iterable[RuleBroken]:
    """What the floors above say that the case still waits for."""
    return (fault for check in _in_the_way for fault in check(case))


def closed(act: Act, case: Case) -> None:
    """The case has just closed."""
    proposals.leave_with_owners(act, case)
    for step in _closed:
        step(act, case)


def reopened(act: Act, case: Case) -> None:
    """The case was opened again."""
    for step in _reopened:
        step(act, case)


def _under_way(case: Case) -> Iterable[RuleBroken]:
    if any(each.state not in ("done", "cancelled", "withdrawn") for each in hold_support(case)):
        yield ActionsUnderWay()
    if police_lead(case):
        yield EscalationOpen()
