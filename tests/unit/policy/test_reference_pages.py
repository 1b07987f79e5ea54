"""The pages about policy in docs/reference say what the policy says now."""

from pathlib import Path

from handrail.policy import engine
from handrail.policy.rules_page import render
from tests.unit.policy import who_may

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def test_the_page_of_rules_is_current() -> None:
    page = (REFERENCE / "policy-rules.md").read_text(encoding="utf-8")
    assert page == render(engine()), (
        "make it again: python -m handrail.policy.rules_page > docs/reference/policy-rules.md"
    )


def test_the_page_of_who_may_do_what_is_current() -> None:
    """Who may do what changes only with this page: a role that gains or loses a power shows in its diff."""
    page = (REFERENCE / "who-may-do-what.md").read_text(encoding="utf-8")
    assert page == who_may.render(), "meant? python -m tests.unit.policy.who_may > docs/reference/who-may-do-what.md"


def test_every_rule_is_on_the_page() -> None:
    page = render(engine())
    for rule in engine().rules.values():
        assert f"`{rule.id}`" in page
        assert rule.says in page
