"""Rows of a register's file."""

import pytest

from handrail.matching.identity import Identity
from handrail.matching.identity.columns import COLUMNS, read, unknown_columns

ROW = {
    "record_id": "H-17",
    "given_names": "Ada Mary",
    "family_name": "Okafor",
    "also_known_as": "Ada Brown; Adaeze Okafor",
    "date_of_birth": "1984-05-31",
    "postcode": "SE5 8AF",
    "previous_postcodes": "M1 1AE;CR2 6XH",
    "town": "Camberwell",
    "nhs_number": "943 476 5870",
    "upn": "",
}


def test_a_row_is_read_with_several_values_in_a_field() -> None:
    assert read(ROW) == (
        Identity(
            given=("Ada Mary",),
            family=("Okafor",),
            also_known_as=("Ada Brown", "Adaeze Okafor"),
            born="1984-05-31",
            postcodes=("SE5 8AF", "M1 1AE", "CR2 6XH"),
            places=("Camberwell",),
            nhs_number="943 476 5870",
        ),
        (),
    )


def test_columns_may_be_left_out_or_null() -> None:
    assert read({"record_id": "H-17", "town": None}) == (Identity(), ())


def test_everything_wrong_with_a_row_is_said_at_once_and_its_fields_are_left_out() -> None:
    wrong = ROW | {"record_id": " ", "date_of_birth": "1984-02-31", "town": "x" * 301, "family_name": "Oka\x00for"}
    identity, problems = read(wrong)
    assert [str(problem) for problem in problems] == [
        "record_id: it is empty",
        "family_name: it holds a character that can't be printed",
        "date_of_birth: 31 February is not a date",
        "town: it is longer than 300 characters",
    ]
    assert (identity.family, identity.born, identity.places) == ((), "", ())


@pytest.mark.parametrize("written", ["1984", "1984-05", "1984-02-29", ""])
def test_a_part_of_a_date_is_no_problem(written: str) -> None:
    identity, problems = read(ROW | {"date_of_birth": written})
    assert (identity.born, problems) == (written, ())


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("31/05/1984", "31/05/1984 is not a date like 1984-05-31, 1984-05 or 1984"),
        ("Samira Haidari", "this is not a date like 1984-05-31, 1984-05 or 1984"),
        ("1984-13-01", "there is no month 13"),
        ("1983-02-29", "29 February is not a date"),
        ("1984-05-00", "0 May is not a date"),
        ("0000", "there is no year 0"),
    ],
)
def test_what_is_no_date_is_said_in_words(written: str, says: str) -> None:
    assert [problem.says for problem in read(ROW | {"date_of_birth": written})[1]] == [says]


def test_more_values_than_anybody_has_are_refused() -> None:
    assert [problem.says for problem in read(ROW | {"previous_postcodes": ";".join(["M1 1AE"] * 21)})[1]] == [
        "it has more than 20 values"
    ]


def test_a_misspelt_column_is_noticed() -> None:
    assert unknown_columns(COLUMNS) == ()
    assert unknown_columns(["record_id", "dob", "town"]) == ("dob",)
