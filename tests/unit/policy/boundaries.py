"""Where a rule begins to refuse, shown by the requests on either side of its line."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.policy import Entity, Value
from tests.unit.policy.requests import SUPPORT, Request


@dataclass(frozen=True)
class Forbid:
    """A rule, the requests nearest to its line on the refused side, and those nearest on the other.

    Where nothing but the rule stands in the way, ``spares`` are permitted; a test asserts that at least one is.
    """

    rule: str
    fires: tuple[Request, ...]
    spares: tuple[Request, ...]


def elsewhere(request: Request) -> Request:
    """The same by somebody with the same role in an organisation that has no part in it."""
    return request.who(organisation="eeeeeeee-0000-4000-8000-000000000000")


def about(entity: Entity, who: Entity, action: str, why: Mapping[str, Value] = SUPPORT) -> Request:
    """``who`` does ``action`` to ``entity``, ``why``."""
    return Request(who, action, entity, why)
