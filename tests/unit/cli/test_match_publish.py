"""`handrail match publish` and `open`, as a partner's officer types them."""

import json
import stat
from pathlib import Path

import pytest

from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.records import Records
from tests.unit.cli.conftest import Ran, run_handrail

REGISTER = """record_id,given_names,family_name,date_of_birth,postcode
A-1,Zsófia,Wójcik,1984-05-31,E13 4SS
A-2,Abdirahman,Warsame,1999-12-01,N15 4AB
"""


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def publish(keys: Path, register: str, *said: str, **environment: str) -> Ran:
    path = keys.parent / "register.csv"
    path.write_text(register, encoding="utf-8")
    command = ("match", "publish", "--register", str(path), "--key-dir", str(keys), "--processes", "1")
    return run_handrail(*command, *said, **environment)


def references(keys: Path) -> list[str]:
    """What a centre could ask about: the first records, then the canaries."""
    folder = KeyFolder.open(keys)
    pseudonyms = folder.pseudonyms(folder.tables()[0])
    with Records(keys) as records:
        return [pseudonyms.of(number).hex() for number in records.numbers()]


def test_it_works(keys: Path) -> None:
    done = publish(keys, REGISTER, "--kind", "housing", "--organisation", "Camden Homes")
    assert done.code == 0, done.err
    assert "2 records are in" in done.out
    assert str(KeyFolder.open(keys).signing_key.verification_key) in done.out
    assert stat.S_IMODE((keys / "register.tags").stat().st_mode) == 0o600
    again = publish(keys, REGISTER, "--json")
    found = json.loads(again.out)
    assert (found["ok"], found["records"], found["worked_out"], found["canaries"]) == (True, 2, 0, 16)
    opened = run_handrail("match", "open", references(keys)[0], "--key-dir", str(keys))
    assert (opened.code, opened.out) == (0, "A-1\n")
    alarm = run_handrail("match", "open", references(keys)[5], "--key-dir", str(keys))
    assert (alarm.code, alarm.out) == (4, "")
    assert "ALARM: this record stands for nobody" in alarm.err


def test_a_machine_in_trouble_is_no_reason_to_remove_what_references_lead_back_to(keys: Path) -> None:
    publish(keys, REGISTER, "--kind", "housing", "--organisation", "Camden Homes")
    reference = references(keys)[0]
    (keys / "records.sqlite-shm").mkdir()
    refused = run_handrail("match", "open", reference, "--key-dir", str(keys))
    assert (refused.code, refused.out) == (3, "")
    assert "Nothing is lost" in refused.err
    assert "remove this file" not in refused.err


def test_what_was_remembered_is_not_used_where_others_can_read_it(keys: Path) -> None:
    publish(keys, REGISTER, "--kind", "housing", "--organisation", "Camden Homes")
    reference = references(keys)[0]
    (keys / "records.sqlite").chmod(0o644)
    for refused in (publish(keys, REGISTER), run_handrail("match", "open", reference, "--key-dir", str(keys))):
        assert (refused.code, refused.out) == (3, "")
        assert "records.sqlite can be read by others" in refused.err


def test_at_a_terminal_a_bar_shows_how_far_it_is(keys: Path) -> None:
    done = publish(keys, REGISTER, "--kind", "housing", "--organisation", "Camden Homes", FORCE_COLOR="1")
    assert done.code == 0, done.err
    for said in ("Counting", "Working out", "2 of 2", "Making the table"):
        assert said in done.out


def test_faults_are_all_said_and_nothing_is_published(keys: Path) -> None:
    faulty = REGISTER.replace("05-31", "02-31") + "A-2,Someone,Else\n"
    refused = publish(keys, faulty, "--kind", "housing", "--organisation", "Camden Homes")
    assert (refused.code, refused.out) == (4, "")
    assert refused.err.splitlines() == [
        "row 2, date_of_birth: 31 February is not a date",
        "row 4: it has 3 fields, and the header 5",
        "handrail: 2 faults. Nothing was published.",
    ]
    empty = publish(keys, "record_id\n", "--kind", "housing", "--organisation", "Camden Homes")
    assert (empty.code, empty.err.splitlines()) == (
        4,
        ["the register has no records", "handrail: One fault. Nothing was published."],
    )
    assert not (keys / "register.tags").exists()


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        ((), 2, "--kind: one of council_services"),
        (("--kind", "housing"), 2, "say --organisation"),
        (("--kind", "refuge", "--organisation", "Safe House"), 4, "is never published"),
        (("--kind", "police", "--organisation", "A force"), 4, 'no kind of service "police"'),
        (("--kind", "housing", "--organisation", "Camden\nHomes"), 2, "in one line"),
        (("--kind", "housing", "--organisation", "𐌀" * 101), 2, "in one line"),
    ],
)
def test_a_register_without_a_kind_that_may_be_published_is_refused(
    keys: Path, said: tuple[str, ...], code: int, why: str
) -> None:
    refused = publish(keys, REGISTER, *said)
    assert refused.code == code
    assert why in refused.err
    assert not keys.exists()
