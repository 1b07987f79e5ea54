"""What policy sees of an entry of time and cost."""

from handrail.costs.models import CostEntry
from handrail.gate import ResourceType, text

COST_ENTRY = ResourceType(
    name="CostEntry",
    model=CostEntry,
    key="entry",
    see="cost.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "recorded_by": text("recorded_by"),
    },
    related=("centre", "organisation"),
)
