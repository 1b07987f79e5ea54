"""A file that can't be measured is refused with everything that is wrong with it, row by row."""

from pathlib import Path

import pytest

from handrail.matching.evaluation import BadFiles, opened
from handrail.matching.synthetic import Population, write
from tests.unit.matching.evaluation.conftest import WriteFile

ADA = {"record_id": "1", "given_names": "Ada", "family_name": "Byron", "date_of_birth": "1984-05-12", "person": "a"}


def faults(queries: Path, register: Path, **options: str) -> list[str]:
    with pytest.raises(BadFiles) as bad:
        opened(queries, register, **options)
    return list(bad.value.faults)


def test_everything_that_is_wrong_with_both_files_is_said_at_once(write_file: WriteFile) -> None:
    queries = write_file("a.csv", ADA, {**ADA, "date_of_birth": "1984-02-31"}, {**ADA, "record_id": "3", "person": ""})
    register = write_file("b.csv", {"record_id": "1", "colour": "red"}, header=("record_id", "colour", "person"))
    found = faults(queries, register)
    assert [each for each in found if each.startswith("a.csv")] == [
        "a.csv: row 3, record_id: row 2 has the same",
        next(each for each in found if each.startswith("a.csv: row 3, date_of_birth:") and "31" in each),
        "a.csv: row 4, person: it doesn't say who the record is of",
    ]
    assert "b.csv: there is no column colour in the layout of a register" in found
    assert len(found) == 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"record_id,person\n", "it has no records"),
        (b"record_id,person\n1\n", "row 2: it has another number of fields than the header has"),
        (b"record_id,person\n1,a,b\n", "row 2: it has another number of fields than the header has"),
        (b"record_id,person\n1,\xff\n", "it isn't UTF-8 text (byte 19)"),
        (b"record_id,person,person\n1,a,a\n", "the column person is there more than once"),
        (b"person\na\n", "the column record_id is missing"),
        (b"record_id,given_names\n1,Ada\n", "no column says who a record is of: there is no person"),
        (b'record_id,person\n1,"a\n', "it isn't a CSV file: unexpected end of data"),
    ],
)
def test_what_is_no_labelled_file_is_said_to_be_none(
    content: bytes, says: str, write_file: WriteFile, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    good = write_file("good.csv", ADA)
    assert any(says in each for each in faults(path, good))


def test_a_file_that_is_not_there_is_named(write_file: WriteFile, tmp_path: Path) -> None:
    assert faults(tmp_path / "none.csv", write_file("b.csv", ADA)) == [
        "none.csv: it can't be read: No such file or directory"
    ]


def test_many_faults_are_counted_and_not_all_listed(write_file: WriteFile) -> None:
    queries = write_file("a.csv", *({**ADA, "record_id": str(number), "person": ""} for number in range(250)))
    with pytest.raises(BadFiles) as bad:
        opened(queries, write_file("b.csv", ADA))
    assert len(bad.value.faults) == 250
    assert str(bad.value).endswith("and 150 more")


def test_truth_may_stand_in_another_column(write_file: WriteFile) -> None:
    records = [{"record_id": "1", "nhs_number": "9990000018"}, {"record_id": "2", "nhs_number": "9990000026"}]
    header = ("record_id", "nhs_number")
    queries, _ = opened(*(write_file(f"{each}.csv", *records, header=header) for each in "ab"), truth="nhs_number")
    assert [each.person for each in queries] == ["9990000018", "9990000026"]


def test_name_origin_of_real_people_is_neither_read_nor_measured(write_file: WriteFile) -> None:
    header = ("record_id", "given_names", "person", "origin")
    real = write_file("real.csv", {"record_id": "1", "given_names": "Ada", "person": "a", "origin": "x"}, header=header)
    [fault] = faults(real, write_file("b.csv", ADA))
    assert "the column origin is for synthetic records alone" in fault


def test_a_column_left_out_is_empty(tmp_path: Path) -> None:
    write(tmp_path, Population(people=20, queries=4, seed=2), truth=True)
    queries, register = opened(tmp_path / "queries.csv", tmp_path / "register.csv", leave_out=["date_of_birth"])
    assert not any(each.identity.born for each in (*queries, *register))
    with pytest.raises(BadFiles, match="there is no column colour to leave out"):
        opened(tmp_path / "queries.csv", tmp_path / "register.csv", leave_out=["colour"])


def test_febrl_ids_say_who_is_who(febrl: tuple[Path, Path]) -> None:
    original, copies = opened(*febrl)
    assert len(original) == len(copies) == 5_000
    assert {each.person for each in original} == {each.person for each in copies}
    first = next(iter(original))
    assert (first.record_id, first.person) == ("rec-1070-org", "rec-1070")
    assert (first.identity.given, first.identity.family) == (("michaela",), ("neumann",))
    assert (first.identity.born, first.identity.other_number) == ("1915-11-11", "5304218")


def test_files_of_two_layouts_are_not_compared(febrl: tuple[Path, Path], write_file: WriteFile) -> None:
    [fault] = faults(febrl[0], write_file("b.csv", ADA))
    assert "the layout of FEBRL" in fault
