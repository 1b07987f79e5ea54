"""Who acts. The gate knows members only through the small protocol here; the directory floor above fills it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from handrail.policy import Entity

ActorKind = Literal["member", "service"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The identity that an action or a read is done by: a member of staff, or a named service of Handrail itself.

    It carries no powers: those are read afresh, inside the transaction, each time it acts.
    """

    id: UUID
    organisation: UUID
    kind: ActorKind = "member"


@dataclass(frozen=True, slots=True)
class Principal:
    """An actor with what policy needs to know of it at this moment.

    ``regimes`` maps a purpose to the data-protection regime that the organisation is under when it acts for that
    purpose (Data Protection Act 2018, Parts 2, 3 and 4); ``regime`` is the one for every other purpose.
    ``oversight`` is true for bodies that read the ledger of all organisations. ``covers`` are the colleagues who are
    away and whom this member stands in for.
    """

    entity: Entity
    organisation: UUID
    regime: str
    regimes: Mapping[str, str]
    oversight: bool = False
    covers: frozenset[UUID] = frozenset()

    @property
    def organisation_kind(self) -> str:
        """What kind of organisation the principal is of, such as ``council``; empty for a service."""
        return str(self.entity.attributes.get("organisation_kind", ""))

    def has_role(self, role: str) -> bool:
        """Whether the principal holds ``role`` now; a service holds none."""
        roles = self.entity.attributes.get("roles", frozenset())
        return isinstance(roles, frozenset) and role in roles

    def regime_for(self, purpose: str) -> str:
        """The regime under which this principal's organisation acts for ``purpose``."""
        return self.regimes.get(purpose, self.regime)


class Principals(Protocol):
    """Where principals come from."""

    def load(self, actor: Actor) -> Principal | None:
        """The principal behind ``actor`` as it stands now, or None if there is no such actor."""
        ...


_registered: list[Principals] = []


def register_principals(principals: Principals) -> None:
    """Say where principals come from (the directory does, once, when the application starts)."""
    _registered[:] = [principals]


def load_principal(actor: Actor) -> Principal | None:
    """The principal behind ``actor``; raises RuntimeError if nobody registered a source."""
    if not _registered:
        raise RuntimeError("No source of principals is registered.")
    return _registered[0].load(actor)
