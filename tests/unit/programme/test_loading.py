"""Programmes are loaded as immutable values, and found by their codes."""

import datetime as dt
from dataclasses import FrozenInstanceError, replace

import pytest

from handrail import programme
from handrail.programme import UnknownCode


def test_the_multi_agency_centre_is_installed() -> None:
    assert "mac" in programme.slugs()
    assert [each.slug for each in programme.installed()] == list(programme.slugs())


def test_a_programme_is_read_once() -> None:
    assert programme.load("mac") is programme.load("mac")


def test_its_end_can_be_brought_to_another_day_without_touching_the_rulebook() -> None:
    today = dt.date(2031, 5, 1)
    assert programme.load("mac", ends_on=today).ends_on == today
    assert programme.load("mac").ends_on != today
    assert replace(programme.load("mac"), ends_on=today) == programme.load("mac", ends_on=today)


def test_nothing_in_a_programme_can_be_changed() -> None:
    mac = programme.load("mac")
    with pytest.raises(FrozenInstanceError):
        mac.title = "Another"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        mac.roles["auditor"].title = "Another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        mac.purposes["oversight"].regimes["council"] = "intelligence"  # type: ignore[index]


def test_entries_are_found_by_code_and_kept_in_order() -> None:
    mac = programme.load("mac")
    assert mac.requested_actions["offer_housing_help"].title == "Offer help with housing"
    assert [rung.code for rung in mac.escalation] == ["police_contact", "second_contact", "duty_desk", "centre_lead"]
    assert mac.escalation.codes[0] == "police_contact"
    assert "duty_desk" in mac.escalation
    assert len(mac.escalation) == 4


def test_a_code_of_another_version_is_told_from_a_known_one() -> None:
    mac = programme.load("mac")
    assert mac.closure_reasons.get("a_reason_of_long_ago") is None
    with pytest.raises(UnknownCode, match="a_reason_of_long_ago"):
        mac.closure_reasons["a_reason_of_long_ago"]


def test_the_regime_follows_the_organisation_and_the_purpose() -> None:
    purposes = programme.load("mac").purposes
    assert purposes["safeguarding_support"].regime_for("police_force") == "general"
    assert purposes["risk_management"].regime_for("police_force") == "law_enforcement"
    assert purposes["risk_management"].regime_for("council") is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("acknowledge_disclosure", "2 working days"),
        ("acknowledge_recall", "1 working day"),
        ("escalation_danger_now", "15 minutes"),
        ("escalation_serious", "1 hour"),
        ("review_case", "3 months"),
        ("notification_look_again", "28 days"),
    ],
)
def test_a_timescale_can_be_said_in_words(code: str, words: str) -> None:
    assert str(programme.load("mac").timescales[code].duration) == words
