"""A funding line that lapses or runs out: whoever planned support on it is told, and the support goes on meanwhile."""

from uuid import UUID

from django.db.models import Q, QuerySet

from handrail import duties, gate
from handrail.casework import history
from handrail.casework.models import SupportAction
from handrail.casework.resources import SUPPORT_ACTION
from handrail.casework.rules import NOT_OVER
from handrail.directory.funding import is_over
from handrail.directory.models import FundingState
from handrail.gate import Act, Actor, RuleBroken, action, listing

#: At most so many in one round; the next round takes the rest.
_AT_ONCE = 500


@listing("support.list_unfunded")
def unfunded(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """Unfinished support, in cases that the service's organisation leads, on a line that is over and not yet told."""
    act = gate.current()
    found = tuple(_on_a_line_that_is_over(act).values_list("id", flat=True)[:_AT_ONCE])
    act.listed(found)
    return found


@action("support.funding_lapsed", resource=SUPPORT_ACTION)
def funding_lapsed(*, by: Actor, purpose: str, support_action: UUID) -> None:
    """Ask the organisation that owns the support, and the case's coordinator, to say who pays from now on."""
    act = gate.current()
    record = act.resource(SUPPORT_ACTION)
    line = record.funded_by
    if line is None or not is_over(line.state, line.ends_on, on=act.today) or record.state not in NOT_OVER:
        raise RuleBroken("line-over", "The line that is to pay for this is not over.")
    record.funding_flagged_at = act.now
    record.save(update_fields=("funding_flagged_at",))
    _owe(act, record, record.owner_id, "single_point_of_contact", owner=record.owner_member_id)
    _owe(act, record, record.case.organisation_id, "case_coordinator")
    history.record(act, record.case, "funding_lapsed", record.action)
    act.about(record.case.person_id)
    act.note(line=line.id, state=line.state, ends_on=line.ends_on)


def _on_a_line_that_is_over(act: Act) -> QuerySet[SupportAction]:
    over = Q(funded_by__state=FundingState.LAPSED) | Q(funded_by__ends_on__lt=act.today)
    return (
        act.visible(SUPPORT_ACTION)
        .filter(over, case__organisation_id=act.organisation, state__in=NOT_OVER, funding_flagged_at=None)
        .order_by("due_on", "id")
    )


def _owe(act: Act, record: SupportAction, organisation: UUID, role: str, owner: UUID | None = None) -> None:
    case = record.case
    with act.deliver_to(organisation):
        duties.raise_about(
            act,
            case,
            organisation=organisation,
            kind="settle_funding",
            role=role,
            subject=("SupportAction", record.id),
            owner=owner,
        )
