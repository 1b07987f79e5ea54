"""A programme is installed by two people, checked and proved; and nothing is changed where it isn't."""

import json
import shutil
import stat
from pathlib import Path
from uuid import UUID

import pytest

from handrail.directory.actions.programmes import install_first_programme, install_programme
from handrail.directory.models import Centre, InstalledProgramme
from handrail.directory.services import service
from handrail.gate import Refused, RuleBroken
from handrail.policy.proved import recorded as recorded_proofs
from handrail.programme import folder_of
from handrail.programme.contents import contents, digest
from handrail.site.home import Home
from handrail.site.programmes import taken
from tests.harness.databases import Database
from tests.recorded import recorded
from tests.unit.cli.conftest import Handrail, run_handrail
from tests.unit.programme.rulebooks import head
from tests.worlds import World

OWNER = "programme-owner@government.example"

FIRST_ORGANISATION = (
    "organisation", "add", "--name", "Our Council", "--kind", "council", "--area", "E08000025",
    "--administrator", "Ada Okafor", "--administrator-email", "ada@council.example",
    "--approver", "Ben Marsh", "--approver-email", "ben@council.example",
)  # fmt: skip

DATES = ("--starts", "2026-04-01", "--ends", "2028-03-31")

CENTRE = """
[[centres]]
code = "our-town"
title = "Our town"
description = "Where our hub meets."
short = "TWN"
areas = ["E08000025"]
"""

LOOSER = """
@id("our-hub-reads-everything")
@says("Everybody reads everything.")
@source("Nobody")
@ask("programme_owner")
permit (principal is Member, action == Action::"{action}", resource)
when {{ {condition} }};
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme based on `mac`, with a centre of its own."""
    made = tmp_path / "written" / "our-hub"
    made.mkdir(parents=True)
    (made / "programme.toml").write_text(head("our-hub") + CENTRE, encoding="utf-8")
    return made


def _read(folder: Path) -> str:
    """What the second person says of what they read."""
    return digest(contents(folder))


def _place(home: Path, version: str = "1.0.0") -> Path:
    return home / "programmes" / "our-hub" / version


def test_whoever_reads_a_programme_is_told_its_digest_and_needs_no_home(folder: Path) -> None:
    ran = run_handrail("programme", "check", str(folder))
    assert ran.code == 0
    assert _read(folder) in ran.out
    assert run_handrail("programme", "check", str(folder), "--json").json["digest"] == _read(folder)


def test_the_first_programme_is_installed_and_a_centre_added_on_it(
    database: Database, handrail: Handrail, home: Path, folder: Path
) -> None:
    handrail(*FIRST_ORGANISATION)
    ran = handrail("programme", "install", str(folder), "--for", "our-council", "--digest", _read(folder))
    assert (ran.code, ran.err) == (0, "")
    assert "Restart `handrail serve`" in ran.out
    assert _listed(handrail) == ("1.0.0", True, "2030-03-31", _read(folder))
    added = handrail("centre", "add", "our-town", "--host", "our-council", *DATES)
    assert added.code == 0, added.err
    assert Centre.objects.get(slug="our-town").programme == "our-hub"
    assert contents(_place(home)) == contents(folder)
    assert {stat.S_IMODE(path.stat().st_mode) for path in _place(home).iterdir()} == {0o600}
    assert json.loads((home / "programmes" / "proved.json").read_text(encoding="utf-8"))["faults"] == []


def test_once_there_is_a_centre_the_installer_only_puts_in_place_what_an_owner_answers_for(pilot: World) -> None:
    installer = service("installer", pilot.organisation("council"))
    said = {"purpose": "administration", "slug": "our-hub", "version": "1.0.0", "digest": "a" * 64}
    with pytest.raises(RuleBroken) as broken:
        install_first_programme(by=installer, **said)
    assert broken.value.rule == "somebody-to-ask"
    assert _install(pilot) == install_first_programme(by=installer, **said)


