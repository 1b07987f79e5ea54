"""What the Multi-Agency Centre rulebook promises, and how it speaks."""

import re
from collections.abc import Callable, Iterator

import pytest

from handrail import programme
from handrail.programme.kinds import NEVER_RECIPIENTS, ORGANISATION_KINDS, POLICE
from handrail.programme.reading import SECTIONS

MAC = programme.load("mac")


def _words() -> Iterator[tuple[str, str, str]]:
    for section in SECTIONS:
        for entry in getattr(MAC, section):
            asks = section == "questions" and not entry.own_words
            yield f"{section} {entry.code}", "question" if asks else "title", entry.title
            if hasattr(entry, "description"):
                yield f"{section} {entry.code}", "description", entry.description


def test_only_the_police_can_own_a_terrorism_risk() -> None:
    owners = {kind for risk in MAC.risk_kinds if risk.nature == "terrorism" for kind in risk.may_own}
    assert owners == POLICE


def test_a_council_can_own_what_is_its_own_duty() -> None:
    assert "council" in MAC.risk_kinds["self_neglect"].may_own
    assert "council" not in MAC.risk_kinds["immediate_risk"].may_own


def test_whoever_can_be_a_recipient_can_be_asked_for_something_and_told_who_it_is_about() -> None:
    receiving = {kind for category in MAC.categories for kind in category.recipients}
    asked = {kind for action in MAC.requested_actions for kind in action.owners}
    assert asked <= receiving
    assert asked <= MAC.categories["name"].recipients
    assert receiving == set(ORGANISATION_KINDS) - NEVER_RECIPIENTS


def test_whoever_receives_for_support_may_act_for_support() -> None:
    for action in MAC.requested_actions:
        purposes = {"risk_management"} if action.code == "own_police_risk" else {"safeguarding_support"}
        for kind in action.owners:
            assert all(MAC.purposes[purpose].regime_for(kind) for purpose in purposes), (action.code, kind)


def test_every_recipient_can_have_a_contact_and_every_originator_an_authoriser() -> None:
    asked = {kind for action in MAC.requested_actions for kind in action.owners}
    # A unit that is told what a partner knows has its officers to receive it.
    assert asked <= MAC.roles["single_point_of_contact"].held_in | {"counter_terrorism_unit"}
    assert MAC.roles["originating_officer"].held_in <= MAC.roles["authoriser"].held_in


def test_every_kind_of_organisation_can_run_itself_by_two_people() -> None:
    assert MAC.roles["administrator"].held_in == MAC.roles["role_approver"].held_in == set(ORGANISATION_KINDS)
    assert "role_approver" in MAC.roles["administrator"].never_with


def test_pursuit_staff_have_no_part_in_a_case() -> None:
    case_roles = {"single_point_of_contact", "practitioner", "case_coordinator", "panel_chair", "police_risk_owner"}
    assert case_roles <= MAC.roles["pursuit_officer"].never_with


def test_an_administrator_and_an_auditor_have_no_part_in_a_case() -> None:
    case_roles = {"single_point_of_contact", "practitioner", "case_coordinator", "panel_chair", "originating_officer"}
    assert case_roles <= MAC.roles["administrator"].never_with
    assert case_roles <= MAC.roles["auditor"].never_with


def test_no_police_or_agency_member_leads_a_case() -> None:
    for role in ("case_coordinator", "panel_chair"):
        assert not MAC.roles[role].held_in & (POLICE | {"intelligence_agency"})


def test_the_police_escalation_contacts_can_be_reached_at_every_rung() -> None:
    assert all("police_force" in rung.held_in for rung in MAC.escalation)


def test_meeting_the_programme_is_told_from_ordinary_services() -> None:
    assert MAC.support_actions["introduction"].programme_contact
    assert not MAC.support_actions["housing_advice"].programme_contact


def test_some_ground_for_not_telling_yet_is_open_under_every_regime() -> None:
    regimes = {regime for ground in MAC.notification_grounds for regime in ground.regimes}
    assert regimes == {"general", "law_enforcement", "intelligence"}
    assert max(ground.max_days for ground in MAC.notification_grounds) <= (
        MAC.timescales["notification_look_again"].amount
    )


def test_every_organisation_that_may_share_has_a_power_to_rest_on() -> None:
    sharing = set(MAC.purposes["originating"].regimes)
    assert sharing <= {kind for power in MAC.powers for kind in power.held_by}


_STYLE: dict[str, Callable[[str, str], bool]] = {
    "a sentence begins with a capital": lambda key, text: text[0].isupper() or text[0].isdigit(),
    "a description is sentences; a title isn't one, unless it is a question": lambda key, text: (
        text.endswith((".", "?")) == (key != "title")
    ),
    "say: the person": lambda key, text: not re.search(r"\b(target|suspect|subject of interest|offender)s?\b", text),
    "say: can't, don't, isn't": lambda key, text: not re.search(r"\b(cannot|do not|does not|is not|are not)\b", text),
    "British spelling": lambda key, text: not re.search(r"\b\w+(ize|izes|ized|izing|ization)\b", text),
    "one space, straight quotation marks": lambda key, text: not re.search(r"  |[“”’‘—]", text),
}


@pytest.mark.parametrize("rule", _STYLE)
def test_its_words_follow_the_house_style(rule: str) -> None:
    assert [(where, text) for where, key, text in _words() if not _STYLE[rule](key, text)] == []
