"""The parts of the identity, as statements."""

import pytest

from handrail.sharing.statements import Grading, address, birth, identifier, name, parts_of

GRADING = Grading("1", "A")


@pytest.mark.parametrize(
    ("value", "words"), [("1991-06-04", "4 June 1991"), ("1991-06", "June 1991"), ("1991", "1991")]
)
def test_a_date_of_birth_says_as_much_as_is_known(value: str, words: str) -> None:
    statement = birth(value, marking=2, grading=GRADING)
    assert statement.words == words
    assert parts_of(statement.parts) == {"date": value}


@pytest.mark.parametrize("value", ["", "1991-13", "1991-02-30", "91", "4 June 1991", "1991-6-4"])
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        birth(value, marking=2, grading=GRADING)


def test_a_name_may_be_one_word() -> None:
    assert name("", "Sukarno", "legal", marking=2, grading=GRADING).words == "Sukarno"


def test_a_name_keeps_its_parts() -> None:
    statement = name("Amina Zahra", "Yusuf", "alias", marking=2, grading=GRADING)
    assert statement.words == "Amina Zahra Yusuf"
    assert parts_of(statement.parts) == {"given": "Amina Zahra", "family": "Yusuf", "kind": "alias"}


def test_an_address_ends_with_its_postcode() -> None:
    statement = address("12 Park Road\n\nCamden ", "NW1 7AA", "current", marking=2, grading=GRADING)
    assert statement.words == "12 Park Road\nCamden\nNW1 7AA"


def test_a_number_says_what_number_it_is() -> None:
    assert identifier("upn", "A123", marking=1, grading=GRADING).words == "Unique pupil number: A123"
    assert identifier("nhs_number", "4505577104", marking=2, grading=GRADING).words == "NHS number: 4505577104"
