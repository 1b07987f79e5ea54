"""What the ledger's tests stand on: the published vectors, and a ledger of one's own to write in and to tamper with."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from handrail import ledger
from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Database

_VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors"

NOON = datetime(2018, 6, 4, 12, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], Path]:
    """Gives the folder of one set of vectors; skips, saying so, where it is absent and CI is not set."""

    def folder(name: str) -> Path:
        found = _VECTORS / name
        if not found.is_dir():
            if os.environ.get("CI"):
                pytest.fail(f"The vectors in {found} are required where CI is set.")
            pytest.skip(f"The vectors in {found} are not here.")
        return found

    return folder


def act_for(organisation: UUID) -> None:
    """What the gate does at the start of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])


@dataclass
class Log:
    """A ledger with its key: entries of one organisation, one minute apart."""

    database: Database
    organisation: UUID = field(default_factory=uuid4)
    written: int = 0

    def record(self, count: int = 1, **payload: Any) -> list[UUID]:
        """Commit ``count`` entries, each in a transaction of its own."""
        return [self._commit(payload) for _ in range(count)]

    def _commit(self, payload: dict[str, Any]) -> UUID:
        with transaction.atomic():
            act_for(self.organisation)
            self.written += 1
            return ledger.append(
                kind="holding.open",
                organisation=self.organisation,
                payload={"actor": str(uuid4()), "facts": {"number": self.written}, **payload},
                at=self.now,
            )

    def fill(self, count: int) -> list[UUID]:
        """Commit ``count`` entries in one transaction."""
        with transaction.atomic():
            act_for(self.organisation)
            one = ledger.Entry(kind="holding.open", organisation=self.organisation, payload={}, at=self.now)
            return ledger.append_many([one] * count)

    @property
    def now(self) -> datetime:
        return NOON + timedelta(minutes=self.written)

    def sequence(self, **options: int) -> ledger.Sequenced:
        return ledger.sequence_all(at=self.now, **options)

    def tamper(self, statement: str, values: Sequence[Any] = ()) -> None:
        """What somebody could do who has the database's superuser: triggers, keys and constraints don't stop them."""
        with psycopg.connect(self.database.conninfo(SUPERUSER), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statement, values)

    def read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Look into the tables behind row security."""
        with psycopg.connect(self.database.conninfo(SUPERUSER)) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)
