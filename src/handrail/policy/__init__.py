"""Policy: one Cedar text that decides, filters lists and explains itself (see ``docs/explanation/policy.md``)."""

from handrail.policy.columns import ColumnRef
from handrail.policy.engine import Decision, Engine, engine, explain
from handrail.policy.entities import Entity, Value
from handrail.policy.explain import NO_PERMISSION, POLICY_ERROR, Explanation
from handrail.policy.faults import Place, PolicyFault
from handrail.policy.standing import Change, Standing
from handrail.policy.who import Way, Who

__all__ = [
    "NO_PERMISSION",
    "POLICY_ERROR",
    "Change",
    "ColumnRef",
    "Decision",
    "Engine",
    "Entity",
    "Explanation",
    "Place",
    "PolicyFault",
    "Standing",
    "Value",
    "Way",
    "Who",
    "engine",
    "explain",
]
