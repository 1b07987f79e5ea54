"""The one way through: nothing changes, and nothing about a person is shown, except here (see ARCHITECTURE.md)."""

from handrail.gate.act import Act, current
from handrail.gate.actors import Actor, Principal, Principals, register_principals
from handrail.gate.clock import FAR_FUTURE, FAR_FUTURE_MOMENT, NEVER, NEVER_MOMENT
from handrail.gate.errors import (
    Conflict,
    Faults,
    GateError,
    NotFound,
    Refused,
    RuleBroken,
    StorageFull,
    Tombstone,
    Withdrawn,
    refuse_all,
)
from handrail.gate.frozen import register_unchanging
from handrail.gate.passage import Passage, action, listing, may_begin, passages, query
from handrail.gate.resources import (
    Column,
    Computed,
    FetchedAlong,
    ResourceType,
    day,
    flag,
    house,
    many,
    number,
    text,
)
from handrail.gate.row_security import ACTING, OWN, RowSecurity
from handrail.gate.states import StateTable, Transition

__all__ = [
    "ACTING",
    "FAR_FUTURE",
    "FAR_FUTURE_MOMENT",
    "NEVER",
    "NEVER_MOMENT",
    "OWN",
    "Act",
    "Actor",
    "Column",
    "Computed",
    "Conflict",
    "Faults",
    "FetchedAlong",
    "GateError",
    "NotFound",
    "Passage",
    "Principal",
    "Principals",
    "Refused",
    "ResourceType",
    "RowSecurity",
    "RuleBroken",
    "StateTable",
    "StorageFull",
    "Tombstone",
    "Transition",
    "Withdrawn",
    "action",
    "current",
    "day",
    "flag",
    "house",
    "listing",
    "many",
    "may_begin",
    "number",
    "passages",
    "query",
    "refuse_all",
    "register_principals",
    "register_unchanging",
    "text",
]
