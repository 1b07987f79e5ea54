"""Deciding and filtering by one text: Cedar decides, and the filter is compiled from the tree of the same policies."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cedarpy
from django.db.models import Model, Q

from handrail.policy.columns import ColumnRef, column_fault, holds_uuids
from handrail.policy.compile_sql import NotFilterable, as_filter, check_filterable
from handrail.policy.entities import Entity, Value
from handrail.policy.explain import NO_PERMISSION, POLICY_ERROR, Explanation, explanation
from handrail.policy.rules import Rule, read_rules
from handrail.policy.schema import RequestType, Schema, read_schema
from handrail.policy.standing import Standing, standing
from handrail.policy.texts import Text, policy_texts, schema_texts
from handrail.policy.tree import (
    TRUE,
    And,
    Attribute,
    Compare,
    Constant,
    Contains,
    Expression,
    Not,
    Or,
    attributes,
    belonging,
    fold,
    walk,
)
from handrail.policy.who import Who, check_askable, who


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one request.

    ``rules``: refused, the forbids that fired, or ``no-permission``, or ``policy-error``; allowed, the permits.
    ``errors`` say what went wrong when something did; they name types and attributes, never values.
    """

    allowed: bool
    rules: tuple[str, ...]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bearing:
    """The rules that bear on one action by one type of principal on one type of resource.

    A rule whose scope doesn't match can neither permit nor forbid, so Cedar is given only those that do: several times
    faster, and a test holds it equal to asking all of them. ``condition`` is permitted by one and forbidden by none;
    ``reads`` are the resource's attributes in it.
    """

    rules: tuple[Rule, ...]
    policies: cedarpy.PolicySet
    condition: Expression
    reads: frozenset[str]


