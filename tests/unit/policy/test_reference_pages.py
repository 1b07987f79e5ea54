"""The pages about policy in docs/reference say what the policy says now."""

from pathlib import Path

from handrail.policy import engine, proofs_page
from handrail.policy.proved import recorded
from handrail.policy.rules_page import render
from tests.unit.policy import what_stops, who_may
from tests.unit.policy.requests import RECORDS

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def test_the_page_of_rules_is_current() -> None:
    page = (REFERENCE / "policy-rules.md").read_text(encoding="utf-8")
    assert page == render(engine()), (
        "make it again: python -m handrail.policy.rules_page > docs/reference/policy-rules.md"
    )


def test_the_page_of_what_is_proved_is_current() -> None:
    page = (REFERENCE / "policy-proofs.md").read_text(encoding="utf-8")
    assert page == proofs_page.render(recorded()), (
        "make it again: python -m handrail.policy.proofs_page > docs/reference/policy-proofs.md"
    )


def test_the_page_of_who_may_do_what_is_current() -> None:
    """Who may do what changes only with this page: a role that gains or loses a power shows in its diff."""
    page = (REFERENCE / "who-may-do-what.md").read_text(encoding="utf-8")
    assert page == who_may.render(), "meant? python -m tests.unit.policy.who_may > docs/reference/who-may-do-what.md"


def test_the_page_of_what_stops_what_is_current() -> None:
    """A refusal that begins or ceases to stop an action shows in this page's diff, a new action with all that does."""
    page = (REFERENCE / "what-stops-what.md").read_text(encoding="utf-8")
    assert page == what_stops.render(), (
        "meant? python -m tests.unit.policy.what_stops > docs/reference/what-stops-what.md"
    )


def test_every_kind_of_record_has_its_place_on_both_pages() -> None:
    ruled_on = {resource for action in engine().schema.actions.values() for resource in action.resources}
    assert ruled_on == RECORDS.keys() == {record.type for _, record, _ in who_may.PLACES}


def test_every_rule_is_on_the_page() -> None:
    page = render(engine())
    for rule in engine().rules.values():
        assert f"`{rule.id}`" in page
        assert rule.says in page
