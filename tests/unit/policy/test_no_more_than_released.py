"""Nothing is permitted that the last release refused, unless somebody decided so and wrote it down."""

from dataclasses import replace
from pathlib import Path

import pytest

from handrail.policy import PolicyFault
from handrail.policy.comparing import Comparison, compare
from handrail.policy.release import Policy, Release, keep, last_release, policy_of
from handrail.policy.texts import Text
from tests.unit.policy.small_policy import CLEARED, HOUSE, HUB, OWN, RELEASED, SCHEMA, schema, texts

DECIDED = """
@id("printing") @says("Paper is needed in court.") @by("The programme owner") @on("2026-11-30")
permit (principal, action == Action::"copy.print", resource is Copy) when { resource.marking > principal.clearance };
"""


def compared(
    rules: tuple[Text, ...] | None = None, *, kinds: str = SCHEMA, release: Release = RELEASED, declared: str = ""
) -> Comparison:
    now = Policy.read(schema(kinds), texts() if rules is None else rules)
    return compare(now, release, [Text("policy/widenings.cedar", declared)])


def said(comparison: Comparison) -> str:
    return "\n".join(f"{place}: {says}" for place, says in comparison.faults)


def test_the_same_rules_permit_no_more() -> None:
    assert compared().faults == ()
    assert compared().compared == 4


def test_a_rule_that_refuses_more_is_no_widening() -> None:
    narrower = CLEARED.replace("above-clearance", "marked").replace("resource.marking >", "resource.marking >=")
    assert compared(texts(core=OWN + CLEARED + narrower)).faults == ()


def test_the_same_rule_in_other_words_is_no_widening() -> None:
    other = HUB.replace('principal.roles.contains("contact")', 'principal.roles.containsAny(["contact"])')
    assert compared(texts(hub=other)).faults == ()


def test_a_refusal_that_is_gone_is_shown_by_what_it_refused() -> None:
    found = said(compared(texts(core=OWN)))
    assert "more is permitted than in the release 1.0.0 of 2026-11-22, which refused it by above-clearance" in found
    assert "the member’s clearance is below the copy’s marking" in found
    assert "So it is with Member: copy.read (Copy)." in found


def test_a_new_role_is_shown() -> None:
    wider = HOUSE.replace('contains("contact")', 'containsAny(["contact", "chair"])')
    found = said(compared(texts(house=wider)))
    assert "which had no rule that permits it" in found
    assert "the member’s roles include “chair”" in found
    assert found.startswith("policy/house.cedar:2: ")


def test_a_widening_that_was_decided_passes_and_only_as_far_as_it_was_decided() -> None:
    printing = CLEARED.replace('action in Action::"reads"', 'action == Action::"copy.read"')
    assert compared(texts(core=OWN + printing), declared=DECIDED).faults == ()
    assert "copy.read" in said(compared(texts(core=OWN), declared=DECIDED))


def test_a_decision_that_nothing_needs_is_a_fault() -> None:
    assert "printing: nothing that the release refused is permitted by it" in said(compared(declared=DECIDED))


@pytest.mark.parametrize("wrong", [DECIDED.replace("permit", "forbid"), DECIDED.replace("2026-11-30", "in autumn")])
def test_a_decision_says_what_is_permitted_and_since_when(wrong: str) -> None:
    with pytest.raises(PolicyFault, match=r"policy/widenings\.cedar"):
        compared(declared=wrong)


def test_what_is_new_is_listed_and_not_compared() -> None:
    added = SCHEMA + 'action "copy.lend" appliesTo { principal: [Member], resource: [Copy], context: Circumstances };'
    found = compared(kinds=added)
    assert found.faults == ()
    assert [kind.action for kind in found.new] == ["copy.lend"]


def test_a_new_programme_opens_its_own_records_and_no_others() -> None:
    mine = Text("programme/school/policy.cedar", HUB.replace("hub", "school"), ("school",))
    assert compared((*texts(), mine)).faults == ()
    assert compared((*texts(), mine)).programmes == ("school",)
    based_on_hub = [replace(text, programmes=("hub", "school")) if text.programmes else text for text in texts()]
    both = tuple(
        replace(
            each,
            source=each.source.replace('resource.programme == "hub"', '["hub", "school"].contains(resource.programme)'),
        )
        for each in based_on_hub
    )
    assert compared(both).faults == ()


def test_an_attribute_that_is_new_may_narrow_and_not_widen() -> None:
    added = SCHEMA.replace("authors: Set<String>", "authors: Set<String>, sealed: Bool")
    narrower = HUB.replace('"contact")', '"contact") && !resource.sealed')
    wider = CLEARED.replace("when {", "when { !resource.sealed &&")
    assert compared(texts(hub=narrower), kinds=added).faults == ()
    assert "the copy’s sealed is true" in said(compared(texts(core=OWN + wider), kinds=added))


def test_an_attribute_of_another_type_can_not_be_compared_and_is_a_fault() -> None:
    """Else a refusal could go with it unseen."""
    other = SCHEMA.replace("clearance: Long", "clearance: String")
    found = compared(texts(core=OWN), kinds=other)
    assert len(found.new) == 4
    assert said(found) == (
        "policy/schema: Member.clearance was a Long in the release 1.0.0 and is a String, so that 4 kinds of request "
        "can’t be compared. Give what is new another name."
    )


def test_a_release_is_kept_and_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "released"
    keep(RELEASED, folder)
    keep(RELEASED, folder)  # the next one takes its place
    assert last_release(folder) == RELEASED


def test_the_release_that_ships_can_still_be_read() -> None:
    assert policy_of(last_release()).programmes >= {"mac"}
