"""The words of a case are sealed in the record of the organisation that leads it, those of an escalation in that of
the police. A partner who writes does so into the record of the one who keeps it, and reads from there."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model

from handrail.gate import Act
from handrail.sharing.sealed import Copy, unseal_all
from handrail.sharing.sealed import seal as seal_fields


def write(act: Act, keeper: UUID, person: UUID, record: Model, **texts: str) -> None:
    """Put each text, sealed, into its field of ``record`` (not saved here)."""
    with act.deliver_to(keeper):
        seal_fields(Copy(keeper, person), record, **texts)


def read(act: Act, keeper: UUID, person: UUID, records: Sequence[Model], *names: str) -> list[tuple[str, ...]]:
    """The texts of these fields of each record, in order."""
    if not records:
        return []
    with act.deliver_to(keeper):
        return unseal_all(Copy(keeper, person), records, *names)
