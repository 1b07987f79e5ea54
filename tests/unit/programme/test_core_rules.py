"""What no rulebook may say, whoever writes it: each is refused, at its line."""

import pytest

from tests.unit.programme.rulebooks import Rulebook, Spoilt

SPOILT = [
    Spoilt(
        "a second look that nobody owes in time",
        "access.toml",
        "out_of_hours",
        "waits_days = 14",
        "waits_days = 200",
        "second-look-too-late",
        "waits_days = 200",
    ),
    Spoilt(
        "a council owns terrorism",
        "risk.toml",
        "terrorism_related",
        '"counter_terrorism_unit"',
        '"council"',
        "terrorism-risk-owner",
        '"council"',
    ),
    Spoilt(
        "terrorism under another name",
        "risk.toml",
        "exploitation",
        "groom,",
        "radicalise,",
        "terrorism-risk-relabelled",
        "radicalise",
    ),
    Spoilt(
        "a relabelled nature",
        "risk.toml",
        "terrorism_related",
        '"terrorism"',
        '"safeguarding"',
        "terrorism-risk-relabelled",
        "Terrorism-related",
    ),
    Spoilt(
        "immediate risk to health",
        "risk.toml",
        "immediate_risk",
        '["police_force"]',
        '["police_force", "nhs"]',
        "immediate-risk-owner",
        '"nhs"',
    ),
    Spoilt(
        "nothing immediate",
        "risk.toml",
        "immediate_risk",
        '"immediate"',
        '"safeguarding"',
        "no-immediate-risk",
        "[[risk_kinds]]",
    ),
    Spoilt(
        "danger in a calendar",
        "time.toml",
        "escalation_serious",
        'when_late = "climb"',
        'when_late = "climb"\nin_calendar = "Answer at once"',
        "urgent-in-calendar",
        '"Answer at once"',
    ),
    Spoilt(
        "a reason in a calendar",
        "time.toml",
        "prepare_meeting",
        '"Prepare a meeting"',
        '"Prepare a meeting about risk"',
        "tells-in-calendar",
        "risk",
    ),
    Spoilt(
        "watching in a calendar",
        "time.toml",
        "prepare_meeting",
        '"Prepare a meeting"',
        '"Keep an eye on them"',
        "tells-in-calendar",
        "Keep an eye",
    ),
    Spoilt(
        "asked to watch",
        "support.toml",
        "consider_support",
        "You decide.",
        "Keep an eye on them.",
        "asks-for-watching",
        "Keep an eye",
    ),
    Spoilt(
        "monitoring planned",
        "support.toml",
        "mentoring",
        '"Mentoring"',
        '"Monitoring"',
        "asks-for-watching",
        '"Monitoring"',
    ),
    Spoilt(
        "a prohibition dropped",
        "programme.toml",
        "",
        'code = "tenancy"',
        'code = "renting"',
        "house-code-missing",
        "[[never_for]]",
    ),
    Spoilt(
        "an agency receives",
        "information.toml",
        "name",
        '"council"',
        '"intelligence_agency"',
        "never-a-recipient",
        '"intelligence_agency"',
    ),
    Spoilt(
        "oversight is asked",
        "support.toml",
        "take_into_account",
        '"council"',
        '"oversight"',
        "never-a-recipient",
        '"oversight"',
    ),
    Spoilt(
        "government owns an action",
        "support.toml",
        "mentoring",
        '"voluntary"',
        '"government"',
        "never-a-recipient",
        '"government"',
    ),
    Spoilt(
        "representatives own a risk",
        "risk.toml",
        "homelessness",
        '"council"',
        '"representative"',
        "never-a-recipient",
        '"representative"',
    ),
    Spoilt(
        "a community body learns of health",
        "information.toml",
        "health",
        '"nhs"',
        '"community"',
        "community-gets-least",
        '"community"',
    ),
    Spoilt(
        "support under Part 3",
        "programme.toml",
        "safeguarding_support",
        'general = [\n    "counter_terrorism_unit",',
        'law_enforcement = ["counter_terrorism_unit"]\ngeneral = [',
        "regime",
        "law_enforcement =",
    ),
    Spoilt(
        "a council under Part 3",
        "programme.toml",
        "deconfliction",
        '"police_force"',
        '"council"',
        "regime",
        '"council"',
    ),
    Spoilt(
        "a council under Part 4",
        "programme.toml",
        "administration",
        '["intelligence_agency"]',
        '["intelligence_agency", "counter_terrorism_unit"]',
        "two-regimes",
        "intelligence =",
    ),
    Spoilt(
        "an agency under Part 3",
        "programme.toml",
        "deconfliction",
        '"police_force"',
        '"intelligence_agency"',
        "regime",
        '"intelligence_agency"',
    ),
    Spoilt(
        "a role apart from itself",
        "roles.toml",
        "consultee",
        '["pursuit_officer"]',
        '["pursuit_officer", "consultee"]',
        "role-apart-from-itself",
        '"consultee"]',
    ),
    Spoilt(
        "one side only", "roles.toml", "consultee", '["pursuit_officer"]', "[]", "one-sided-separation", '"consultee"'
    ),
    Spoilt(
        "asleep at night",
        "time.toml",
        "escalation_serious",
        '"clock_hours"',
        '"working_hours"',
        "escalation-stops-at-night",
        '"working_hours"',
    ),
    Spoilt(
        "late and nothing follows",
        "time.toml",
        "escalation_serious",
        '"climb"',
        '"remind"',
        "escalation-does-not-climb",
        '"remind"',
    ),
    Spoilt(
        "not to the police first",
        "risk.toml",
        "police_contact",
        '["police_force"]',
        '["council"]',
        "escalation-not-to-police",
        '["council"]',
    ),
    Spoilt(
        "a rung nobody can stand on",
        "risk.toml",
        "duty_desk",
        '["police_force"]',
        '["council"]',
        "rung-without-role",
        '["council"]',
    ),
    Spoilt(
        "put off too long",
        "endings.toml",
        "inquiry",
        "max_days = 28",
        "max_days = 29",
        "put-off-too-long",
        "max_days = 29",
    ),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_broken_promise_is_found_at_its_line(rulebook: Rulebook, spoilt: Spoilt) -> None:
    spoilt.is_found_in(rulebook)


def test_no_required_criterion_means_that_anybody_could_be_nominated(rulebook: Rulebook) -> None:
    rulebook.change_all("selection.toml", "required = true", "required = false")
    assert ("selection.toml", "nothing-required") in rulebook.found()


def test_some_stage_is_deconflicted(rulebook: Rulebook) -> None:
    rulebook.change_all("programme.toml", "deconfliction = true", "deconfliction = false")
    assert ("programme.toml", "never-deconflicted") in rulebook.found()


def test_some_severity_escalates(rulebook: Rulebook) -> None:
    rulebook.change_all("risk.toml", "acknowledge_within", "# acknowledge_within")
    assert ("risk.toml", "nothing-escalates") in rulebook.found()


def test_a_reader_with_another_reason_may_say_it(rulebook: Rulebook) -> None:
    rulebook.change_all("programme.toml", "explain = true", "explain = false")
    assert ("programme.toml", "no-other-reason") in rulebook.found()


def test_a_purpose_for_sharing_has_somebody_to_share_with(rulebook: Rulebook) -> None:
    rulebook.change("programme.toml", "may_be_shared_for = false", "may_be_shared_for = true", within="originating")
    kinds = 'general = ["council", "nhs", "school", "probation", "housing", "voluntary", "provider"]\n'
    rulebook.change("programme.toml", kinds, "", within="originating")
    rulebook.change("programme.toml", 'law_enforcement = ["counter_terrorism_unit", "police_force"]\n', "")
    assert ("programme.toml", "purpose-without-recipient") in rulebook.found()


def test_nothing_may_be_left_out_of_the_core_prohibitions(rulebook: Rulebook) -> None:
    rulebook.drop_section("programme.toml", "never_for")
    assert ("programme.toml", "missing-section") in rulebook.found()


def test_a_criterion_that_nothing_rests_on_is_idle(rulebook: Rulebook) -> None:
    rulebook.change("selection.toml", '["asked_for_help", "help_exists"]', '["help_exists"]')
    assert ("selection.toml", "idle-criterion") in rulebook.found()
