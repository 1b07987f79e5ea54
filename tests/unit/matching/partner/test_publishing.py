"""From a register to a tag table: what changed is worked out, all faults are said, and no name stays behind."""

import csv
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from handrail.matching import table
from handrail.matching.identity import Identity
from handrail.matching.keys import at_size, load, match_keys, token
from handrail.matching.partner import publishing
from handrail.matching.partner.folder import KeyFolder, NotAKeyFolder
from handrail.matching.partner.kinds import KindRefused, kinds
from handrail.matching.partner.opening import NotAReference, open_reference
from handrail.matching.partner.publishing import Published, RegisterFaulty, publish
from handrail.matching.partner.records import Records
from handrail.matching.partner.register import CsvRegister, UnreadableRegister
from handrail.matching.partner.working_out import SCHEMA
from handrail.matching.table import Built, TagTable
from handrail.programme.matching import REFUSED

NOON = datetime(2018, 6, 4, 12, 0, 30, tzinfo=UTC)
HEADER = ("record_id", "given_names", "family_name", "date_of_birth", "postcode")
PEOPLE = {
    "A-1": ("Zsofia", "Wojcik", "1984-05-31", "E13 4SS"),
    "A-2": ("Abdirahman", "Warsame", "1999-12-01", "N15 4AB"),
    "A-3": ("Charlotte", "Fletcher", "2001-02-03", "SE15 5JP"),
}


def identity(record: str) -> Identity:
    given, family, born, postcode = PEOPLE[record]
    return Identity(given=(given,), family=(family,), born=born, postcodes=(postcode,))


class House:
    """A partner with a register and a key folder."""

    def __init__(self, folder: Path) -> None:
        self.register = folder / "register.csv"
        self.keys = folder / "keys"
        self.write(PEOPLE)

    @property
    def folder(self) -> KeyFolder:
        return KeyFolder.begin(self.keys)

    def write(self, people: Mapping[str, Sequence[str]]) -> None:
        self.write_rows([(record, *said) for record, said in people.items()])

    def write_rows(self, rows: Sequence[Sequence[str]]) -> None:
        with self.register.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER, *rows])

    def publish(self, declared: int | None = None, service: str = "housing") -> Published:
        return publish(
            self.folder,
            CsvRegister(self.register),
            service=service,
            organisation="Camden Homes",
            at=NOON,
            declared=declared,
            processes=1,
        )

    def found(self, who: Identity) -> set[str]:
        """The ids of the records that a centre would find for somebody, as the partner opens them."""
        folder = self.folder
        with TagTable(folder.table, folder.signing_key.verification_key) as table:
            schema = at_size(load(SCHEMA), table.header.size)
            outputs = [folder.evaluator().output(token(schema, key)) for key in match_keys(who, schema)]
            found = {pseudonym for pseudonyms in table.find(outputs) for pseudonym in pseudonyms}
        return {open_reference(folder, pseudonym.hex(), at=NOON).record_id for pseudonym in found}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_everybody_in_the_register_is_found_and_nobody_else(house: House) -> None:
    done = house.publish()
    assert (done.records, done.worked, done.gone) == (3, 3, 0)
    assert [house.found(identity(record)) for record in PEOPLE] == [{record} for record in PEOPLE]
    assert house.found(Identity(given=("Piotr",), family=("Nowak",), born="1970-01-02", postcodes=("M8 1AA",))) == set()


def test_the_header_says_whose_register_it_is(house: House) -> None:
    header = house.publish(declared=50).built.header
    assert (header.organisation, header.service, header.size) == ("Camden Homes", "housing", 50)
    assert header.hour == NOON.replace(second=0)
    assert (header.register, header.public_key) == (house.folder.register, house.folder.evaluator().public_key)


def test_only_what_changed_is_worked_out_again(house: House) -> None:
    first = house.publish().built.header
    house.write(
        {**PEOPLE, "A-2": ("Abdirahman", "Warsame", "1999-12-01", "N4 1AA"), "A-4": ("Mei", "Chen", "1990", "")}
    )
    again = house.publish(declared=first.size + 1)
    # The size that is declared can change which keys there are: here it does not.
    assert (again.records, again.worked, again.gone) == (4, 2, 0)
    assert again.built.header.table != first.table
    assert house.found(identity("A-1")) == {"A-1"}
    assert house.found(Identity(given=("Abdirahman",), family=("Warsame",), postcodes=("N4 1AA",))) == {"A-2"}


def test_who_left_the_register_is_forgotten(house: House) -> None:
    house.publish()
    house.write({record: said for record, said in PEOPLE.items() if record != "A-2"})
    assert house.publish().gone == 1
    assert house.found(identity("A-2")) == set()
    with Records(house.keys) as records:
        assert len(list(records.numbers())) == 2 + 16


def test_every_fault_is_said_at_once_with_its_place_and_nothing_is_published(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish()
    before = house.folder.table.read_bytes()
    monkeypatch.setattr(publishing, "CHUNK", 3)
    people = [(record, *said) for record, said in PEOPLE.items()]
    house.write_rows(
        [
            *people,
            ("A-2", "Somebody", "Else", "", ""),
            ("", "Nobody", "Known", "1984-02-31", ""),
            ("A-9", "Too", "Short"),
            *[(f"B-{number}", "Jo", "Row", "1980", "") for number in range(20)],
            ("B-1", "Seen", "While", "1980-13", ""),
            ("B-10", "Only", "Checked", "1980", ""),
            ("B-19", "Once", "More", "1980", ""),
        ]
    )
    with pytest.raises(RegisterFaulty) as caught:
        house.publish()
    assert [str(fault) for fault in caught.value.faults] == [
        "row 5, record_id: an earlier row has the same",
        "row 6, date_of_birth: 31 February is not a date",
        "row 6, record_id: it is empty",
        "row 7: it has 3 fields, and the header 5",
        "row 28, record_id: an earlier row has the same",
        "row 29, record_id: an earlier row has the same",
        "row 30, record_id: an earlier row has the same",
    ]
    assert house.folder.table.read_bytes() == before


def test_a_register_that_is_larger_than_declared_is_refused(house: House) -> None:
    with pytest.raises(RegisterFaulty) as caught:
        house.publish(declared=2)
    assert [str(fault) for fault in caught.value.faults] == ["the register has 3 records, and 2 were declared"]


def test_a_register_that_grew_while_it_was_read_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CsvRegister, "count", lambda _: len(PEOPLE) - 1)
    with pytest.raises(RegisterFaulty):
        house.publish()
    assert not house.folder.table.exists()


