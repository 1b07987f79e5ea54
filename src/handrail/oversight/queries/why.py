"""Why: which rules decide on something now, and how each of them stands for whoever asks.

Whoever may not know of a record is answered as if it did not exist. To everybody else nothing is said of the record
beyond the decision: how the rules stand is worked out without it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from handrail import gate
from handrail.directory.resources import MEMBER
from handrail.gate import Act, Actor, NotFound, ResourceType, RuleBroken, house, query
from handrail.gate.actors import Principal, load_principal
from handrail.policy import Entity, Standing, engine


class NoSuchAction(RuleBroken):
    """Members don't do that to such records."""

    def __init__(self, action: str, kind: str) -> None:
        super().__init__("no-such-action", f"Members don’t do {action} to a record of the kind {kind}.", field="action")


@dataclass(frozen=True, slots=True)
class Why:
    """A decision explained: on what, the rules that decided it, and how all that bear on it stand for the asker."""

    action: str
    kind: str
    purpose: str
    allowed: bool
    decided_by: tuple[str, ...]
    standings: tuple[Standing, ...]


@query("policy.explain")
def why(*, by: Actor, purpose: str, action: str, kind: str = "", record: UUID | None = None) -> Why:
    """Explain what policy says to ``action``, on a record or (without one) before there is any.

    Raises NotFound for a record that the asker may not know of, for one that is not there, and for an action that
    members don't do to such records.
    """
    act = gate.current()
    resource = house(act.organisation) if record is None else _known(act, kind, record)
    try:
        decision = act.decide(action, resource)
    except LookupError:
        raise NotFound from None
    act.note(asked=action, kind=resource.type, record=record, allowed=decision.allowed, by_rules=decision.rules)
    programme = str(resource.attributes.get("programme", ""))
    standings = _standings(act, act.principal, purpose, action=action, kind=resource.type, programme=programme)
    return Why(action, resource.type, purpose, decision.allowed, decision.rules, standings)


def _known(act: Act, kind: str, record: UUID) -> Entity:
    type_ = kinds().get(kind)
    if type_ is None:
        raise NotFound
    return act.find(type_, record)[1]


def kinds() -> dict[str, ResourceType[Any]]:
    """Every kind of record that something is done to, by its name in the policy."""
    found = (passage.resource for passage in gate.passages.values())
    return {each.name: each for each in found if each is not None}


@query("member.explain", resource=MEMBER)
def whatever_the_record(
    *, by: Actor, purpose: str, member: UUID, action: str, kind: str, programme: str, coming_for: str
) -> tuple[Standing, ...]:
    """How the rules on ``action`` stand for a member who comes for a purpose, whatever the record of that kind.

    For whoever runs the installation: no record is looked for, so nothing of any is said.
    """
    act = gate.current()
    asked_for = load_principal(Actor(member, act.organisation))
    if asked_for is None:
        raise NotFound
    act.note(asked=action, kind=kind, programme=programme, coming_for=coming_for)
    try:
        return _standings(act, asked_for, coming_for, action=action, kind=kind, programme=programme)
    except LookupError:
        raise NoSuchAction(action, kind) from None


def _standings(
    act: Act, whose: Principal, purpose: str, *, action: str, kind: str, programme: str
) -> tuple[Standing, ...]:
    """How the rules on ``action`` stand for a principal who comes for ``purpose``, whatever the record of the kind."""
    return engine().standings(
        principal=whose.entity,
        action=action,
        resource_type=kind,
        programme=programme,
        context={**act.circumstances(), "purpose": purpose, "regime": whose.regime_for(purpose)},
        purposes=whose.regimes,
    )
