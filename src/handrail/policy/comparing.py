"""Whether the policy permits more than that of the last release: every kind of request that both know, for all inputs.

A widening that somebody decided on stands in ``widenings.cedar``, as exactly what is permitted besides. What is new to
the schema, kinds of request and programmes, can't be compared and is listed; an attribute that changed its type is a
fault.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handrail.policy.counterexamples import Counterexample, also, counterexample, telling_world
from handrail.policy.model import Model, Types
from handrail.policy.release import Policy, Release, policy_of, widening_texts
from handrail.policy.rules import Rule, read_statement
from handrail.policy.schema import RequestType, Schema
from handrail.policy.texts import Text, statements
from handrail.policy.tree import TRUE, And, Attribute, Constant, Contains, Expression, Not, Or
from handrail.policy.weighing import Weighing, types_of

_FILE, _SCHEMA = "policy/widenings.cedar", "policy/schema"
#: What a declared widening says: why, who decided it, and on which day.
_ANNOTATIONS = ("id", "says", "by", "on")

_PROGRAMME = Attribute("resource", "programme")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing with the release of ``version``: how many kinds of request, and which it didn't know.

    ``faults`` are what is permitted now, was refused then and nobody declared, each with its place.
    """

    version: str
    on: date
    compared: int
    new: tuple[RequestType, ...]
    programmes: tuple[str, ...]
    declared: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Changed:
    """Kinds of request on which other rules bear now than bore in the release, weighed in a world that has both."""

    weighing: Weighing
    old: tuple[Rule, ...]
    old_programmes: Expression
    declared: tuple[Rule, ...]

    @property
    def more(self) -> tuple[Expression, ...]:
        """That it is permitted now and was not then, of a programme that was there."""
        permits = tuple(rule.condition for rule in self.old if rule.effect == "permit")
        forbids = tuple(Not(rule.condition) for rule in self.old if rule.effect == "forbid")
        return self.weighing.permitted, Not(And((*forbids, Or(permits)))), self.old_programmes


def compare(now: Policy, release: Release, widenings: Sequence[Text] | None = None) -> Comparison:
    """Compare with a release. ``widenings`` are what is declared, if others are meant than Handrail's own."""
    then = policy_of(release)
    declared = tuple(_declared(widening_texts() if widenings is None else widenings, now.schema))
    retyped = _retyped(now.schema, then.schema)
    shared = frozenset(then.schema.request_types()).intersection(now.schema.request_types())
    known = shared.difference(*retyped.values())
    added = sorted(now.programmes - then.programmes)
    used: set[str] = set()
    wider: defaultdict[str, list[tuple[Counterexample, tuple[RequestType, ...]]]] = defaultdict(list)
    for changed in _changed(now, then, known, declared):
        used.update(each.id for each in changed.declared if changed.weighing.may_be(*changed.more, each.condition))
        for why, shown in _wider(changed):
            wider[why].append((shown, changed.weighing.kinds))
    faults = [_said(release, why, found) for why, found in wider.items()]
    for (name, was, became), kinds in retyped.items():
        change = f"{name} was a {was} in the release {release.version} and is a {became}"
        says = f"{change}, so that {len(kinds)} kinds of request can’t be compared. Give what is new another name."
        faults.append((_SCHEMA, says))
    faults += [
        (str(each.statement.place()), f"{each.id}: nothing that the release refused is permitted by it: take it out")
        for each in declared
        if each.id not in used
    ]
    return Comparison(
        version=release.version,
        on=release.on,
        compared=len(known),
        new=tuple(kind for kind in now.schema.request_types() if kind not in known),
        programmes=tuple(added),
        declared=tuple(each.id for each in declared),
        faults=tuple(faults),
    )


