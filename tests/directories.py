"""Service directories as councils publish them: synthetic pages of an Open Referral UK feed."""

import json
from typing import Any
from uuid import UUID, uuid5

from handrail.exchange.directories import bring_in
from handrail.services.queries.directory import find
from handrail.services.values import Difference, Found
from tests.worlds import CAMDEN, World

KEEPER = "centre_lead@council"
PURPOSE = "administration"

_OURS = UUID("11111111-2222-4333-8444-555555555555")
_STATISTICS = "http://statistics.data.gov.uk/id/statistical-geography/"


def service(name: str, *, topic: str = "Housing advice", area: str = CAMDEN, **more: Any) -> dict[str, Any]:
    """One service, with an id that is the same each time for the same name."""
    return {
        "id": str(uuid5(_OURS, name)),
        "name": name,
        "description": f"{name} for anybody who lives near by.",
        "url": "https://help.example/service",
        "email": "help@help.example",
        "status": "active",
        "organization": {"id": str(uuid5(_OURS, "provider")), "name": "Lantern Trust"},
        "service_areas": [{"id": str(uuid5(_OURS, area)), "name": "Near by", "uri": f"{_STATISTICS}{area}"}],
        "attributes": [{"id": str(uuid5(_OURS, topic)), "taxonomy_term": {"id": "t", "name": topic}}],
        **more,
    }


def page_of(*services: dict[str, Any], **more: Any) -> bytes:
    """One page that holds all of a directory."""
    document = {"total_items": len(services), "total_pages": 1, "page_number": 1, "contents": list(services), **more}
    return json.dumps(document).encode()


def bring(pilot: World, *services: dict[str, Any], who: str = KEEPER) -> Difference:
    """Bring these in as the directory of the organisation of ``who``."""
    return bring_in([page_of(*services)], by=pilot.actor(who), purpose=PURPOSE)


def listed(pilot: World, who: str = "practitioner@council", **asked: Any) -> Found:
    """What a search finds."""
    return find(by=pilot.actor(who), purpose="safeguarding_support", **asked)


def names(found: Found) -> list[str]:
    """The names of what was found, in order."""
    return [row.name for row in found.rows]
