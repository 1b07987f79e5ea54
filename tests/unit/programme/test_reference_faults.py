"""A rulebook that names what doesn't exist, or the same thing twice: every such fault is found, at its line."""

import pytest

from tests.unit.programme.rulebooks import Rulebook, Spoilt

SPOILT = [
    Spoilt("a code twice", "risk.toml", "", '"self_neglect"', '"homelessness"', "code-twice", "homelessness"),
    Spoilt(
        "a title twice",
        "risk.toml",
        "",
        '"Self-neglect"',
        '"Exploitation by others"',
        "title-twice",
        '"Exploitation by others"',
    ),
    Spoilt(
        "a missing reason",
        "selection.toml",
        "isolation",
        '"need_named"',
        '"need_nmaed"',
        "dangling-code",
        '"need_nmaed"',
    ),
    Spoilt("a missing role", "time.toml", "review_case", '"panel_chair"', '"chairman"', "dangling-code", '"chairman"'),
    Spoilt("a missing course", "roles.toml", "authoriser", '"sharing_decisions"', '"yoga"', "dangling-code", '"yoga"'),
    Spoilt(
        "a missing purpose", "programme.toml", "helping", '"safeguarding_support"', '"help"', "dangling-code", '"help"'
    ),
    Spoilt("a missing time", "risk.toml", "serious", '"escalation_serious"', '"soon"', "dangling-code", '"soon"'),
    Spoilt(
        "an unknown kind", "support.toml", "mentoring", '"voluntary"', '"volunteers"', "unknown-kind", '"volunteers"'
    ),
    Spoilt(
        "an unknown kind in a long list", "information.toml", "name", '"school"', '"skool"', "unknown-kind", '"skool"'
    ),
    Spoilt(
        "an unknown regime", "programme.toml", "originating", "intelligence =", "secret =", "unknown-word", "secret ="
    ),
    Spoilt(
        "two regimes",
        "programme.toml",
        "originating",
        '["intelligence_agency"]',
        '["council"]',
        "two-regimes",
        '= ["council"]',
    ),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_fault_of_reference_is_found_at_its_line(rulebook: Rulebook, spoilt: Spoilt) -> None:
    spoilt.is_found_in(rulebook)