class Engine:
    """The rules, ready. Immutable; one per process (see :func:`engine`)."""

    def __init__(self, schema: Schema, rules: Sequence[Rule]) -> None:
        self.schema = schema
        self.rules = {rule.id: rule for rule in rules}
        self._order = {rule: place for place, rule in enumerate(self.rules)}
        self._bearings: dict[tuple[str, str, str], _Bearing] = {}
        self._filters: dict[tuple[str, str, str], _Bearing] = {}
        self._parsed = lru_cache(maxsize=64)(self._parse)

    @classmethod
    def from_texts(cls, schema: Sequence[Text], policies: Sequence[Text]) -> "Engine":
        """Build an engine. Raises PolicyFault, with file and line, for any text that it can't answer for."""
        read = read_schema(schema)
        return cls(read, read_rules(policies, read))

    # --- one record -------------------------------------------------------------------------------------------

    def decide(self, *, principal: Entity, action: str, resource: Entity, context: Mapping[str, Value]) -> Decision:
        """Cedar's decision. Raises LookupError if the schema knows no such action on such a resource."""
        bearing = self._bearing(principal.type, action, resource.type)
        principal, resource = self._identified(principal), self._identified(resource)
        fault = (
            self.schema.nonconformity(principal)
            or self.schema.nonconformity(resource)
            or self.schema.context_nonconformity(action, context)
        )
        if fault:
            return Decision(False, (POLICY_ERROR,), (fault,))
        result = cedarpy.is_authorized(
            {
                "principal": {"type": principal.type, "id": principal.id},
                "action": {"type": "Action", "id": action},
                "resource": {"type": resource.type, "id": resource.id},
                "context": dict(context),
            },
            bearing.policies,
            self._parsed(_contents(principal), _contents(resource)),
            self.schema.handle,
        )
        if result.diagnostics.errors or result.decision is cedarpy.Decision.NoDecision:
            # Cedar's own words may quote values, so they are not passed on.
            return Decision(False, (POLICY_ERROR,), (f"Cedar could not decide {action} on {resource.type}",))
        ids = result.diagnostics.id_annotations_by_reason.values()
        rules = tuple(sorted(ids, key=self._order.__getitem__)) or (NO_PERMISSION,)
        return Decision(result.allowed, rules)

    def stopped_by(self, *, action: str, resource_type: str, known: Mapping[str, Value]) -> tuple[str, ...]:
        """The forbids that stop any member's ``action`` whatever else is so, once this much of the record is known.

        For a form that says at its field what can't be, before there is a whole record to decide on: the condition is
        that of the text, folded with what is known.
        """
        facts = belonging("resource", known)
        bearing = self._bearing("Member", action, resource_type)
        forbids = (rule for rule in bearing.rules if rule.effect == "forbid")
        return tuple(rule.id for rule in forbids if fold(rule.condition, facts) == TRUE)

    # --- many records -----------------------------------------------------------------------------------------

    def filter(
        self,
        *,
        principal: Entity,
        action: str,
        resource_type: str,
        columns: Mapping[str, ColumnRef],
        context: Mapping[str, Value],
    ) -> Q:
        """The filter that leaves exactly the records on which :meth:`decide` would allow ``action``.

        Raises PolicyFault, naming the rule's line, if a rule reads an attribute that has no column; ValueError if the
        principal or the circumstances don't fit the schema.
        """
        bearing = self._filterable(principal.type, action, resource_type)
        principal = self._identified(principal)
        fault = self.schema.nonconformity(principal) or self.schema.context_nonconformity(action, context)
        if fault:
            raise ValueError(fault)
        _check_columns(bearing, resource_type, columns)
        known = belonging("principal", principal.attributes) | belonging("context", context)
        return as_filter(fold(bearing.condition, known), columns)

    def check(self, *, action: str, resource_type: str, columns: Mapping[str, ColumnRef], model: type[Model]) -> None:
        """Raise PolicyFault, naming the rule's line, unless lists of ``model`` can be filtered by ``action``.

        For start-up: every attribute that its rules read has a column, of the right kind and never NULL.
        """
        types = self.schema.entities[resource_type]
        for principal in self.schema.actions[action].principals:
            bearing = self._filterable(principal, action, resource_type)
            _check_columns(bearing, resource_type, columns)
            for rule in bearing.rules:
                for name in sorted(attributes(rule.condition, "resource")):
                    if fault := column_fault(model, columns[name], types[name]):
                        raise rule.fault(fault, f"resource.{name}")
                    if holds_uuids(model, columns[name].path) and (literal := _literal_beside(rule.condition, name)):
                        raise rule.fault(f"resource.{name} keeps UUIDs, which “{literal}” isn’t", f"resource.{name}")

    # --- who acts not known -----------------------------------------------------------------------------------

    def who(
        self,
        *,
        principal: str,
        known: Mapping[str, Value],
        action: str,
        resource: Entity,
        circumstances: Sequence[Mapping[str, Value]],
        columns: Mapping[str, ColumnRef],
        besides: str = "",
    ) -> Who:
        """Who of all principals of a type, with these attributes ``known``, :meth:`decide` would let do ``action``.

        They must be let do ``besides``, if given, in the same circumstances: knowing of the record, as a rule. The
        other attributes are ``columns`` of a table of principals. Raises PolicyFault, naming the rule's line, if a rule
        asks what that table can't answer; ValueError if the resource or the circumstances don't fit the schema.
        """
        bearing = self._bearing(principal, action, resource.type)
        resource = self._identified(resource)
        faults = (self.schema.context_nonconformity(action, context) for context in circumstances)
        if fault := self.schema.nonconformity(resource) or next(filter(None, faults), ""):
            raise ValueError(fault)
        other = self._bearing(principal, besides, resource.type) if besides else None
        for rule in (*bearing.rules, *(other.rules if other else ())):
            check_askable(rule, self.schema.entities[principal], known, columns)
        given = belonging("principal", known) | belonging("resource", resource.attributes)
        moments = [belonging("context", each) for each in circumstances]
        return who(bearing.rules, given, moments, columns, given=other.condition if other else TRUE)

    # --- the record not looked at -----------------------------------------------------------------------------

    def standings(
        self,
        *,
        principal: Entity,
        action: str,
        resource_type: str,
        programme: str,
        context: Mapping[str, Value],
        purposes: Mapping[str, str],
    ) -> tuple[Standing, ...]:
        """How each rule that bears on ``action`` stands for a member, whatever the record of this ``programme``.

        ``purposes`` are those that the member may have, each with its regime. Raises LookupError if the schema knows
        no such action on such a resource; ValueError if the member or the circumstances don't fit it.
        """
        bearing = self._bearing(principal.type, action, resource_type)
        principal = self._identified(principal)
        if fault := self.schema.nonconformity(principal) or self.schema.context_nonconformity(action, context):
            raise ValueError(fault)
        known = belonging("principal", principal.attributes) | belonging("context", context)
        if programme:
            known[Attribute("resource", "programme")] = programme
        return tuple(standing(rule, known, purposes) for rule in bearing.rules)

    def explain(self, rule: str) -> Explanation:
        """What a rule says, where it comes from, whom to ask. Raises KeyError for one that doesn't exist."""
        return explanation(rule, self.rules)

    # --- within -----------------------------------------------------------------------------------------------

    def _identified(self, entity: Entity) -> Entity:
        """``entity`` with its id as an attribute, where the schema lets rules read it."""
        if "id" not in self.schema.entities.get(entity.type, ()) or "id" in entity.attributes:
            return entity
        return Entity(entity.type, entity.id, {**entity.attributes, "id": entity.id})

    def _parse(self, *entities: "_Contents") -> cedarpy.Entities:
        """Who and what, ready to be ruled on: a page asks a score of questions about the same two."""
        return cedarpy.Entities.from_json_str(json.dumps([_as_json(*each) for each in entities]), self.schema.handle)

    def _bearing(self, principal: str, action: str, resource: str) -> _Bearing:
        key = (principal, action, resource)
        if key not in self._bearings:
            self._bearings[key] = self._bear(*key)
        return self._bearings[key]

    def _filterable(self, principal: str, action: str, resource: str) -> _Bearing:
        """The bearing rules, once none of them asks what a column can't answer."""
        key = (principal, action, resource)
        if key not in self._filters:
            bearing = self._bearing(*key)
            for rule in bearing.rules:
                try:
                    check_filterable(rule.condition, self.schema.entities[resource])
                except NotFilterable as problem:
                    raise rule.fault(str(problem), problem.needle) from problem
            self._filters[key] = bearing
        return self._filters[key]

    def _bear(self, principal: str, action: str, resource: str) -> _Bearing:
        found = self.schema.actions.get(action)
        if found is None or principal not in found.principals or resource not in found.resources:
            raise LookupError(f"The policy schema has no {action} by a {principal} on a {resource}.")
        kind = RequestType(principal, action, resource)
        rules = tuple(rule for rule in self.rules.values() if rule.covers(kind))
        permits = tuple(rule.condition for rule in rules if rule.effect == "permit")
        forbids = tuple(Not(rule.condition) for rule in rules if rule.effect == "forbid")
        condition = And((*forbids, Or(permits)))
        policies = cedarpy.PolicySet.from_str("\n".join(rule.statement.source for rule in rules))
        return _Bearing(rules, policies, condition, attributes(condition, "resource"))


