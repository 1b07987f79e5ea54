"""Promises hold for every request that the schema allows, and what breaks one is shown in words."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from handrail.folders import shipped_folders
from handrail.policy import Entity, PolicyFault, Value, engine, redundancy
from handrail.policy.promises import Promise, promise_texts, read_promises
from handrail.policy.proved import digest, recorded
from handrail.policy.release import Policy, last_release
from handrail.policy.rules import Rule
from handrail.policy.schema import RequestType
from handrail.policy.texts import CORE, Text, policy_texts, schema_texts
from handrail.policy.tree import attributes
from handrail.policy.weighing import Weighing, World, weighings
from tests.unit.policy.small_policy import CAREFUL, CLEARED, HUB, NARROW, OWN, PROMISES, SCHEMA, faults, proved, texts

# --- every refusal of the core ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return Policy.read(schema_texts(), policy_texts(shipped_folders()))


@pytest.fixture(scope="module")
def promises(shipped: Policy) -> tuple[Promise, ...]:
    return read_promises(promise_texts(), shipped.schema)


def test_without_any_refusal_of_the_core_some_promise_is_broken(shipped: Policy, promises: tuple[Promise, ...]) -> None:
    """Whichever of them is taken out, a programme could permit what was promised never to be permitted."""
    found = list(
        weighings(
            shipped.schema, shipped.rules, lambda kind: tuple(each.id for each in promises if kind in each.covers)
        )
    )
    core = [rule for rule in shipped.rules if rule.statement.text.file == CORE]
    unnoticed = [rule.id for rule in core if not any(_is_missed(rule, weighing, promises) for weighing in found)]
    assert len(core) > 100
    assert unnoticed == []


def _is_missed(rule: Rule, weighing: Weighing, promises: tuple[Promise, ...]) -> bool:
    """Whether a promise about these kinds of request breaks without this rule, all others in force."""
    if rule not in weighing.forbids:
        return False
    others = [weighing.unless(other) for other in weighing.forbids if other is not rule]
    return any(
        weighing.may_be(weighing.could_be_permitted, promise.condition, rule.condition, *others)
        for promise in promises
        if weighing.kinds[0] in promise.covers
    )


def test_the_core_holds_nothing_but_refusals(shipped: Policy) -> None:
    assert {rule.effect for rule in shipped.rules if rule.statement.text.file == CORE} == {"forbid"}


def test_the_recorded_status_is_of_the_rules_that_ship() -> None:
    """Make it again: python -m handrail.policy.proved > src/handrail/policy/proved.json"""
    assert recorded().digest == digest(schema_texts(), policy_texts(shipped_folders()))
    assert recorded().proved


def test_what_was_proved_is_not_current_once_the_release_or_what_was_declared_is_another() -> None:
    texts = schema_texts(), policy_texts(shipped_folders())
    now, before = digest(*texts), last_release()
    assert digest(*texts, widenings=()) != now
    assert digest(*texts, release=replace(before, version="0.0.1")) != now
    assert digest(*texts, release=replace(before, schema=before.schema[1:])) != now
    assert digest(*texts, release=replace(before, policies=before.policies[1:])) != now


def test_promises_speak_of_the_law_or_a_demand(promises: tuple[Promise, ...]) -> None:
    assert [
        each.id for each in promises if not re.search(r"M\d|Act|DPA|GDPR|House rule|principles|Police", each.source)
    ] == []


def test_promises_name_no_group_of_actions() -> None:
    """Otherwise an action that was left out of a group would be left out of the promise, too."""
    source = (files("handrail.policy") / "promises.cedar").read_text(encoding="utf-8")
    assert set(re.findall(r'Action::"([^"]+)"', source)) == {
        name for name in re.findall(r'Action::"([^"]+)"', source) if "." in name
    }


@pytest.mark.parametrize(
    ("group", "promise"),
    [
        ("reads-words", "marking-within-clearance"),
        ("reads-words", "officers-purposes"),
        ("moves-information", "within-programme-and-centre"),
        ("meets-the-person", "no-contact-before-told"),
        ("gives-a-risk", "no-council-owns-a-terrorism-risk"),
        ("discloses", "originator-control"),
        ("about-a-person", "never-for-enforcement"),
    ],
)
def test_what_is_promised_is_at_least_as_wide_as_the_group_that_rules_speak_of(
    shipped: Policy, promises: tuple[Promise, ...], group: str, promise: str
) -> None:
    (found,) = [each for each in promises if each.id == promise]
    read = attributes(found.condition, "resource")
    grouped = {
        kind
        for kind in shipped.schema.request_types()
        if group in shipped.schema.actions[kind.action].groups and read <= shipped.schema.entities[kind.resource].keys()
    }
    assert {kind for kind in grouped - found.covers if kind.principal == "Member"} == set()


def test_every_second_signature_is_promised_to_be_somebody_elses(
    shipped: Policy, promises: tuple[Promise, ...]
) -> None:
    two_people = [each for each in promises if "id" in attributes(each.condition, "principal")]
    promised = frozenset[RequestType]().union(*(each.covers for each in two_people))
    second = {
        kind
        for kind in shipped.schema.request_types()
        if "second-signature" in shipped.schema.actions[kind.action].groups
    }
    assert second - promised == set()


def test_a_request_that_is_found_is_one_that_cedar_permits(shipped: Policy) -> None:
    """For every kind of request that can be permitted at all: what the proofs show is no fancy of theirs."""
    found = 0
    for weighing in weighings(shipped.schema, shipped.rules):
        world = weighing.find(weighing.permitted)
        for kind in weighing.kinds if world else ():
            assert world is not None
            found += 1
            principal, resource, context = (_values(world, whose) for whose in ("principal", "resource", "context"))
            decision = engine().decide(
                principal=Entity(kind.principal, str(principal["id"]), principal),
                action=kind.action,
                resource=Entity(kind.resource, "it", resource),
                context=context,
            )
            assert decision.allowed, (kind, decision, world.known)
    assert found > 300


def _values(world: World, whose: str) -> dict[str, Value]:
    return {attribute.name: value for attribute, value in world.known.items() if attribute.whose == whose}


# --- a promise that is broken -----------------------------------------------------------------------------------


def test_what_is_promised_of_a_small_policy_holds() -> None:
    found = proved()
    assert found.faults == ()
    assert [each.promised.by_the_core for each in found.promises] == [True, True]


def test_what_only_a_programme_itself_keeps_to_is_not_promised_by_the_core() -> None:
    careful = HUB.replace('"contact")', '"contact") && resource.organisation == principal.organisation')
    found = proved(texts(core=CLEARED, hub=careful))
    assert found.faults == ()
    assert [each.promised.by_the_core for each in found.promises] == [False, True]


def test_a_refusal_that_is_taken_out_is_shown_by_a_request() -> None:
    found = proved(texts(core=OWN))
    first, request, permit, *_ = faults(found).splitlines()
    assert first == (
        "policy/promises.cedar:5: the promise cleared is broken: “Nobody reads what is marked above their clearance.”"
    )
    assert request == (
        "  A member could do copy.print on a copy if the copy’s programme is “hub”, the member’s roles include "
        "“contact” and the member’s clearance is below the copy’s marking."
    )
    assert permit == "  The rule hub-read (programme/hub/policy.cedar:2) permits it, and no rule refuses it."


def test_everything_else_that_has_to_be_in_order_is_said_apart() -> None:
    assert "Everything else is in order: the copy’s marking is at most the member’s clearance." in faults(
        proved(texts(core=CLEARED))
    )


def test_an_action_that_leaves_its_group_breaks_a_promise() -> None:
    escaped = SCHEMA.replace('"copy.print" in ["reads"]', '"copy.print"')
    assert "A member could do copy.print on a copy" in faults(proved(kinds=escaped))


def test_a_new_action_that_nobody_thought_of_breaks_a_promise() -> None:
    added = SCHEMA + 'action "copy.lend" appliesTo { principal: [Member], resource: [Copy], context: Circumstances };'
    assert "A member could do copy.lend on a copy" in faults(proved(kinds=added))


def test_a_new_kind_of_record_is_promised_what_its_attributes_are_promised() -> None:
    added = SCHEMA + (
        "entity Plan = { organisation: String, programme: String };"
        'action "plan.read" appliesTo { principal: [Member], resource: [Plan], context: Circumstances };'
    )
    plans = HUB.replace("hub-read", "hub-plan").replace("is Copy", "is Plan")
    assert "the promise no-pool is broken" in faults(proved(texts(hub=HUB + plans), kinds=added))


def test_a_programme_that_permits_what_the_core_forgot_is_named_with_its_line() -> None:
    mine = HUB.replace("hub-read", "hub-lend").replace(
        "resource.programme ==", "resource.marking < 9 && resource.programme =="
    )
    assert "The rule hub-lend (programme/hub/policy.cedar:2) permits it" in faults(
        proved(texts(core=CLEARED, hub=mine))
    )


# --- a programme that tries to loosen the core ------------------------------------------------------------------

OTHERS = HUB.replace("hub-read", "hub-all").replace(
    '"contact")', '"contact") && resource.organisation != principal.organisation'
)


def test_a_programme_that_permits_only_what_the_core_refuses_is_shown_a_request() -> None:
    assert faults(proved(texts(hub=HUB + OTHERS))).splitlines() == [
        "programme/hub/policy.cedar:6: hub-all: it tries to loosen the core",
        (
            "  By this rule alone a member could do copy.print on a copy if the copy’s programme is “hub”, the "
            "member’s roles include “contact” and the copy’s organisation is not the member’s organisation."
        ),
        "  The rule own-only (policy/core.cedar:2) refuses it: “This copy belongs to another organisation.”",
        "  So it is with Member: copy.read (Copy) and Member: copy.see (Copy).",
    ]


def test_what_two_rules_of_the_core_refuse_between_them_is_shown_by_a_request_for_each() -> None:
    either = OTHERS.replace("action,", 'action == Action::"copy.read",').replace(
        "resource.organisation != principal.organisation",
        "(resource.organisation != principal.organisation || resource.marking > principal.clearance)",
    )
    said = faults(proved(texts(hub=HUB + either)))
    assert "own-only (policy/core.cedar:2) refuses it: “This copy belongs to another organisation.”" in said
    assert "above-clearance (policy/core.cedar:5) refuses it: “This is marked above what you are cleared for.”" in said


def test_no_reason_for_keeping_it_excuses_what_the_core_refuses() -> None:
    kept = OTHERS.replace('@ask("administrator")', '@ask("administrator") @kept("We may need it.")')
    assert "hub-all: it tries to loosen the core" in faults(proved(texts(hub=HUB + kept)))


def test_what_a_programme_itself_always_refuses_is_a_fault_that_names_its_own_rule() -> None:
    own = HUB.replace("hub-read", "hub-never").replace("permit (", "forbid (")
    assert (
        "hub-read: it permits what is always refused\n  By this rule alone a member could do copy.print on a copy if "
        "the copy’s programme is “hub” and the member’s roles include “contact”.\n  The rule hub-never "
        "(programme/hub/policy.cedar:6) refuses it: “Contacts read copies.”"
    ) in faults(proved(texts(hub=HUB + own)))


def test_what_is_never_so_is_said_without_a_rule_that_refuses_it() -> None:
    nowhere = OTHERS.replace("resource.organisation != principal.organisation", 'resource.programme == "other"')
    assert "hub-all: it can never permit Member: copy.print (Copy), because what it asks for is never so" in faults(
        proved(texts(hub=HUB + nowhere))
    )


LOOSER = """
@id("mac-looser") @says("It loosens the core.") @source("M13") @ask("programme_owner")
permit (principal is Member, action == Action::"{action}", resource is {record})
when {{ resource.programme == "mac" && {condition} }};
"""


@pytest.mark.parametrize(
    ("action", "record", "condition", "shown", "refusal"),
    [
        (
            "holding.read",
            "Holding",
            'principal.roles.contains("authoriser") && context.purpose == "immigration"',
            (
                "the holding’s programme is “mac”, the member’s roles include “authoriser” and the request’s purpose "
                "is “immigration”"
            ),
            "never-for-enforcement",
        ),
        (
            "decision.open",
            "Decision",
            "resource.marking > principal.clearance",
            "the decision’s programme is “mac” and the member’s clearance is below the decision’s marking",
            "marking-above-clearance",
        ),
    ],
)
def test_a_programme_of_ours_that_loosens_the_core_is_shown_whom_it_would_let_in(
    shipped: Policy, action: str, record: str, condition: str, shown: str, refusal: str
) -> None:
    mac = Text("programme/mac/policy.cedar", LOOSER.format(action=action, record=record, condition=condition), ("mac",))
    looser = Policy.read(schema_texts(), (*policy_texts(shipped_folders()), mac))
    permit = looser.rules[-1]
    (kind,) = [each for each in looser.schema.request_types() if permit.covers(each)]
    (weighing,) = [each for each in weighings(looser.schema, looser.rules) if kind in each.kinds]
    (fault,) = [says for rule, says in redundancy.faults(redundancy.redundancy((permit,), (weighing,)))]
    (refusing,) = [rule for rule in shipped.rules if rule.id == refusal]
    assert fault == (
        f"it tries to loosen the core\n  By this rule alone a member could do {action} on a {record.lower()} if "
        f"{shown}.\n  The rule {refusal} ({refusing.statement.place()}) refuses it: “{refusing.says}”"
    )


# --- what is promised can be meant ------------------------------------------------------------------------------


def test_an_exception_without_need_is_a_fault() -> None:
    needless = PROMISES.replace("copy.see", "copy.see, copy.print")
    assert "the promise cleared makes an exception of copy.print, but holds for it too" in faults(
        proved(promises=needless)
    )


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("copy.see", "copy.burn", "@except names copy.burn, which it couldn't be about"),
        ("copy.see", "*", "no kind of request is left"),
        ("forbid (principal, action, resource)", "permit (principal, action, resource is Copy)", "write forbid"),
        ("resource.marking", "resource.colour", "no kind of record has what it reads"),
        ('@source("M2")', "", "@source is missing"),
        ("cleared", "no-pool", "the id is used before"),
    ],
)
def test_a_promise_that_can_not_be_meant_is_refused_with_its_line(was: str, now: str, problem: str) -> None:
    first, second = PROMISES.split('@id("cleared")')
    promise = f'{first}@id("cleared"){second}'.replace(was, now)
    with pytest.raises(PolicyFault, match=re.escape(problem)) as fault:
        proved(promises=promise)
    assert str(fault.value).startswith("policy/promises.cedar:")


# --- rules that change nothing ----------------------------------------------------------------------------------


def test_a_permit_that_another_covers_is_idle() -> None:
    assert "hub-print: it changes no decision" in faults(proved(texts(hub=HUB + NARROW)))


def test_an_idle_rule_may_say_why_it_is_kept() -> None:
    kept = NARROW.replace('@ask("administrator")', '@ask("administrator") @kept("It is read out on the page.")')
    assert proved(texts(hub=HUB + kept)).faults == ()


def test_a_rule_that_says_why_it_is_kept_and_is_not_idle_is_a_fault() -> None:
    kept = HUB.replace('@ask("administrator")', '@ask("administrator") @kept("It was idle once.")')
    assert "it does change decisions" in faults(proved(texts(hub=kept)))


def test_a_refusal_of_the_core_may_wait_for_a_programme_that_would_need_it() -> None:
    found = proved(texts(hub=CAREFUL))
    assert found.faults == ()
    assert [(each.rule.id, each.in_reserve) for each in found.redundancy.idle] == [("above-clearance", True)]


def test_the_same_refusal_twice_is_idle_even_in_the_core() -> None:
    twice = OWN.replace("own-only", "own-again")
    assert "own-again: it changes no decision" in faults(proved(texts(core=OWN + CLEARED + twice)))
