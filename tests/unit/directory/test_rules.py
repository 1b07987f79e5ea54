"""The directory's lifecycles, and who may hold which role."""

import pytest

from handrail.directory import rules
from handrail.directory.role_rules import check_may_hold
from handrail.directory.rulebooks import courses, find_role, owing_role, role_title, roles_for, rulebook_that_times
from handrail.directory.terms import may_come_into_force
from handrail.gate import RuleBroken, StateTable
from handrail.programme import load

TABLES = [rules.MEMBER, rules.ROLE_GRANT, rules.INVITATION, rules.AGREEMENT, rules.PARTY]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_state_can_be_reached_and_has_its_words(table: StateTable) -> None:
    assert table.reachable() == table.states
    assert set(table.titles) == set(table.states)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_step_leads_to_a_state_of_the_same_lifecycle(table: StateTable) -> None:
    leads_to = {step.to for row in table.transitions.values() for step in row.values()}
    assert leads_to <= table.states


def test_a_step_that_is_not_there_names_the_state() -> None:
    with pytest.raises(RuleBroken, match="the agreement is draft"):
        rules.AGREEMENT.next("draft", "agreement.accept")


def test_nothing_follows_the_end_of_an_agreement() -> None:
    assert rules.AGREEMENT.transitions["ended"] == {}


def test_a_role_is_held_where_the_rulebook_says() -> None:
    held_in = {role.code for role in roles_for("council")}
    assert {"case_coordinator", "panel_chair", "administrator"} <= held_in
    assert "deconfliction_officer" not in held_in
    assert "police_risk_owner" not in held_in


def test_roles_are_kept_apart_in_whichever_order_they_are_given() -> None:
    for code, other in (("auditor", "practitioner"), ("practitioner", "auditor")):
        with pytest.raises(RuleBroken, match="End the other role first"):
            check_may_hold(code, kind="council", clearance=2, others=[other])


def test_a_role_that_no_rulebook_has_any_more_is_called_by_its_code() -> None:
    assert role_title("panel_chair") == "Panel chair"
    assert role_title("lamplighter") == "lamplighter"
    assert find_role("lamplighter") is None


def test_a_course_has_one_length() -> None:
    assert courses()["safeguarding"].valid_months == 36


def test_a_timescale_is_taken_from_a_rulebook_that_has_it() -> None:
    assert rulebook_that_times("approve_role", preferred="mac").slug == "mac"
    with pytest.raises(LookupError):
        rulebook_that_times("moonrise", preferred="mac")


def test_what_is_due_falls_to_a_role_that_the_organisation_can_have() -> None:
    mac = load("mac")
    assert owing_role(mac, "answer_register_question", kind="council") == "centre_lead"
    assert owing_role(mac, "answer_register_question", kind="government") == "programme_owner"
    assert owing_role(mac, "answer_register_question", kind="school") is None


def test_an_agreement_binds_only_with_somebody_who_brings_people_in() -> None:
    mac = load("mac")
    assert may_come_into_force(frozenset({"counter_terrorism_unit", "council"}), mac)
    assert not may_come_into_force(frozenset({"council", "school"}), mac)
