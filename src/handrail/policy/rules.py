"""The rules: each policy of the texts with its annotations, its scope and its condition."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import cedarpy
from cedarpy import pst

from handrail.policy.faults import PolicyFault
from handrail.policy.reading import Reading
from handrail.policy.schema import RequestType, Schema
from handrail.policy.texts import Statement, Text, statements
from handrail.policy.tree import And, Attribute, Compare, Constant, Contains, Expression

#: What every policy says of itself: its id, one plain sentence, where it comes from, and whom to ask about it.
ANNOTATIONS = ("id", "says", "source", "ask")
#: What it may say besides: why it is kept although no decision would change without it.
BESIDES = ("kept",)

#: Whom a refused user can be sent to: a role in their own organisation, or the organisation that shared it.
ASK: Mapping[str, str] = {
    "administrator": "your administrator",
    "agreement_signatory": "whoever signs agreements for your organisation",
    "authoriser": "your authoriser",
    "caldicott_guardian": "your Caldicott guardian",
    "case_coordinator": "the case coordinator",
    "centre_lead": "the centre lead",
    "data_protection_officer": "your data protection officer",
    "deconfliction_officer": "the unit’s deconfliction officer",
    "originating_officer": "the originating officer",
    "originator": "the organisation that shared this",
    "panel_chair": "the panel chair",
    "police_risk_owner": "the police risk owner",
    "programme_owner": "the programme owner",
    "role_approver": "whoever approves roles in your organisation",
    "single_point_of_contact": "your organisation’s single point of contact",
}

_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One policy. ``principal`` and ``resource`` are the entity types of its scope, "" for any.

    ``notes`` are what it says of itself besides, by the annotation's name.
    """

    id: str
    effect: Literal["permit", "forbid"]
    says: str
    source: str
    ask: str
    principal: str
    actions: frozenset[str]
    resource: str
    condition: Expression
    statement: Statement
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def covers(self, kind: RequestType) -> bool:
        """Whether its scope matches requests of this kind."""
        named = self.principal in ("", kind.principal) and self.resource in ("", kind.resource)
        return named and kind.action in self.actions

    def fault(self, problem: str, needle: str = "") -> PolicyFault:
        """A fault of this rule, at the line where ``needle`` stands."""
        return PolicyFault(problem, self.statement.place(needle), self.id)


def read_rules(texts: Sequence[Text], schema: Schema) -> tuple[Rule, ...]:
    """Every rule of the texts, in order. Raises PolicyFault for the first that Handrail can't answer for."""
    rules: dict[str, Rule] = {}
    for text in texts:
        for statement in statements(text):
            rule = _read(statement, schema)
            if rule.id in rules:
                raise rule.fault(f"the id is used before, at {rules[rule.id].statement.place()}", "@id")
            rules[rule.id] = rule
    return tuple(rules.values())


def _read(statement: Statement, schema: Schema) -> Rule:
    rule = read_statement(statement, schema, ANNOTATIONS, BESIDES)
    if rule.ask not in ASK:
        raise rule.fault(f"@ask must be one of {', '.join(ASK)}", "@ask")
    _confine(rule)
    return rule


def read_statement(
    statement: Statement, schema: Schema, annotations: Collection[str], besides: Collection[str] = ()
) -> Rule:
    """One statement in Cedar's syntax that says of itself what it must and may. Raises PolicyFault."""
    template = _parse(statement)
    reading = Reading(statement, template, template.annotations.get("id", ""))
    _check_annotations(reading, annotations, besides)
    _validate(reading, schema)
    return Rule(
        id=template.annotations["id"],
        effect=template.effect,
        says=template.annotations["says"],
        source=template.annotations.get("source", ""),
        ask=template.annotations.get("ask", ""),
        principal=reading.entity_type(template.principal),
        actions=reading.actions(schema),
        resource=reading.entity_type(template.resource),
        condition=reading.condition(),
        statement=statement,
        notes={name: words for name, words in template.annotations.items() if name not in ANNOTATIONS},
    )


def _parse(statement: Statement) -> pst.Template:
    try:
        parsed = cedarpy.policies_to_pst(statement.source)
    except ValueError as error:
        raise PolicyFault(str(error), statement.place()) from error
    if parsed.templates or len(parsed.static_policies) != 1:
        raise PolicyFault("a template is not modelled: write the policy out", statement.place("?"))
    return next(iter(parsed.static_policies.values()))


def _check_annotations(reading: Reading, wanted: Collection[str], besides: Collection[str]) -> None:
    annotations = reading.template.annotations
    for name in (*wanted, *(name for name in besides if name in annotations)):
        if not annotations.get(name, "").strip():
            raise reading.fault(f"@{name} is missing")
    for name in annotations:
        if name not in wanted and name not in besides:
            raise reading.fault(f"@{name} is not an annotation that Handrail knows", f"@{name}")
    if not _ID.match(annotations["id"]):
        raise reading.fault("an id is lower-case words joined by hyphens", "@id")


def _validate(reading: Reading, schema: Schema) -> None:
    """Cedar's own strict check of types and names against the schema."""
    result = cedarpy.validate_policies(reading.statement.source, schema.handle)
    if not result.validation_passed:
        problem = re.sub(r"^for policy `\w+`, ", "", result.errors[0].error)
        quoted = re.search(r"`(?:\w+::)?\"?([\w.-]+)\"?`", problem)
        raise reading.fault(problem, quoted[1] if quoted else "{")


def _confine(rule: Rule) -> None:
    """A programme's rules speak of its own records only, so that no programme can open another's."""
    slugs = rule.statement.text.programmes
    if not slugs:
        return
    slug = slugs[0]
    if not rule.id.startswith(f"{slug}-"):
        raise rule.fault(f"the ids of this programme begin with {slug}-", "@id")
    conditions = rule.condition.of if isinstance(rule.condition, And) else (rule.condition,)
    flat = [part for each in conditions for part in (each.of if isinstance(each, And) else (each,))]
    if not any(_confines(each, slugs) for each in flat):
        raise rule.fault(f'a rule of this programme must require resource.programme == "{slug}"', "when")


def _confines(condition: Expression, slugs: tuple[str, ...]) -> bool:
    """Whether a condition holds of these programmes' records only."""
    programme = Attribute("resource", "programme")
    if len(slugs) > 1:
        return condition == Contains(Constant(frozenset(slugs)), programme)
    own = Constant(slugs[0])
    return condition in (Compare("eq", programme, own), Compare("eq", own, programme))