def test_a_programme_owner_answers_for_what_is_installed_later(
    pilot: World, handrail: Handrail, home: Path, folder: Path
) -> None:
    ran = handrail("programme", "install", str(folder), "--as", OWNER, "--digest", _read(folder))
    assert (ran.code, ran.err) == (0, "")
    (said,) = [each for each in recorded(action="programme.install") if each.outcome == "done"]
    assert said.organisation == pilot.organisation("government")
    assert said.facts == {"programme": "our-hub", "version": "1.0.0", "digest": _read(folder)}
    assert contents(_place(home)) == contents(folder)


def test_a_programme_that_would_loosen_the_core_is_not_installed(
    pilot: World, handrail: Handrail, home: Path, folder: Path
) -> None:
    everywhere = 'resource.programme == "our-hub" && resource.organisation != principal.organisation'
    (folder / "policy.cedar").write_text(LOOSER.format(action="holding.read", condition=everywhere), encoding="utf-8")
    ran = handrail("programme", "install", str(folder), "--as", OWNER, "--digest", _read(folder))
    assert ran.code == 1
    assert "programmes/our-hub/1.0.0/policy.cedar:2: our-hub-reads-everything: it tries to loosen the core" in ran.out
    assert "By this rule alone a member could do holding.read on a holding if" in ran.out
    assert "The rule recipient-only (policy/core.cedar:" in ran.out
    assert "Nothing was installed" in ran.err
    _nothing_was_installed(home)


def test_nobody_else_answers_for_a_programme(pilot: World) -> None:
    with pytest.raises(Refused) as refused:
        _install(pilot, by="centre_lead@council")
    assert refused.value.rules == ("no-permission",)
    assert not InstalledProgramme.objects.exists()


@pytest.mark.parametrize(
    ("version", "contents_read", "rule"), [("1.1.0", "b" * 64, "version-taken"), ("1.0.9", "a" * 64, "older-version")]
)
def test_a_version_is_never_changed_and_never_goes_back(
    pilot: World, version: str, contents_read: str, rule: str
) -> None:
    _install(pilot, version="1.1.0")
    with pytest.raises(RuleBroken) as broken:
        _install(pilot, version=version, contents_read=contents_read)
    assert broken.value.rule == rule
    assert InstalledProgramme.objects.count() == 1


def test_the_same_version_is_put_in_place_again_and_a_newer_one_stands_beside_it(pilot: World) -> None:
    assert _install(pilot) == _install(pilot)
    _install(pilot, version="1.10.0")
    _install(pilot, version="1.10.1")
    assert [str(each) for each in InstalledProgramme.objects.all()] == [
        "our-hub 1.0.0", "our-hub 1.10.0", "our-hub 1.10.1",
    ]  # fmt: skip


def test_what_is_not_what_was_read_is_not_installed(pilot: World, handrail: Handrail, home: Path, folder: Path) -> None:
    read = _read(folder)
    with (folder / "programme.toml").open("a", encoding="utf-8") as file:
        file.write("# One line more.\n")
    ran = handrail("programme", "install", str(folder), "--as", OWNER, "--digest", read)
    assert ran.code == 4
    assert "not what was read" in ran.err
    _nothing_was_installed(home)


@pytest.mark.parametrize(
    ("action", "condition", "problem"),
    [
        ("holding.read", 'resource.programme == "mac"', 'must require resource.programme == "our-hub"'),
        ("support.see", 'resource.programme == "our-hub" && resource.consented', "has no column to filter by"),
    ],
    ids=["of its own records", "of what a database can filter by"],
)
def test_a_rule_that_handrail_cannot_answer_for_is_told_with_its_line(
    pilot: World, handrail: Handrail, home: Path, folder: Path, action: str, condition: str, problem: str
) -> None:
    (folder / "policy.cedar").write_text(LOOSER.format(action=action, condition=condition), encoding="utf-8")
    ran = handrail("programme", "install", str(folder), "--as", OWNER, "--digest", _read(folder))
    assert ran.code == 1
    assert "programmes/our-hub/1.0.0/policy.cedar:7: policy our-hub-reads-everything: " in ran.out
    assert problem in ran.out
    _nothing_was_installed(home)


