"""Which funding lines there are to pay for what is done in a centre, and whether a line still pays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.directory.models import AgreementState, FundingLine, FundingState


@dataclass(frozen=True, slots=True)
class Payer:
    """A funding line to choose from: who pays whom for what, how sure it is, and until when."""

    line: UUID
    payer: str
    payee: UUID
    payee_name: str
    covers: str
    state: str
    ends_on: date
    over: bool


def lines_of_centre(centre: UUID) -> QuerySet[FundingLine]:
    """The funding lines of the centre's agreements, as far as the acting organisation may read them."""
    of_agreements = FundingLine.objects.filter(agreement__centre_id=centre)
    return of_agreements.exclude(agreement__state=AgreementState.DRAFT).select_related("payee")


def payers(centre: UUID, payees: Collection[UUID], *, on: date) -> tuple[Payer, ...]:
    """The lines that pay one of ``payees``, under agreements that have not ended; those that are over come last."""
    found = lines_of_centre(centre).filter(payee_id__in=payees).exclude(agreement__state=AgreementState.ENDED)
    lines = [
        Payer(
            line=each.id,
            payer=each.payer,
            payee=each.payee_id,
            payee_name=each.payee.name,
            covers=each.covers,
            state=each.state,
            ends_on=each.ends_on,
            over=is_over(each.state, each.ends_on, on=on),
        )
        for each in found.order_by("payer", "covers", "id")
    ]
    return tuple(sorted(lines, key=lambda each: each.over))


def is_over(state: str, ends_on: date, *, on: date) -> bool:
    """Whether a line pays nothing for what is done on that day: it has lapsed, or its last day has passed."""
    return state == FundingState.LAPSED or on > ends_on
