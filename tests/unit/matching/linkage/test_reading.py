"""A register's file is checked as it is read: nothing is repaired, and all that is wrong is said."""

from pathlib import Path

import pytest

from handrail.matching.linkage.reading import MOST_FAULTS, BadRegister, records

HEADER = "record_id,given_names,family_name,date_of_birth,postcode\n"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "is empty"),
        (HEADER, "has no records: there is nothing to compare"),
        (HEADER + "1,Samira,Haidari,1994-06-02,SW9 8QT\n", "has one record: there is nothing to compare"),
        ("given_names,family_name\nSamira,Haidari\n", 'the column "record_id" is missing'),
        (HEADER.replace("postcode", "post_code"), 'there is no column "post_code" in a register'),
        (HEADER + "1,Samira,Haidari,1994-02-31,\n2,Callum,Fletcher,,\n", "row 2, date_of_birth: 31 February"),
        (HEADER + "1,Samira,Haidari,,\n,Callum,Fletcher,,\n", "row 3, record_id: it is empty"),
        (HEADER + "1,Samira,Haidari\n2,Callum,Fletcher,,\n", "row 2: it has 3 fields, and the header 5"),
    ],
    ids=["empty", "header-only", "one-row", "no-id", "unknown-column", "bad-date", "id-missing", "short-row"],
)
def test_a_file_that_cannot_be_linked_says_why(tmp_path: Path, written: str, why: str) -> None:
    file = tmp_path / "register.csv"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(BadRegister) as caught:
        list(records(file))
    assert why in str(caught.value)


def test_a_file_that_is_not_there_or_not_in_utf_8_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadRegister, match="cannot be read: No such file"):
        list(records(tmp_path / "none.csv"))
    (tmp_path / "latin.csv").write_bytes((HEADER + "1,Zo\u00eb,Haidari,,\n").encode("latin-1"))
    with pytest.raises(BadRegister, match="not in UTF-8"):
        list(records(tmp_path / "latin.csv"))


def test_of_very_many_faults_the_first_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(HEADER + "1,Samira,Haidari,never,\n" * (MOST_FAULTS + 7), encoding="utf-8")
    with pytest.raises(BadRegister) as caught:
        list(records(file))
    assert caught.value.count == MOST_FAULTS + 7
    assert str(caught.value).splitlines()[-1] == "and 7 more"