def _check_columns(bearing: _Bearing, resource: str, columns: Mapping[str, ColumnRef]) -> None:
    """Raise PolicyFault at the line of the first attribute that no column is given for."""
    if bearing.reads <= columns.keys():
        return
    for rule in bearing.rules:
        for name in sorted(attributes(rule.condition, "resource") - columns.keys()):
            raise rule.fault(f"{resource}.{name} has no column to filter by", f"resource.{name}")


#: An entity as something to look up by. It conforms to the schema: a flag isn't told from a number here.
_Contents = tuple[str, str, tuple[tuple[str, Value], ...]]


def _contents(entity: Entity) -> _Contents:
    return entity.type, entity.id, tuple(entity.attributes.items())


def _as_json(kind: str, name: str, attributes: tuple[tuple[str, Value], ...]) -> dict[str, Any]:
    values = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in attributes}
    return {"uid": {"type": kind, "id": name}, "attrs": values, "parents": []}


def _literal_beside(condition: Expression, name: str) -> str:
    """A literal that ``condition`` compares the resource's attribute with, "" if none."""
    column = Attribute("resource", name)
    for part in walk(condition):
        match part:
            case Compare("eq", left, right) | Contains(left, right) if column in (left, right):
                for side in (left, right):
                    if isinstance(side, Constant):
                        return next(iter(sorted(side.value))) if isinstance(side.value, frozenset) else str(side.value)
    return ""


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process: the core, the house and every installed programme's rules.

    Raises PolicyFault at the first call (start-up makes it) if any text can't be answered for.
    """
    return Engine.from_texts(schema_texts(), policy_texts())


def explain(rule: str) -> Explanation:
    """What a rule says, in plain words. Raises KeyError for one that doesn't exist."""
    return engine().explain(rule)
