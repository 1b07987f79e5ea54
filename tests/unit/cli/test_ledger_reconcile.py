"""An operator compares database and ledger, and the doctor says how that ended and what holds the ledger back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from handrail.directory.actions.organisations import add_organisation
from handrail.directory.services import service
from handrail.gate import clock
from handrail.site.addresses import APP_ROLE, SUPERUSER
from handrail.upkeep.reconciling.nightly import compare
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail

REMOVED = """
WITH gone AS (DELETE FROM ledger_payload RETURNING entry_id) DELETE FROM ledger_entry USING gone WHERE id = entry_id
"""


@pytest.fixture
def recorded(database: Database) -> Database:
    """A database with an organisation, and the entry that says it was added."""
    by = service("installer", uuid4())
    add_organisation(by=by, purpose="administration", name="Camden", slug="camden", kind="council")
    connection.close()
    return database


def tamper(database: Database, statement: str) -> None:
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement.encode())


def finding(handrail: Handrail, part: str) -> dict[str, Any]:
    [found] = [each for each in handrail("doctor", "--json").json["findings"] if each["part"] == part]
    return dict(found)


def test_each_difference_is_named(recorded: Database, handrail: Handrail) -> None:
    same = handrail("ledger", "reconcile")
    assert (same.code, same.err, same.out) == (0, "", "Database and ledger say the same.\n")
    tamper(recorded, REMOVED)
    ran = handrail("ledger", "reconcile")
    assert ran.code == 1
    assert "entry_removed: organisation.add on" in ran.out
    assert ran.out.endswith("2 differences.\n")
    as_json = handrail("ledger", "reconcile", "--json")
    assert as_json.code == 1
    assert as_json.json["found"]["entry_removed"] == len(as_json.json["differences"]) == 2


def test_doctor_says_how_the_last_comparison_ended(recorded: Database, handrail: Handrail) -> None:
    assert finding(handrail, "reconciliation")["level"] == "ok"
    compare()
    assert "said the same" in finding(handrail, "reconciliation")["what"]
    tamper(recorded, REMOVED)
    compare()
    connection.close()
    found = finding(handrail, "reconciliation")
    assert (found["level"], "entry_removed" in found["what"]) == ("fail", True)


def test_doctor_says_when_nothing_was_compared_for_days(recorded: Database, handrail: Handrail) -> None:
    with clock.at(clock.now() - timedelta(days=3)):
        compare()
    connection.close()
    assert finding(handrail, "reconciliation")["level"] == "warn"


@pytest.mark.parametrize("role", [APP_ROLE, SUPERUSER])
def test_doctor_names_the_transaction_that_holds_the_ledger_back(
    database: Database, handrail: Handrail, role: str
) -> None:
    """Of another role than the product's it can't see since when."""
    with clock.at(clock.now() - timedelta(minutes=10)):
        by = service("installer", uuid4())
        add_organisation(by=by, purpose="administration", name="Camden", slug="camden", kind="council")
    connection.close()
    with psycopg.connect(database.conninfo(role), application_name="month-end report") as report:
        report.execute("SELECT pg_current_xact_id()")
        found = finding(handrail, "ledger")
        assert found["level"] == "fail"
        assert f"process {report.info.backend_pid}, “month-end report”" in found["do"]
        assert ("open for" in found["do"]) == (role == APP_ROLE)
