"""The mutation run itself: it makes the slips it says, notices them, and its page is of texts that were there.

The whole run is `python -m tests.mutation`. Rules whose text was changed since its page was made are judged here.
"""

import pytest

from handrail.policy import Engine
from handrail.policy.texts import Text
from tests.mutation.judging import Bench, Outcome
from tests.mutation.lines import BOUNDARIES
from tests.mutation.mutants import mutants, vocabulary
from tests.mutation.page import PAGE, fingerprints
from tests.mutation.survivors import survivors

#: More changed rules than these are a run of their own, which this test asks for.
MOST_CHANGED = 12

SCHEMA = """
entity Member = { roles: Set<String>, level: Long };
entity Thing = { mark: Long, state: String };
type Circumstances = { today: Long };
action "group";
action "read" in ["group"] appliesTo { principal: [Member], resource: [Thing], context: Circumstances };
action "write" in ["group"] appliesTo { principal: [Member], resource: [Thing], context: Circumstances };
action "burn" appliesTo { principal: [Member], resource: [Thing], context: Circumstances };
"""

RULE = """@id("rule") @says("s") @source("s") @ask("administrator")
forbid (principal is Member, action in Action::"group", resource)
when { resource.mark >= principal.level && !["new", "old"].contains(resource.state) };"""

ADMINISTRATOR = 'principal.roles.contains("administrator")'


@pytest.fixture(scope="module")
def bench() -> Bench:
    """What judges a mutant, with the quickest of the tests' tables."""
    return Bench(tables=(BOUNDARIES,))


def test_every_slip_is_made_once() -> None:
    engine = Engine.from_texts([Text("s.cedarschema", SCHEMA)], [Text("p.cedar", RULE)])
    rule = engine.rules["rule"]
    made = {mutant.change: mutant for mutant in mutants(rule, rule.statement, engine.schema, vocabulary([RULE]))}
    condition = 'resource.mark >= principal.level && !["new", "old"].contains(resource.state)'
    words = '["new", "old"].contains(resource.state)'
    assert list(made) == [
        "the whole policy dropped",
        "forbid → permit",
        "principal is Member → principal",
        "without read",
        "without write",
        "burn too",
        "any action",
        f"when {{ {condition} }} → unless {{ {condition} }}",
        f"when {{ {condition} }} dropped",
        f"{condition} → {condition.replace('&&', '||')}",
        f"without resource.mark >= principal.level in {condition}",
        f"without !{words} in {condition}",
        f"{condition} → !({condition})",
        "resource.mark >= principal.level → resource.mark > principal.level",
        "resource.mark >= principal.level → !(resource.mark >= principal.level)",
        f"!{words} → {words}",
        f"{words} → {words.replace('contains', 'containsAll')}",
        f"{words} → {words.replace('contains', 'containsAny')}",
        f"{words} → !({words})",
        f'{words} → ["something-else", "old"].contains(resource.state)',
        f'{words} → ["new", "something-else"].contains(resource.state)',
        'without "new" in ["new", "old"]',
        'without "old" in ["new", "old"]',
    ]
    assert made[f'{words} → ["new", "something-else"].contains(resource.state)'].line == 3
    assert made["without read"].source == RULE.replace('in Action::"group"', 'in [Action::"write"]')


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("recipient-only", "the whole policy dropped"),
        ("recipient-only", "forbid → permit"),
        ("marking-above-clearance", "resource.marking > principal.clearance → resource.marking >= principal.clearance"),
        ("until-out-of-bounds", "resource.until < context.today → resource.until <= context.today"),
        ("training-lapsed", "without holding.read"),
        (
            "not-to-yourself",
            "resource.recipient == resource.organisation → resource.recipient != resource.organisation",
        ),
        ("handover-needs-both", "without risk.accept"),
    ],
)
def test_a_slip_in_a_refusal_fails_the_test_of_its_boundary(bench: Bench, rule: str, change: str) -> None:
    (mutant,) = (each for each in bench.mutants(rule) if each.change == change)
    assert bench.judge(mutant) is Outcome.BOUNDARIES


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("administrator-sees-no-case", f"{ADMINISTRATOR} → {ADMINISTRATOR.replace('contains', 'containsAll')}"),
        ("mac-hold-officer", 'resource.programme == "mac" → resource.programme != "mac"'),
    ],
)
def test_a_slip_that_makes_no_policy_is_refused_at_the_start(bench: Bench, rule: str, change: str) -> None:
    (mutant,) = (each for each in bench.mutants(rule) if each.change == change)
    assert bench.judge(mutant) is Outcome.REFUSED


def test_a_slip_that_decides_no_request_otherwise_is_equivalent(bench: Bench) -> None:
    """Only proposals are disclosed, so that it changes nothing not to say so."""
    (mutant,) = (each for each in bench.mutants("nothing-abroad") if each.change == "resource is Proposal → resource")
    assert bench.judge(mutant) is Outcome.EQUIVALENT


def test_the_page_has_every_rule_that_was_not_changed_since() -> None:
    """A changed rule is judged here; where many are, the page has to be made again."""
    bench = Bench()
    made = fingerprints(PAGE.read_text(encoding="utf-8"))
    assert not made.keys() - bench.engine.rules.keys(), "rules on the page are gone: python -m tests.mutation"
    changed = [rule for rule in bench.engine.rules if made.get(rule) != bench.fingerprint(rule)]
    assert len(changed) <= MOST_CHANGED, f"{len(changed)} rules were changed since the run: python -m tests.mutation"
    survived = [
        f"{mutant.rule} line {mutant.line}: {mutant.change}"
        for rule in changed
        for mutant in bench.mutants(rule)
        if bench.judge(mutant) is Outcome.SURVIVED
    ]
    assert not survived, "nothing stops these slips: show their line, or say why in tests/mutation/survivors.toml"


def test_every_reason_is_about_a_mutant_that_there_is() -> None:
    bench = Bench()
    there = {
        (mutant.rule, mutant.change) for rule in {rule for rule, _ in survivors()} for mutant in bench.mutants(rule)
    }
    assert survivors().keys() <= there
