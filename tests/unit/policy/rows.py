"""A line of a page that is worked out by asking policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handrail.policy import Entity, Value, engine
from tests.unit.policy.requests import ADMINISTRATION, ORIGINATING, RIGHTS, SUPPORT, Request, because

#: Everything that anybody can be here for.
PURPOSES: tuple[Mapping[str, Value], ...] = (
    SUPPORT, RIGHTS, ADMINISTRATION, ORIGINATING, because("oversight"), because("deconfliction", "law_enforcement"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Under which heading, about what, and whom or what it names if one of these requests is allowed."""

    heading: str
    about: str
    names: Mapping[str, tuple[Request, ...]]

    def named(self) -> list[str]:
        """Those that policy allows now."""
        return [name for name, asked in self.names.items() if any(request.decide().allowed for request in asked)]


def actions_on(record: Entity, principal: str = "Member") -> Iterator[str]:
    """The actions that the schema has for ``record``, by name."""
    for action in sorted(engine().schema.actions.values(), key=lambda each: each.name):
        if record.type in action.resources and principal in action.principals:
            yield action.name


def for_any_purpose(who: Entity, action: str, record: Entity) -> tuple[Request, ...]:
    """The request for each purpose: it is enough if one is allowed."""
    return tuple(Request(who, action, record, purpose) for purpose in PURPOSES)
