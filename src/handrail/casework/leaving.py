"""What keeps an organisation in the team of a case, and what ends when it leaves. The floors above say theirs."""

from collections.abc import Callable
from uuid import UUID

from handrail import duties
from handrail.casework import proposals
from handrail.casework.models import Case, RiskKindChange, RiskOffer
from handrail.casework.rules import StillOwns
from handrail.gate import Act

Check = Callable[[Case, UUID], bool]
Step = Callable[[Act, Case, UUID], object]

_answers_for: list[Check] = []
_left: list[Step] = []


def before_leaving(check: Check) -> None:
    """Have ``check`` say whether an organisation still answers for something in a case."""
    _answers_for.append(check)


def on_left(step: Step) -> None:
    """Have ``step`` taken, in the transaction, once an organisation has left the team of a case."""
    _left.append(step)


def refuse_who_answers(act: Act, case: Case, organisation: UUID) -> None:
    """Raise :class:`StillOwns` while ``organisation`` has anything to do in the case, or a risk to answer for."""
    if (
        _has_support_or_risk(case, organisation)
        or _reviews(act, case, organisation)
        or any(check(case, organisation) for check in _answers_for)
    ):
        raise StillOwns


def left(act: Act, case: Case, organisation: UUID) -> None:
    """``organisation`` has just left: nothing in the case waits for it."""
    with act.deliver_to(organisation):
        duties.cancel(act, subject=("Case", case.id))
    for step in _left:
        step(act, case, organisation)


def _has_support_or_risk(case: Case, organisation: UUID) -> bool:
    return (
        case.actions.filter(owner_id=organisation).exclude(state__in=("done", "cancelled")).exists()
        or case.risks.filter(owner_id=organisation, state="open").exists()
        or RiskOffer.objects.filter(case=case, to_organisation_id=organisation, state="offered").exists()
    )


def _reviews(act: Act, case: Case, organisation: UUID) -> bool:
    """Whether another kind of a risk waits for its review: no one else was asked."""
    risks = tuple(RiskKindChange.objects.filter(case=case, state="signed").values_list("risk_id", flat=True))
    with act.deliver_to(organisation):
        return bool(duties.due_about(subject_kind=proposals.SUBJECT, subjects=risks, kind=proposals.REVIEW))
