"""What policy sees of a local service."""

from handrail.gate import ResourceType, text
from handrail.services.models import LocalService

LOCAL_SERVICE = ResourceType(
    name="LocalService",
    model=LocalService,
    key="local_service",
    see="service.see",
    attributes={"organisation": text("organisation_id"), "state": text("state")},
)
