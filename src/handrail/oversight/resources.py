"""What policy sees of the record."""

from handrail.gate import ResourceType, text
from handrail.ledger.models import LedgerPayload

RECORD = ResourceType(
    name="Record",
    model=LedgerPayload,
    key="record",
    see="record.see",
    attributes={"organisation": text("organisation_id")},
    related=("entry",),
)
