"""Where the database is: DATABASE_URL and its siblings, or the embedded database of the home."""

from pathlib import Path

import pytest

from handrail.site.addresses import APP_ROLE, OWNER_ROLE, NoDatabaseYet, conninfo, django_database
from handrail.site.home import Home

SERVER = {
    "DATABASE_URL": "postgresql://handrail_app:p%40ss@db.example:6543/pilot?sslmode=verify-full",
    "HANDRAIL_OWNER_DATABASE_URL": "postgresql://handrail_owner:other@db.example:6543/pilot",
}


def test_server_named_by_the_environment_is_used_with_its_options(home: Path) -> None:
    entry = django_database(APP_ROLE, Home(home), SERVER)
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.example", "6543", "pilot")
    assert (entry["USER"], entry["PASSWORD"]) == ("handrail_app", "p@ss")
    assert entry["OPTIONS"]["sslmode"] == "verify-full"
    assert entry["ATOMIC_REQUESTS"] is False


def test_each_role_has_an_address_of_its_own(home: Path) -> None:
    assert django_database(OWNER_ROLE, Home(home), SERVER)["USER"] == "handrail_owner"


def test_missing_owner_address_is_named(home: Path) -> None:
    with pytest.raises(NoDatabaseYet, match="HANDRAIL_OWNER_DATABASE_URL must be set"):
        conninfo(OWNER_ROLE, Home(home), {"DATABASE_URL": SERVER["DATABASE_URL"]})


def test_home_without_a_database_says_what_to_run(home: Path) -> None:
    with pytest.raises(NoDatabaseYet, match="handrail init"):
        conninfo(APP_ROLE, Home(home), {})


def test_settings_load_where_there_is_no_database_yet(home: Path) -> None:
    assert django_database(APP_ROLE, Home(home), {})["USER"] == APP_ROLE
