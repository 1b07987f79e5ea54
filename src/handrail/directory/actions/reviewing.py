"""How an agreement is looked at again, and how it ends."""

from datetime import date
from uuid import UUID

from handrail import duties
from handrail.directory.actions.drafting import ACCEPT
from handrail.directory.models import Agreement, AgreementReview, AgreementState, PartyState
from handrail.directory.resources import AGREEMENT
from handrail.directory.rules import AGREEMENT as LIFECYCLE
from handrail.directory.rules import REVIEW_WITHIN
from handrail.gate import Act, Actor, Faults, RuleBroken, action, current, listing


@action("agreement.review", resource=AGREEMENT)
def review(*, by: Actor, purpose: str, agreement: UUID, finding: str, review_on: date) -> None:
    """Record what a review found, and until when the agreement goes on as it is.

    To change anything, begin a new version instead: its parties have to accept that afresh.
    """
    act = current()
    record = act.resource(AGREEMENT)
    record.state = LIFECYCLE.next(record.state, "agreement.review")
    faults = []
    if not finding.strip():
        faults.append(RuleBroken("missing", "Enter what the review found.", field="finding"))
    if not act.today < review_on <= min(act.today + REVIEW_WITHIN, record.ends_on):
        sentence = "The next review must be within a year, and before the agreement ends."
        faults.append(RuleBroken("review-within-a-year", sentence, field="review_on"))
    if faults:
        raise Faults(tuple(faults))
    record.review_on = review_on
    record.save(update_fields=["state", "review_on"])
    AgreementReview.objects.create(
        agreement=record, reviewed_by=act.by.id, reviewed_at=act.now, finding=finding, review_on=review_on
    )
    act.note(review_on=review_on)


@action("agreement.end", resource=AGREEMENT)
def end_agreement(*, by: Actor, purpose: str, agreement: UUID) -> None:
    """End an agreement, or give up a draft or an offer. Nothing more flows under it."""
    act = current()
    _end(act, act.resource(AGREEMENT), "agreement.end", because="drafter")


@listing("agreement.list_due")
def reviews_overdue(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """Agreements of the organisation that are in force though their review is overdue, for the sweep."""
    act = current()
    running = act.visible(AGREEMENT).filter(organisation_id=act.organisation, state=AgreementState.IN_FORCE)
    ids = tuple(running.filter(review_on__lt=act.today, ends_on__gte=act.today).values_list("id", flat=True))
    act.listed(ids)
    return ids


@listing("agreement.list_over")
def agreements_over(*, by: Actor, purpose: str) -> tuple[UUID, ...]:
    """Agreements of the organisation whose last day is over, for the sweep."""
    act = current()
    running = act.visible(AGREEMENT).filter(
        organisation_id=act.organisation, state__in=(AgreementState.IN_FORCE, AgreementState.REVIEW_DUE)
    )
    ids = tuple(running.filter(ends_on__lt=act.today).values_list("id", flat=True))
    act.listed(ids)
    return ids


@action("agreement.fall_due", resource=AGREEMENT)
def fall_due(*, by: Actor, purpose: str, agreement: UUID) -> None:
    """Say that an agreement is due for review: until it is reviewed nothing flows under it."""
    act = current()
    record = act.resource(AGREEMENT)
    if record.review_on >= act.today:
        raise RuleBroken("not-due", "The review of this agreement isn’t overdue.")
    record.state = LIFECYCLE.next(record.state, "agreement.fall_due")
    record.save(update_fields=["state"])


@action("agreement.run_out", resource=AGREEMENT)
def run_out(*, by: Actor, purpose: str, agreement: UUID) -> None:
    """End an agreement whose last day is over."""
    act = current()
    record = act.resource(AGREEMENT)
    if record.ends_on >= act.today:
        raise RuleBroken("not-over", "This agreement hasn’t run out.")
    _end(act, record, "agreement.run_out", because="ran_out")


def end_version(act: Act, agreement: Agreement, how: str, *, because: str) -> None:
    """Write down, for its drafter, that a version has ended."""
    agreement.state = LIFECYCLE.next(agreement.state, how)
    agreement.ended_at, agreement.ended_because = act.now, because
    agreement.save(update_fields=["state", "ended_at", "ended_because"])
    act.note(ended=agreement.id, because=because)


def release_parties(act: Act, agreement: Agreement) -> None:
    """Parties that hadn't answered a version that has ended need not any more."""
    for party in agreement.parties.filter(state=PartyState.ASKED):
        with act.deliver_to(party.organisation_id):
            duties.cancel(act, subject=("Agreement", agreement.id), kind=ACCEPT)


def _end(act: Act, agreement: Agreement, how: str, *, because: str) -> None:
    end_version(act, agreement, how, because=because)
    release_parties(act, agreement)
