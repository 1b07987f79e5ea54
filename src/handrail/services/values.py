"""Local services as values: as a directory gives them, and as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Listing:
    """What a directory says of one service. ``state`` is a code of ``rules.SERVICE``; ages are in years."""

    source_id: UUID
    state: str
    name: str
    provider: str = ""
    description: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    email: str = ""
    phone: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    eligibility: str = ""
    fees: str = ""
    how_to_apply: str = ""
    areas: tuple[str, ...] = ()
    area_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What bringing a directory in changes: services that are new, changed, listed again, ended, and left as is."""

    new: int
    changed: int
    again: int
    ended: int
    unchanged: int

    @property
    def anything(self) -> bool:
        """Whether it changes anything at all."""
        return bool(self.new or self.changed or self.again or self.ended)


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service in a list."""

    id: UUID
    name: str
    provider: str
    topics: tuple[str, ...]
    area_names: tuple[str, ...]
    ages: str
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a search found, how many there are in all, and how many services are listed at all."""

    rows: tuple[ServiceRow, ...]
    total: int
    listed: int


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All that the directory says of one service. ``listed_by`` is the organisation whose directory it is."""

    id: UUID
    listed_by: UUID
    listed_at: datetime
    name: str
    provider: str
    description: str
    topics: tuple[str, ...]
    url: str
    email: str
    phone: str
    ages: str
    eligibility: str
    fees: str
    how_to_apply: str
    area_names: tuple[str, ...]
    state: str
