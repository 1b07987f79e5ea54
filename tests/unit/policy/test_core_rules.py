"""Every forbid fires at its boundary, and not one step to the permitted side of it."""

import pytest

from handrail.policy import engine
from tests.unit.policy import (
    boundaries_assessments,
    boundaries_casework,
    boundaries_deconfliction,
    boundaries_matching,
    boundaries_meetings,
    boundaries_questions,
    boundaries_reading_and_releasing,
    boundaries_two_people_and_directory,
    boundaries_whose,
)
from tests.unit.policy.boundaries import Forbid

FORBIDS = (
    *boundaries_assessments.FORBIDS,
    *boundaries_whose.FORBIDS,
    *boundaries_reading_and_releasing.FORBIDS,
    *boundaries_casework.FORBIDS,
    *boundaries_meetings.FORBIDS,
    *boundaries_deconfliction.FORBIDS,
    *boundaries_questions.FORBIDS,
    *boundaries_matching.FORBIDS,
    *boundaries_two_people_and_directory.FORBIDS,
)


@pytest.mark.parametrize("forbid", FORBIDS, ids=lambda forbid: forbid.rule)
def test_a_rule_refuses_at_its_line_and_not_beside_it(forbid: Forbid) -> None:
    for request in forbid.fires:
        decision = request.decide()
        assert not decision.allowed
        assert forbid.rule in decision.rules, (request, decision)
    for request in forbid.spares:
        decision = request.decide()
        assert forbid.rule not in decision.rules
        assert not decision.errors
    assert any(request.decide().allowed for request in forbid.spares)


@pytest.mark.parametrize("forbid", FORBIDS, ids=lambda forbid: forbid.rule)
def test_nothing_else_refuses_what_the_rule_is_shown_by(forbid: Forbid) -> None:
    """At least one of the requests shows the rule alone: no other refusal stands behind it there."""
    alone = {request.decide().rules for request in forbid.fires}
    assert (forbid.rule,) in alone


def test_no_forbid_is_without_its_boundary_here() -> None:
    forbids = {rule.id for rule in engine().rules.values() if rule.effect == "forbid"}
    assert forbids == {forbid.rule for forbid in FORBIDS}
