"""What may be proposed for one recipient, by the rulebook."""

from datetime import date, timedelta
from typing import Any

import pytest

from handrail.programme import load
from handrail.sharing.models import Holding
from handrail.sharing.rules.recipients import article, faults_of, why_withheld

MAC = load("mac")
TODAY = date(2025, 6, 2)


def item(category: str = "concern", number: int = 2, *, marking: int = 1, action: str = "none") -> Holding:
    return Holding(category=category, number=number, marking=marking, handling_action=action)


NAMED = (item("name", 1), item())


def faults(items: tuple[Holding, ...] = NAMED, **changed: Any) -> set[tuple[str, str | None]]:
    facts: dict[str, Any] = {
        "kind": "council",
        "ceiling": 2,
        "purpose": "safeguarding_support",
        "requested_action": "consider_support",
        "until": TODAY + timedelta(days=30),
        "rulebook": MAC,
        "today": TODAY,
    }
    return {(fault.rule, fault.field) for fault in faults_of(items, **facts | changed)}


def test_a_sound_proposal_has_no_faults() -> None:
    assert faults() == set()


def test_at_least_one_item_and_a_name() -> None:
    assert faults(()) == {("no-items", "items")}
    assert faults((item(),)) == {("no-name", "items")}


@pytest.mark.parametrize(
    ("category", "kind", "withheld"),
    [
        ("health", "nhs", False),
        ("health", "school", True),
        ("concern", "school", False),
        ("concern", "housing_provider", True),
    ],
)
def test_kinds_of_information_go_where_the_rulebook_lets_them(category: str, kind: str, withheld: bool) -> None:
    why = why_withheld(item(category), kind=kind, ceiling=2, purpose="safeguarding_support", rulebook=MAC)
    assert bool(why) is withheld


def test_why_not_names_the_kind_of_organisation_and_of_information() -> None:
    why = why_withheld(item("health"), kind="school", ceiling=2, purpose="safeguarding_support", rulebook=MAC)
    assert why == "The rulebook doesn’t let a school, college or university have this kind of information (health)."


def test_covert_handling_stays_in_law_enforcement() -> None:
    covert = (item("name", 1), item(action="A2"))
    assert ("item-withheld", "items") in faults(covert)
    assert ("item-withheld", "items") in faults(covert, kind="police_force")
    own_risk = {"kind": "police_force", "purpose": "risk_management", "requested_action": "own_police_risk"}
    assert faults(covert, **own_risk) == set()


def test_a_marking_above_what_they_may_hold_is_withheld() -> None:
    assert ("item-withheld", "items") in faults((item("name", 1, marking=2),), ceiling=1)
    assert faults((item("name", 1, marking=2),), ceiling=2) == set()


@pytest.mark.parametrize(("purpose", "rule"), [
    ("originating", "purpose-not-shared-for"),
    ("immigration", "purpose-not-shared-for"),
    ("risk_management", "purpose-not-theirs"),
])  # fmt: skip
def test_the_purpose_is_one_that_may_be_shared_for_with_them(purpose: str, rule: str) -> None:
    assert faults(purpose=purpose) == {(rule, "purpose")}


@pytest.mark.parametrize("asked", ["watch_them", "offer_health_appointment", ""])
def test_they_are_asked_for_something_on_the_closed_list_that_is_theirs(asked: str) -> None:
    assert faults(requested_action=asked) == {("not-in-catalogue", "requested_action")}


def test_the_end_is_in_the_future_and_within_the_longest_time() -> None:
    longest = MAC.ceilings["disclosure_days"].limit
    assert faults(until=TODAY) == {("until-past", "until")}
    assert faults(until=TODAY + timedelta(days=1)) == set()
    assert faults(until=TODAY + timedelta(days=longest)) == set()
    assert faults(until=TODAY + timedelta(days=longest + 1)) == {("until-too-late", "until")}


def test_no_more_items_than_the_rulebook_lets_go_at_once() -> None:
    limit = MAC.ceilings["items_per_disclosure"].limit
    assert faults(tuple(item("name", number) for number in range(limit))) == set()
    assert faults(tuple(item("name", number) for number in range(limit + 1))) == {("too-many-items", "items")}


def test_kinds_are_spoken_of_with_their_article() -> None:
    assert (article("council"), article("nhs")) == ("a council", "an NHS organisation")
