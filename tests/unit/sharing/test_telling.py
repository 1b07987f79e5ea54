"""Telling the person, or putting it off on a ground and for a while."""

from datetime import date, timedelta

import pytest

from handrail.programme import load
from handrail.sharing.rules.telling import faults_of

MAC = load("mac")
TODAY = date(2025, 6, 2)


def faults(
    state: str, ground: str = "", on: date | None = None, regime: str = "law_enforcement"
) -> list[tuple[str, str | None]]:
    found = faults_of(state, ground, on, regime=regime, rulebook=MAC, today=TODAY)
    return [(fault.rule, fault.field) for fault in found]


def test_told_today_or_earlier() -> None:
    assert faults("told", on=TODAY) == []
    assert faults("told", on=TODAY + timedelta(days=1)) == [("told-in-future", "on")]
    assert faults("told") == [("told-in-future", "on")]


@pytest.mark.parametrize("ground", [ground.code for ground in MAC.notification_grounds])
def test_put_off_until_a_day_within_the_grounds_limit(ground: str) -> None:
    entry = MAC.notification_grounds[ground]
    regime = min(entry.regimes)
    last = TODAY + timedelta(days=entry.max_days)
    assert faults("deferred", ground, last, regime) == []
    assert faults("deferred", ground, last + timedelta(days=1), regime) == [("look-again-too-late", "on")]
    assert faults("deferred", ground, TODAY, regime) == [("look-again-past", "on")]
    assert faults("deferred", ground, None, regime) == [("look-again-past", "on")]


@pytest.mark.parametrize("ground", [ground.code for ground in MAC.notification_grounds])
@pytest.mark.parametrize("regime", ["general", "law_enforcement", "intelligence"])
def test_a_ground_is_open_to_its_own_regimes_only(ground: str, regime: str) -> None:
    refused = faults("deferred", ground, TODAY + timedelta(days=1), regime) == [("ground-not-open", "ground")]
    assert refused is (regime not in MAC.notification_grounds[ground].regimes)


@pytest.mark.parametrize("state", ["undecided", "neither_confirm_nor_deny", ""])
def test_nothing_else_is_an_answer(state: str) -> None:
    assert faults(state, on=TODAY) == [("telling-undecided", "state")]
