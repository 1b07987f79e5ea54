"""The doctor names what is wrong and what to do about it."""

from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from handrail.ledger import SIGNING_KEY
from handrail.site.addresses import OWNER_ROLE, SUPERUSER
from handrail.vault.organisation_keys import path_of
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail, run_handrail
from tests.worlds import World

SITE = {"HANDRAIL_ADDRESS": "https://handrail.example.gov.uk", "HANDRAIL_HOSTS": "handrail.example.gov.uk"}


def _levels(handrail: Handrail, **environment: str) -> dict[str, str]:
    """The worst level of each part."""
    worst = ("ok", "warn", "fail")
    found: dict[str, str] = {}
    for finding in handrail("doctor", "--json", **environment).json["findings"]:
        part, level = finding["part"], finding["level"]
        found[part] = max(found.get(part, "ok"), level, key=worst.index)
    return found


def test_every_part_of_a_sound_installation_is_well(pilot: World, handrail: Handrail) -> None:
    levels = _levels(handrail, **SITE)
    well = ("versions", "home", "database", "clock", "roles", "row security", "migrations", "keys", "jobs", "ledger")
    assert [part for part in well if levels[part] != "ok"] == []
    assert levels["address"] == "ok"


def test_nothing_is_changed_where_there_is_no_home(home: Path) -> None:
    ran = run_handrail("--home", str(home), "doctor")
    assert ran.code == 1
    assert "init" in ran.out
    assert not home.exists()


def test_missing_worker_is_a_failure(database: Database, handrail: Handrail) -> None:
    ran = handrail("doctor", **SITE)
    assert ran.code == 1
    assert "Start `handrail worker`" in ran.out


def test_database_that_does_not_answer_is_a_failure(database: Database, handrail: Handrail) -> None:
    ran = handrail("doctor", "--json", DATABASE_URL="postgresql://handrail_app@127.0.0.1:1/handrail")
    assert ran.code == 1
    assert "fail" in {found["level"] for found in ran.json["findings"] if found["part"] == "database"}


@pytest.mark.parametrize(
    ("made", "taken_back"),
    [
        ("ALTER ROLE handrail_app BYPASSRLS", "ALTER ROLE handrail_app NOBYPASSRLS"),
        ("GRANT handrail_owner TO handrail_app", "REVOKE handrail_owner FROM handrail_app"),
    ],
    ids=["above row security", "can become the owner"],
)
def test_role_that_row_security_would_not_hold_is_a_failure(
    database: Database, handrail: Handrail, made: str, taken_back: str
) -> None:
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as connection:
        connection.execute(made)
        try:
            assert _levels(handrail)["roles"] == "fail"
        finally:
            connection.execute(taken_back)


def test_table_whose_owner_escapes_row_security_is_a_failure(database: Database, handrail: Handrail) -> None:
    with psycopg.connect(database.conninfo(OWNER_ROLE), autocommit=True) as connection:
        connection.execute("ALTER TABLE ledger_payload NO FORCE ROW LEVEL SECURITY")
    assert _levels(handrail)["row security"] == "fail"


def test_step_that_was_not_taken_is_a_failure(database: Database, handrail: Handrail) -> None:
    with psycopg.connect(database.conninfo(OWNER_ROLE), autocommit=True) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'sharing'")
    assert _levels(handrail)["migrations"] == "fail"


@pytest.mark.parametrize("damage", ["lost", "open"])
def test_ledger_key_that_is_lost_or_open_is_a_failure(database: Database, handrail: Handrail, damage: str) -> None:
    key = settings.HANDRAIL_KEY_DIR / SIGNING_KEY
    if damage == "lost":
        key.unlink()
    else:
        key.chmod(0o644)
    assert _levels(handrail)["keys"] == "fail"


def test_lost_key_of_an_organisation_is_a_failure(pilot: World, handrail: Handrail) -> None:
    path_of(pilot.organisation("council")).unlink()
    assert _levels(handrail)["keys"] == "fail"


def test_failed_jobs_are_a_warning(database: Database, handrail: Handrail) -> None:
    with psycopg.connect(database.conninfo(SUPERUSER), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'mail.send', '{}', 'failed')"
        )
    assert _levels(handrail)["jobs"] == "warn"


def test_address_without_tls_is_a_failure(database: Database, handrail: Handrail) -> None:
    assert _levels(handrail, HANDRAIL_ADDRESS="http://handrail.example.gov.uk")["address"] == "fail"


def test_address_that_the_site_does_not_answer_to_is_a_failure(database: Database, handrail: Handrail) -> None:
    assert _levels(handrail, HANDRAIL_ADDRESS=SITE["HANDRAIL_ADDRESS"])["address"] == "fail"