def test_a_programme_does_not_take_the_name_of_one_that_ships(
    pilot: World, handrail: Handrail, home: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(folder_of("mac"), tmp_path / "mac"))
    ran = handrail("programme", "install", str(copy), "--as", OWNER, "--digest", _read(copy))
    assert ran.code == 4
    assert "comes with Handrail" in ran.err
    _nothing_was_installed(home)


def test_a_link_is_not_installed(pilot: World, handrail: Handrail, home: Path, folder: Path) -> None:
    (folder / "time.toml").symlink_to("/etc/hostname")
    ran = handrail("programme", "install", str(folder), "--as", OWNER, "--digest", "")
    assert ran.code == 4
    assert "time.toml:1: not-a-file" in ran.err
    _nothing_was_installed(home)


def test_one_programme_is_installed_at_a_time(
    pilot: World, handrail: Handrail, home: Path, folder: Path, tmp_path: Path
) -> None:
    """Two at once would each be held to all programmes but the other."""
    other = Path(shutil.copytree(folder, tmp_path / "their-hub"))
    with taken(Home(home), other):
        ran = handrail("programme", "install", str(folder), "--as", OWNER, "--digest", _read(folder))
    assert ran.code == 4
    assert "Another programme is being installed in this home" in ran.err
    _nothing_was_installed(home)


@pytest.mark.parametrize("kept", ['{"digest": "0', '{"digest": "0", "written by": "an older Handrail"}', "[]"])
def test_a_record_of_proofs_that_cannot_be_read_keeps_nobody_from_the_rules(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    _place(home).parent.mkdir(parents=True)
    shutil.copytree(folder, _place(home))
    (home / "programmes" / "proved.json").write_text(kept, encoding="utf-8")
    monkeypatch.setenv("HANDRAIL_HOME", str(home))
    assert recorded_proofs().promises
    assert not recorded_proofs().current


def test_what_is_not_in_the_home_as_it_was_installed_is_found(pilot: World, handrail: Handrail, home: Path) -> None:
    for slug in ("our-hub", "lost-hub"):
        _install(pilot, slug=slug)
    for slug in ("our-hub", "their-hub"):
        place = home / "programmes" / slug / "1.0.0"
        place.mkdir(parents=True)
        (place / "programme.toml").write_text(head(slug), encoding="utf-8")
    findings = handrail("doctor", "--json").json["findings"]
    failed = [each["what"] for each in findings if each["part"] == "programmes" and each["level"] == "fail"]
    assert failed == [
        "lost-hub 1.0.0 was installed and is not in this home.",
        "our-hub 1.0.0 is not what was installed: its files were changed.",
        "their-hub 1.0.0 lies in the home, and nobody is recorded to answer for it.",
    ]


def test_rules_that_cannot_be_read_any_more_stop_everything_in_plain_words(
    pilot: World, handrail: Handrail, home: Path, folder: Path
) -> None:
    _place(home).parent.mkdir(parents=True)
    shutil.copytree(folder, _place(home))
    (_place(home) / "policy.cedar").write_text("permit (principal, action, resource);", encoding="utf-8")
    ran = handrail("centre", "add", "west-midlands", "--host", "council", *DATES)
    assert ran.code == 3
    assert "nothing is decided: programmes/our-hub/1.0.0/policy.cedar:1: @id is missing" in ran.err
    assert not Centre.objects.filter(slug="west-midlands").exists()


def _install(
    pilot: World, *, by: str = "", slug: str = "our-hub", version: str = "1.0.0", contents_read: str = "a" * 64
) -> UUID:
    """What the gate does of it: no files."""
    actor = pilot.actor(by or "programme_owner@government")
    return install_programme(by=actor, purpose="administration", slug=slug, version=version, digest=contents_read)


def _listed(handrail: Handrail) -> tuple[str, bool, str, str]:
    listed = {each["slug"]: each for each in handrail("programme", "list", "--json").json["programmes"]}
    assert not listed["mac"]["installed"]
    row = listed["our-hub"]
    return row["version"], row["installed"], row["ends_on"], row["digest"]


def _nothing_was_installed(home: Path) -> None:
    assert not list((home / "programmes").glob("**/*")), "something was left in the home"
    assert not InstalledProgramme.objects.exists()
