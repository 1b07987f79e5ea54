"""What is left of an item that was recalled, corrected or ran out: why and when, never its words."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.gate import Act
from handrail.gate.clock import LONDON
from handrail.programme import Programme
from handrail.sharing.models import Holding, HoldingState, RecallNotice
from handrail.sharing.resources import NOTICE
from handrail.sharing.values import Gone, Said, said


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """The tombstone of an item that was recalled, corrected or ran out.

    ``destroyed``: what was left of it in the reader's organisation is destroyed too.
    """

    id: UUID
    holding: UUID
    number: int
    how: str
    reason: Said
    sent_at: datetime
    originator: str
    holder: str
    held_here: bool
    state: str
    acknowledged_at: datetime | None
    judgements: int
    may_acknowledge: bool
    destroyed: bool


def notices(
    act: Act,
    rulebook: Programme,
    *,
    person: UUID,
    holdings: list[UUID] | None = None,
    items: list[UUID] | None = None,
    holder: UUID | None = None,
) -> tuple[NoticeRow, ...]:
    """The notices about a person that the actor may know of, newest first; of these holdings, or of what ``holder`` had
    of these items, only, if given.
    """
    found = act.visible(NOTICE).filter(person_id=person).order_by("-sent_at")
    if holdings is not None:
        found = found.filter(holding_id__in=holdings)
    if items is not None:
        found = found.filter(item__in=items)
    if holder is not None:
        found = found.filter(holder_id=holder)
    return notice_rows(act, found, rulebook)


def notice_rows(act: Act, found: Iterable[RecallNotice], rulebook: Programme) -> tuple[NoticeRow, ...]:
    """Notices in words."""
    found = tuple(found)
    # The originator's own copy has the item's id; each side sees only its own.
    copies = {copy for notice in found for copy in (notice.holding_id, notice.item)}
    own = Holding.objects.filter(organisation_id=act.organisation, pk__in=copies, state=HoldingState.DESTROYED)
    destroyed = set(own.values_list("pk", flat=True))
    return tuple(_row(act, notice, rulebook, destroyed) for notice in found)


def _row(act: Act, notice: RecallNotice, rulebook: Programme, destroyed: Container[UUID]) -> NoticeRow:
    reasons = rulebook.correction_reasons if notice.how == "corrected" else rulebook.recall_reasons
    return NoticeRow(
        id=notice.id,
        holding=notice.holding_id,
        number=notice.number,
        how=notice.how,
        reason=said(reasons.get(notice.reason), notice.reason),
        sent_at=notice.sent_at,
        originator=notice.originator.name,
        holder=notice.holder.name,
        held_here=notice.holder_id == act.organisation,
        state=notice.state,
        acknowledged_at=notice.acknowledged_at,
        judgements=notice.judgements,
        may_acknowledge=notice.state == "sent" and act.allows("notice.acknowledge", NOTICE, notice),
        destroyed=notice.holding_id in destroyed or notice.item in destroyed,
    )


def gone(notice: NoticeRow) -> Gone:
    """Why the words of the item that a notice is of are no longer there."""
    return Gone(notice.how, notice.how, notice.reason, notice.sent_at.astimezone(LONDON).date())
