"""What policy sees of a duty."""

from handrail.duties.models import Duty
from handrail.gate import ResourceType, many, text

DUTY = ResourceType(
    name="Duty",
    model=Duty,
    key="duty",
    see="duty.see",
    lists=("duty.remind", "duty.lapse"),
    attributes={
        "organisation": text("organisation_id"),
        "owner": text("owner_id"),
        "role": text("role"),
        "state": text("state"),
        "not_for": many("not_for"),
    },
)