def test_an_empty_register_is_refused_and_nothing_is_forgotten(house: House) -> None:
    house.publish()
    house.write({})
    with pytest.raises(RegisterFaulty) as caught:
        house.publish()
    assert [str(fault) for fault in caught.value.faults] == ["the register has no records"]
    assert [house.found(identity(record)) for record in PEOPLE] == [{record} for record in PEOPLE]


def test_what_references_lead_back_to_is_on_disk_before_there_is_a_table(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk: list[int] = []

    def build(*given: Any, **named: Any) -> Built:
        # Without its log of writes, as a loss of power can leave the file.
        (house.keys / "after").mkdir()
        shutil.copy(house.keys / "records.sqlite", house.keys / "after")
        with Records(house.keys / "after") as records:
            on_disk.extend(records.numbers())
        return table.build(*given, **named)

    monkeypatch.setattr(publishing, "build", build)
    house.publish()
    assert len(on_disk) == len(PEOPLE) + 16


def test_a_file_that_cannot_be_read_leaves_the_table_as_it_was(house: House) -> None:
    house.publish()
    before = house.folder.table.read_bytes()
    house.register.write_text("record_id,nonsense\n1,2\n")
    with pytest.raises(UnreadableRegister):
        house.publish()
    assert house.folder.table.read_bytes() == before


@pytest.mark.parametrize("service", sorted(kind.code for kind in kinds() if kind.refused))
def test_registers_that_tell_too_much_are_refused_by_kind(house: House, service: str) -> None:
    with pytest.raises(KindRefused, match="never published"):
        house.publish(service=service)
    assert not house.folder.table.exists()


def test_every_kind_that_no_rulebook_may_take_is_refused_here(house: House) -> None:
    assert set(REFUSED) <= {kind.code for kind in kinds() if kind.refused}
    with pytest.raises(KindRefused, match="There is no kind"):
        house.publish(service="police")


def test_nothing_in_the_key_folder_is_a_name(house: House) -> None:
    house.publish()
    kept = b"".join(path.read_bytes() for path in sorted(house.keys.rglob("*")) if path.is_file()).lower()
    words = {word.lower().encode() for said in PEOPLE.values() for word in said}
    assert len(words) == 12
    assert not {word for word in words | {word.replace(b" ", b"") for word in words} if word in kept}
    assert not {record for record in PEOPLE if b"record " + record.lower().encode() in kept}


def test_a_centre_that_asks_for_a_canary_sets_off_an_alarm(house: House) -> None:
    done = house.publish()
    folder = house.folder
    pseudonyms = folder.pseudonyms(done.built.header.table)
    with Records(house.keys) as records:
        opened = [open_reference(folder, pseudonyms.of(number).hex(), at=NOON) for number in records.numbers()]
    assert {each.record_id for each in opened if each.canary is None} == set(PEOPLE)
    assert sorted(each.canary for each in opened if each.canary is not None) == list(range(done.canaries))
    log = (house.keys / "log").read_text().splitlines()
    assert len(log) == done.canaries == 16
    assert all('"outcome":"canary-asked"' in line and '"hour":"2018-06-04T12:00:00Z"' in line for line in log)


def test_a_reference_of_an_earlier_table_can_still_be_opened(house: House) -> None:
    table = house.publish().built.header.table
    with Records(house.keys) as records:
        reference = house.folder.pseudonyms(table).of(next(records.numbers())).hex()
    house.publish()
    opened = open_reference(house.folder, f"{reference[:8].upper()}-{reference[8:]}", at=NOON)
    assert (opened.table, opened.record_id) == (table, "A-1")


def test_a_reference_leads_to_nobody_else_when_what_was_remembered_is_lost(house: House) -> None:
    table = house.publish().built.header.table
    with Records(house.keys) as records:
        numbers = list(records.numbers())
    for path in house.keys.glob("records.sqlite*"):
        path.unlink()
    house.write(dict(reversed(PEOPLE.items())))
    house.publish()
    for number in numbers:
        with pytest.raises(NotAReference):
            open_reference(house.folder, house.folder.pseudonyms(table).of(number).hex(), at=NOON)


def test_what_was_remembered_and_is_damaged_is_said_so(house: House) -> None:
    house.publish()
    (house.keys / "records.sqlite").write_bytes(b"no database" * 9)
    with pytest.raises(NotAKeyFolder, match="can’t be read: file is not a database"):
        house.publish()


@pytest.mark.parametrize("written", ["", "123", "g" * 16, "0" * 16])
def test_what_is_no_reference_opens_nothing(house: House, written: str) -> None:
    house.publish()
    with pytest.raises(NotAReference):
        open_reference(house.folder, written, at=NOON)
    assert not (house.keys / "log").exists()


def test_nobody_else_publishes_meanwhile(house: House) -> None:
    with house.folder.alone(), pytest.raises(NotAKeyFolder, match="Another"):
        house.publish()
