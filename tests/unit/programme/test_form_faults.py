"""A rulebook whose form is wrong: every such fault is found, at its line."""

import pytest

from tests.unit.programme.rulebooks import Rulebook, Spoilt

SPOILT = [
    Spoilt("a key misspelt", "roles.toml", "authoriser", "clearance =", "clearence =", "unknown-key", "clearence ="),
    Spoilt("a key left out", "roles.toml", "authoriser", 'title = "Authoriser"\n', "", "missing-key", "[[roles]]"),
    Spoilt(
        "a number for text", "roles.toml", "authoriser", 'title = "Authoriser"', "title = 7", "wrong-type", "title = 7"
    ),
    Spoilt("an empty title", "roles.toml", "authoriser", '"Authoriser"', '" "', "empty-text", 'title = " "'),
    Spoilt(
        "a stray space", "roles.toml", "authoriser", '"Authoriser"', '"Authoriser "', "stray-space", '"Authoriser "'
    ),
    Spoilt(
        "a long title",
        "roles.toml",
        "authoriser",
        '"Authoriser"',
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
        "text-too-long",
        "xxx",
    ),
    Spoilt("a code in capitals", "support.toml", "", '"take_into_account"', '"Take"', "wrong-form", '"Take"'),
    Spoilt("text for a number", "time.toml", "review_case", "amount = 3", 'amount = "3"', "wrong-type", 'amount = "3"'),
    Spoilt(
        "true for a number", "time.toml", "review_case", "amount = 3", "amount = true", "wrong-type", "amount = true"
    ),
    Spoilt("no time at all", "time.toml", "review_case", "amount = 3", "amount = 0", "not-positive", "amount = 0"),
    Spoilt("time backwards", "time.toml", "review_case", "amount = 3", "amount = -3", "not-positive", "amount = -3"),
    Spoilt("time without end", "time.toml", "review_case", "amount = 3", "amount = 9999", "too-many", "amount = 9999"),
    Spoilt("an unknown unit", "time.toml", "review_case", '"months"', '"moons"', "unknown-word", '"moons"'),
    Spoilt("text for a flag", "support.toml", "mentoring", "= true", '= "true"', "wrong-type", '= "true"'),
    Spoilt(
        "a list that is text",
        "support.toml",
        "mentoring",
        "owners = [",
        'owners = "x" # [',
        "wrong-type",
        'owners = "x"',
    ),
    Spoilt(
        "an empty list", "selection.toml", "isolation", '["need_named", "change_in_life"]', "[]", "empty-list", "[]"
    ),
    Spoilt(
        "a name given twice",
        "selection.toml",
        "isolation",
        '"change_in_life"',
        '"need_named"',
        "repeated",
        "criteria =",
    ),
    Spoilt("a date in quotes", "programme.toml", "", "2029-03-31", '"2029-03-31"', "wrong-type", "ends_on"),
    Spoilt("a bad version", "programme.toml", "", '"1.0.0"', '"1"', "wrong-form", "version"),
    Spoilt("a bad area", "programme.toml", "london", "E12000007", "London", "wrong-form", '"London"'),
    Spoilt("no end", "programme.toml", "", "ends_on = 2029-03-31\n", "", "programme-without-end", "[programme]"),
    Spoilt("another slug", "programme.toml", "", 'slug = "mac"', 'slug = "cam"', "slug-is-not-folder", 'slug = "cam"'),
    Spoilt("an unknown section", "risk.toml", "", "[[severities]]", "[[severity]]", "unknown-section", "[[severity]]"),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_fault_of_form_is_found_at_its_line(rulebook: Rulebook, spoilt: Spoilt) -> None:
    spoilt.is_found_in(rulebook)
