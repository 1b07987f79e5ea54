"""Hours and pounds: typed as people type them, kept as whole minutes and pence, said in words."""

import pytest
from django.core.exceptions import ValidationError

from handrail.web.amounts import Hours, Pounds, spoken_minutes, spoken_pence


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1.5", 90), ("1:30", 90), ("1h30", 90), ("1h 30m", 90), ("90m", 90), ("90 minutes", 90), ("2", 120),
        ("2h", 120), ("2 hours", 120), ("0.25", 15), ("0:05", 5), ("1.1", 66), ("", 0), ("  ", 0), ("0", 0),
    ],
)  # fmt: skip
def test_time_is_typed_in_many_ways(typed: str, minutes: int) -> None:
    assert Hours("Time").clean(typed) == minutes


@pytest.mark.parametrize("typed", ["1:75", "1:3", "-1", "a while", "1.234", "1,5", "1e3", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValidationError, match="Time must be hours"):
        Hours("Time").clean(typed)


@pytest.mark.parametrize(
    ("typed", "pence"), [("12", 1_200), ("12.50", 1_250), ("£1,200", 120_000), ("£ 3.05", 305), ("0", 0), ("", 0)]
)
def test_money_is_typed_with_or_without_its_sign(typed: str, pence: int) -> None:
    assert Pounds("Money").clean(typed) == pence


@pytest.mark.parametrize("typed", ["12.5", "1,20", "-3", "12p", "$4", "1 200.001"])
def test_what_is_no_amount_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValidationError, match="Money must be an amount"):
        Pounds("Money").clean(typed)


def test_nothing_typed_can_mean_that_nobody_knows() -> None:
    assert Pounds("Cost", empty=None).clean("") is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, ""), (1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"),
        (-150, "\N{MINUS SIGN}2 hours 30 minutes"), (60_000, "1,000 hours"),
    ],
)  # fmt: skip
def test_time_is_said_in_words(minutes: int, said: str) -> None:
    assert spoken_minutes(minutes) == said


@pytest.mark.parametrize(
    ("pence", "said"), [(0, ""), (5, "£0.05"), (1_250, "£12.50"), (120_000, "£1,200"), (-300, "\N{MINUS SIGN}£3")]
)
def test_money_is_said_in_pounds(pence: int, said: str) -> None:
    assert spoken_pence(pence) == said
