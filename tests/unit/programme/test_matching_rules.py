"""What no rulebook may let be looked for: registers that tell too much, and checks that begin with who is meant."""

import pytest

from handrail.programme import load
from handrail.programme.matching import ELEMENTS, REFUSED
from tests.unit.programme.rulebooks import Rulebook, Spoilt

FILE = "matching.toml"

SPOILT = [
    Spoilt(
        "a clinic's register",
        FILE,
        "sexual_health",
        "refused = true",
        "refused = false",
        "register-tells-too-much",
        "refused = false",
    ),
    Spoilt(
        "a register of the police",
        FILE,
        "probation",
        '["probation"]',
        '["probation", "police_force"]',
        "register-of-pursuit",
        '"police_force"',
    ),
    Spoilt(
        "a step that nothing is taken for",
        FILE,
        "postcode_area",
        'code = "postcode_area"',
        'code = "shoe_size"',
        "unknown-element",
        '"shoe_size"',
    ),
    Spoilt(
        "a name first",
        FILE,
        "year_of_birth",
        'code = "year_of_birth"',
        'code = "nhs_number"',
        "begins-with-too-much",
        '"nhs_number"',
    ),
    Spoilt(
        "a step about something else than identity",
        FILE,
        "postcode_area",
        'category = "address"',
        'category = "housing"',
        "not-identity",
        '"housing"',
    ),
    Spoilt(
        "a number for those who may not have one",
        FILE,
        "nhs_number",
        '["nhs"]',
        '["nhs", "housing"]',
        "element-not-permitted",
        '"housing"',
    ),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=[each.says for each in SPOILT])
def test_a_rulebook_that_looks_for_too_much_is_found_at_its_line(rulebook: Rulebook, spoilt: Spoilt) -> None:
    spoilt.is_found_in(rulebook)


def test_services_that_people_flee_or_confide_in_are_refused_in_every_rulebook() -> None:
    for slug in ("mac", "channel", "safeguarding-hub"):
        kinds = load(slug).register_kinds
        assert {kind.code for kind in kinds if kind.refused} >= REFUSED


def test_every_step_that_can_be_asked_is_one_that_can_be_taken_from_an_item() -> None:
    assert set(load("mac").identity_elements.codes) <= set(ELEMENTS)