def _declared(texts: Iterable[Text], schema: Schema) -> Iterator[Rule]:
    for text in texts:
        for statement in statements(text):
            rule = read_statement(statement, schema, _ANNOTATIONS)
            if rule.effect != "permit":
                raise rule.fault("a widening says what is permitted besides: write permit", "forbid")
            try:
                date.fromisoformat(rule.notes["on"])
            except ValueError:
                raise rule.fault("@on is a day, such as 2026-11-22", "@on") from None
            yield rule


def _retyped(now: Schema, then: Schema) -> dict[tuple[str, str, str], frozenset[RequestType]]:
    """The attributes that have another type than in the release, as (name, then, now), each with whose they are."""
    kinds = frozenset(now.request_types())
    found: defaultdict[tuple[str, str, str], set[RequestType]] = defaultdict(set)
    for kind in then.request_types():
        types = types_of(now, kind) if kind in kinds else {}
        for attribute, was in types_of(then, kind).items():
            if (became := types.get(attribute, was)) != was:
                owners: dict[str, str] = {"principal": kind.principal, "resource": kind.resource}
                found[f"{owners.get(attribute.whose, attribute.whose)}.{attribute.name}", was, became].add(kind)
    return {what: frozenset(whose) for what, whose in found.items()}


def _changed(now: Policy, then: Policy, known: Iterable[RequestType], declared: Sequence[Rule]) -> Iterator[_Changed]:
    """The kinds of request that differ in more than the order of their rules, those together that differ alike."""
    alike: defaultdict[tuple[object, ...], list[RequestType]] = defaultdict(list)
    bearing: dict[RequestType, tuple[tuple[Rule, ...], ...]] = {}
    for kind in sorted(known):
        if _meaning(now.bearing(kind)) != _meaning(then.bearing(kind)):
            said = tuple(rule for rule in declared if rule.covers(kind))
            bearing[kind] = now.bearing(kind), then.bearing(kind), said
            ids = (tuple(rule.id for rule in each) for each in bearing[kind])
            alike[kind.principal, kind.resource, now.schema.actions[kind.action].context, *ids].append(kind)
    added = Constant(now.programmes - then.programmes)
    for kinds in alike.values():
        rules, old, said = bearing[kinds[0]]
        types: Types = {**types_of(then.schema, kinds[0]), **types_of(now.schema, kinds[0])}
        there = Not(Contains(added, _PROGRAMME)) if _PROGRAMME in types else TRUE
        yield _Changed(Weighing(kinds, rules, Model(types)), old, there, said)


def _meaning(rules: Iterable[Rule]) -> frozenset[tuple[str, Expression]]:
    return frozenset((rule.effect, rule.condition) for rule in rules)


def _wider(changed: _Changed) -> Iterator[tuple[str, Counterexample]]:
    """A request that may be permitted where the release refused and nobody declared it, and what the release said."""
    weighing = changed.weighing
    undeclared = tuple(Not(each.condition) for each in changed.declared)
    world = telling_world(weighing, *changed.more, *undeclared)
    if world is None:
        return
    refused = next((rule for rule in changed.old if rule.effect == "forbid" and world.has(rule.condition)), None)
    permits = tuple(rule.condition for rule in changed.old if rule.effect == "permit")
    then = refused.condition if refused else Not(Or(permits))
    shown = counterexample(world, weighing.kinds[0], then, changed.old_programmes, *undeclared)
    yield f"refused it by {refused.id}: “{refused.says}”" if refused else "had no rule that permits it", shown


def _said(
    release: Release, why: str, found: Sequence[tuple[Counterexample, tuple[RequestType, ...]]]
) -> tuple[str, str]:
    """One fault for all that the release refused for one reason."""
    shown = found[0][0]
    kinds = tuple(kind for _, kinds in found for kind in kinds if kind != shown.kind)
    says = (
        f"more is permitted than in the release {release.version} of {release.on}, which {why}\n  {shown}{also(kinds)}"
        f"\n  If that was decided, declare it in {_FILE}."
    )
    return shown.line, says
