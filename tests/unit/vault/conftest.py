"""Two organisations with keys, and a way to seal and unseal a text in one of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from handrail import vault
from handrail.vault.rotation import acting_for
from tests.harness.databases import Database


@dataclass(frozen=True)
class Desk:
    """One organisation's copy of what concerns one person: seals and unseals in transactions of its own."""

    organisation: UUID
    person: UUID
    row: UUID = field(default_factory=uuid4)

    def place(self, row: UUID | None = None, name: str = "text") -> vault.Place:
        return vault.Place(self.person, self.organisation, "sharing_holding", row or self.row, name)

    def seal(self, text: str) -> bytes:
        with acting_for(self.organisation):
            return vault.seal_many([(self.place(), text)])[0]

    def unseal(self, sealed: bytes) -> str:
        with acting_for(self.organisation):
            return vault.unseal_many([(self.place(), sealed)])[0]

    def rotate(self) -> vault.Rotated:
        with acting_for(self.organisation):
            return vault.rotate(self.organisation)


@pytest.fixture
def new_desk(database: Database) -> Callable[[], Desk]:
    """Makes an organisation with a key, holding something about a person."""

    def make() -> Desk:
        organisation = uuid4()
        vault.create_organisation_key(organisation)
        return Desk(organisation, uuid4())

    return make


@pytest.fixture
def council(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()


@pytest.fixture
def trust(new_desk: Callable[[], Desk], council: Desk) -> Desk:
    """Another organisation's copy of what concerns the same person."""
    return Desk(new_desk().organisation, council.person)
