"""What is decided, and that whatever can't be decided is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import cedarpy
import pytest

from handrail.policy import NO_PERMISSION, POLICY_ERROR, ColumnRef, Engine, Entity, PolicyFault, Value, engine, explain
from handrail.policy.rules import ASK
from handrail.policy.texts import Text, policy_texts
from handrail.policy.tree import attributes as read_by
from tests.unit.policy.boundaries_casework import FORBIDS as CASEWORK
from tests.unit.policy.boundaries_reading_and_releasing import FORBIDS as READING
from tests.unit.policy.requests import HOLDING, READ, RELEASE, SUPPORT, Request
from tests.unit.policy.tables import columns


def test_a_permitted_request_names_the_rule_that_permits_it() -> None:
    assert READ.decide().rules == ("mac-hold",)


def test_every_rule_that_refuses_is_named_in_the_order_of_the_text() -> None:
    decision = RELEASE.what(abroad=True, in_catalogue=False, names_used=99).decide()
    assert decision.rules == ("nothing-abroad", "name-ceiling", "no-tasking-to-monitor")


def test_what_no_rule_permits_is_refused() -> None:
    decision = READ.who(roles=frozenset({"consultee"})).decide()
    assert (decision.allowed, decision.rules) == (False, (NO_PERMISSION,))


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (READ.what(marking="secret"), "Holding.marking is not a Long"),
        (READ.what(marking=True), "Holding.marking is not a Long"),
        (READ.who(roles="administrator"), "Member.roles is not a Set<String>"),
        (READ.why(today="2024-10-04"), "context.today is not a Long"),
    ],
)
def test_an_entity_that_does_not_fit_the_schema_is_refused_without_its_values(request_: Request, error: str) -> None:
    decision = request_.decide()
    assert (decision.allowed, decision.rules, decision.errors) == (False, (POLICY_ERROR,), (error,))


def test_an_attribute_that_is_missing_or_unknown_is_refused() -> None:
    for attributes, error in (
        ({name: value for name, value in HOLDING.attributes.items() if name != "state"}, "Holding.state is missing"),
        ({**HOLDING.attributes, "score": 7}, "Holding.score is not in the schema"),
    ):
        request = Request(READ.principal, READ.action, Entity("Holding", "x", attributes), SUPPORT)
        assert request.decide().errors == (error,)
        assert request.decide().rules == (POLICY_ERROR,)


def test_an_error_in_cedars_diagnostics_refuses_even_what_a_permit_allows() -> None:
    """Cedar skips a forbid that errors. No rule that Handrail reads can err, so one that can is put in its place."""
    schema = "entity M = { n: Long }; entity R = { n: Long }; type C = { n: Long };\n"
    schema += 'action "do" appliesTo { principal: [M], resource: [R], context: C };'
    notes = '@says("s") @source("s") @ask("administrator")'
    rules = f'@id("yes") {notes} permit (principal, action, resource);\n'
    rules += f'@id("no") {notes} forbid (principal, action, resource) when {{ resource.n == 1 }};'
    built = Engine.from_texts([Text("s", schema)], [Text("p", rules)])
    principal, resource = Entity("M", "m", {"n": 1}), Entity("R", "r", {"n": 2**63 - 1})
    assert built.decide(principal=principal, action="do", resource=resource, context={"n": 1}).allowed

    overflowing = cedarpy.PolicySet.from_str(rules.replace("resource.n == 1", "resource.n + 1 == 1"))
    built._bearings["M", "do", "R"] = replace(built._bearings["M", "do", "R"], policies=overflowing)
    decision = built.decide(principal=principal, action="do", resource=resource, context={"n": 1})
    assert (decision.allowed, decision.rules) == (False, (POLICY_ERROR,))
    assert decision.errors == ("Cedar could not decide do on R",)


def test_an_action_that_the_schema_does_not_know_is_a_programming_error() -> None:
    for request in (READ.doing("holding.raed"), READ.doing("decision.release")):
        with pytest.raises(LookupError):
            request.decide()


def test_a_filter_for_somebody_who_does_not_fit_the_schema_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"Member\.active is not a Bool"):
        engine().filter(
            principal=READ.who(active="yes").principal, action="holding.see", resource_type="Holding",
            columns=columns("Holding"), context=SUPPORT,
        )  # fmt: skip


def test_a_filter_without_a_column_names_the_rule_and_its_line() -> None:
    with pytest.raises(PolicyFault, match=r"policy/core\.cedar:\d+: policy recipient-only: Holding\.organisation"):
        engine().filter(
            principal=READ.principal, action="holding.see", resource_type="Holding",
            columns={"programme": ColumnRef("programme", "string")}, context=SUPPORT,
        )  # fmt: skip


def everything() -> Iterator[Request]:
    for forbid in (*CASEWORK, *READING):
        yield from forbid.fires
        yield from forbid.spares


def test_the_rules_that_bear_on_a_request_decide_as_all_of_them_would() -> None:
    whole = cedarpy.PolicySet.from_str("\n".join(text.source for text in policy_texts()))
    for request in everything():
        entities = [
            {
                "uid": {"type": entity.type, "id": entity.id},
                "attrs": {n: sorted(v) if isinstance(v, frozenset) else v for n, v in entity.attributes.items()},
                "parents": [],
            }
            for entity in (request.principal, request.resource)
        ]
        asked = {
            "principal": {"type": request.principal.type, "id": request.principal.id},
            "action": {"type": "Action", "id": request.action},
            "resource": {"type": request.resource.type, "id": request.resource.id},
            "context": dict(request.context),
        }
        answer = cedarpy.is_authorized(asked, whole, entities, engine().schema.handle)
        decision = request.decide()
        assert answer.allowed == decision.allowed
        assert set(answer.diagnostics.id_annotations_by_reason.values()) == set(decision.rules) - {NO_PERMISSION}


def test_every_rule_explains_itself() -> None:
    for rule in (*engine().rules, NO_PERMISSION, POLICY_ERROR):
        explanation = explain(rule)
        assert explanation.rule == rule
        assert explanation.sentence[0].isupper()
        assert explanation.sentence.endswith(".")
        assert explanation.source
        assert explanation.whom == ASK[explanation.ask]


def test_a_rule_that_does_not_exist_has_no_explanation() -> None:
    with pytest.raises(KeyError):
        explain("no-such-rule")


PROPOSED = tuple(request for forbid in READING for request in forbid.fires if request.resource.type == "Proposal")


@pytest.mark.parametrize("request_", PROPOSED, ids=lambda request: request.action)
def test_what_a_part_of_a_record_stops_is_stopped(request_: Request) -> None:
    """With little known a form says nothing that the decision doesn't; with the whole record, all that rests on it."""
    whole = request_.resource.attributes
    refused = {rule for rule in request_.decide().rules if rule in engine().rules}
    rests_on_it = {
        rule
        for rule in refused
        if not read_by(engine().rules[rule].condition, "principal") | read_by(engine().rules[rule].condition, "context")
    }

    def stopped(known: Mapping[str, Value]) -> set[str]:
        return set(engine().stopped_by(action=request_.action, resource_type="Proposal", known=known))

    assert all(stopped({name: value}) <= refused for name, value in whole.items())
    assert rests_on_it <= stopped(whole) <= refused
