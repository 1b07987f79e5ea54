"""Exporting the ledger with the documents that a member may read: decided and recorded here, then written outside.

The folder is written from one moment of the database in a transaction of its own, which the gate's cannot be. Nothing
is written before the entry that says so is there to stay.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from handrail import ledger
from handrail.gate import Actor, current, query
from handrail.ledger.models import LedgerPayload
from handrail.oversight.resources import RECORD


@dataclass(frozen=True, slots=True)
class _Permitted:
    """The organisations whose record the member may read, every entry of it; and up to which checkpoint."""

    organisations: tuple[UUID, ...]
    head: ledger.Checkpoint


@query("ledger.export")
def _permitted(*, by: Actor, purpose: str) -> _Permitted:
    """What the member may take out now. The ledger says how much that is: what comes later isn't in the folder."""
    act = current()
    readable = act.visible(RECORD)
    head = ledger.published_head()
    inside = Count("pk", filter=Q(entry__leaf_index__lt=head.size, payload__isnull=False))
    visible = dict(readable.values_list("organisation_id").annotate(inside=inside))
    # In one statement, and so of one moment: entries are written all the time.
    kept_back = ~Exists(readable.filter(pk=OuterRef("pk")))
    if LedgerPayload.objects.filter(kept_back, organisation_id__in=visible).exists():
        # The folder is written by organisation: a finer policy would have to be followed there, or give too much.
        raise RuntimeError("Policy shows a part of an organisation's record, and an export has all or nothing of it.")
    act.note(documents=sum(visible.values()), organisations=len(visible), size=head.size)
    return _Permitted(tuple(visible), head)


def export(folder: Path, *, by: Actor, purpose: str, progress: ledger.ExportProgress) -> ledger.Exported:
    """Write the ledger to ``folder`` with every document that the member may read.

    Raises Refused for who may read none, and what :func:`handrail.ledger.export_to` raises.
    """
    may = _permitted(by=by, purpose=purpose)
    return ledger.export_to(folder, documents_of=may.organisations, head=may.head, progress=progress)
