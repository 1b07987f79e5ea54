"""Postcodes, places and the numbers that stand for a person."""

import pytest

from handrail.matching.identity.numbers import nhs_number, other_number, upn
from handrail.matching.identity.places import place, postcode, street


@pytest.mark.parametrize("written", ["SE5 8AF", "se58af", " SE5  8AF ", "SE5-8AF"])
def test_a_postcode_is_one_however_it_is_spaced(written: str) -> None:
    assert postcode(written) == ("SE58AF", "SE5")


@pytest.mark.parametrize(
    ("written", "outward"),
    [
        ("M1 1AE", "M1"),
        ("M60 1NW", "M60"),
        ("CR2 6XH", "CR2"),
        ("DN55 1PT", "DN55"),
        ("W1A 1HQ", "W1A"),
        ("EC1A 1BB", "EC1A"),
    ],
)
def test_every_form_of_postcode_has_its_outward_part(written: str, outward: str) -> None:
    assert postcode(written)[1] == outward


def test_digits_and_letters_that_look_alike_are_put_in_their_places() -> None:
    assert postcode("SE5 OAF") == postcode("SE5 0AF")


def test_a_district_alone_is_a_district() -> None:
    assert postcode("SE5") == ("", "SE5")


@pytest.mark.parametrize("written", ["", "unknown", "no fixed abode", "ZZ99 3VZ", "NFA"])
def test_what_is_no_home_is_no_postcode(written: str) -> None:
    assert postcode(written) == ("", "")


def test_a_postcode_of_another_country_is_its_own_district() -> None:
    assert postcode("2480") == ("2480", "2480")


def test_places_and_streets_are_read_without_spaces() -> None:
    assert place("North  Ryde") == place("northryde") == "northryde"
    assert street("12a Coldharbour Lane") == ("12a", "coldharbourlane")
    assert street("Coldharbour Lane") == ("", "coldharbourlane")
    assert street("") == ("", "")


def test_a_number_counts_only_with_its_check_digit() -> None:
    assert nhs_number("943 476 5870") == nhs_number("943-476-5870") == "9434765870"
    assert nhs_number("943 476 5871") == ""
    assert nhs_number("") == ""
    assert upn("B801200005001") == "B801200005001"
    assert upn("A801200005001") == ""
    assert other_number(" 530-4218 ") == "5304218"
