"""Nominated before: what the organisation's own earlier nominations of the same person led to.

An originator knows of a case only what those who were told let it know: that there is one, that there is none, or that
it was handed in. A repeat nomination is addressed to them again, and not to a centre that would open a second case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from handrail.gate import Act
from handrail.sharing.arrivals import became
from handrail.sharing.models import Became, DecisionKind, SharingDecision
from handrail.sharing.resources import DISCLOSURE

#: A panel works with the person.
_WITH_A_PANEL = frozenset({Became.CASE, Became.HANDED_IN})


@dataclass(frozen=True, slots=True)
class GivenBefore:
    """What an organisation was given in an earlier nomination of the person, and what it decided about a case."""

    decision: UUID
    disclosure: UUID
    person: UUID
    reference: str
    organisation: UUID
    name: str
    at: datetime
    became: str
    became_on: date | None

    @property
    def with_a_panel(self) -> bool:
        """Whether a panel works with the person there, as far as the originator was told."""
        return self.became in _WITH_A_PANEL


def given_before(act: Act, decision: SharingDecision) -> tuple[GivenBefore, ...]:
    """Whom the reader's organisation told of the person before, by a nomination other than ``decision``."""
    if decision.kind != DecisionKind.NOMINATION:
        return ()
    given = act.visible(DISCLOSURE).filter(
        originator_id=decision.organisation_id, person_id=decision.person_id, kind=DecisionKind.NOMINATION
    )
    return tuple(
        GivenBefore(
            each.decision_id,
            each.id,
            each.person_id,
            each.reference,
            each.recipient_id,
            each.recipient.name,
            each.released_at,
            became(each),
            each.became_on,
        )
        for each in given.exclude(decision_id=decision.id).order_by("-released_at", "recipient__name")
    )
