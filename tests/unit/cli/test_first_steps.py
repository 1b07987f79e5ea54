"""Whoever installs Handrail is told what to do next, in plain words and exit codes."""

from pathlib import Path

import pytest

from handrail.directory.actions.accounts import accept_invitation
from handrail.directory.models import Member, Organisation
from handrail.directory.secret_links import SecretLink
from handrail.directory.services import service
from tests.harness.databases import Database
from tests.unit.cli.conftest import Handrail, run_handrail

COUNCIL = (
    *("organisation", "add", "--name", "Camden Council", "--kind", "council", "--area", "E09000007"),
    *("--administrator", "Grace Davies", "--administrator-email", "grace@camden.example"),
    *("--approver", "Leon Hughes", "--approver-email", "leon@camden.example"),
)


def test_it_works() -> None:
    ran = run_handrail("--version")
    assert ran.code == 0
    assert ran.out.startswith("handrail ")


def test_mistyped_command_is_a_usage_error() -> None:
    assert run_handrail("serv").code == 2


@pytest.mark.parametrize(
    "command", [["serve"], ["worker"], ["ledger", "show"], ["backup", "there"], ["database", "start"]]
)
def test_folder_that_is_no_home_yet_is_sent_to_init(home: Path, command: list[str]) -> None:
    ran = run_handrail("--home", str(home), *command)
    assert ran.code == 3
    assert "init" in ran.err
    assert "Traceback" not in ran.err
    assert not home.exists()


def test_init_brings_the_tables_up_to_date_and_keeps_what_is_there(database: Database, handrail: Handrail) -> None:
    for _ in range(2):
        ran = handrail("init")
        assert (ran.code, ran.err) == (0, "")
        assert "organisation add" in ran.out


def test_init_tells_how_to_prepare_a_server(database: Database, handrail: Handrail) -> None:
    ran = handrail("init", DATABASE_URL=database.conninfo("postgres"))
    assert ran.code == 3
    assert "CREATE ROLE handrail_app LOGIN NOSUPERUSER NOBYPASSRLS" in ran.err


def test_missing_owner_address_is_named(database: Database, handrail: Handrail) -> None:
    ran = handrail("init", HANDRAIL_OWNER_DATABASE_URL="")
    assert ran.code == 3
    assert "HANDRAIL_OWNER_DATABASE_URL" in ran.err


def test_first_people_of_an_organisation_get_a_link_each(database: Database, handrail: Handrail) -> None:
    ran = handrail(*COUNCIL)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("http://localhost:8000/") == 2
    assert Organisation.objects.get().name == "Camden Council"


def test_mistyped_address_can_be_mended_by_running_the_command_again(database: Database, handrail: Handrail) -> None:
    wrong = [part.replace("leon@camden.example", "leon") for part in COUNCIL]
    ran = handrail(*wrong)
    assert ran.code == 4
    assert "email address" in ran.err
    assert handrail(*COUNCIL).code == 0


def test_administrator_who_is_at_work_is_not_replaced_from_the_command_line(
    database: Database, handrail: Handrail
) -> None:
    token = handrail(*COUNCIL).out.split("/invitation/")[1].split()[0]
    link = SecretLink.read(token)
    assert link is not None
    accept_invitation(
        by=service("reception", link.organisation),
        purpose="administration",
        invitation=link.leads_to,
        token=token,
        password="correct horse battery staple",
    )
    ran = handrail(*COUNCIL)
    assert ran.code == 4
    assert "has one already" in ran.err


def test_unknown_kind_of_organisation_is_refused(database: Database, handrail: Handrail) -> None:
    ran = handrail(*[part.replace("council", "guild") if part == "council" else part for part in COUNCIL])
    assert ran.code == 4
    assert not Organisation.objects.exists()
    assert not Member.objects.exists()
