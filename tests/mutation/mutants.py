"""Every small change of one policy's text: one operator, one part, one literal, one action more or fewer.

A mutant is made on the text, so that it is what somebody's slip of the hand would have left there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handrail.policy.rules import Rule
from handrail.policy.schema import Schema
from handrail.policy.texts import Statement
from tests.mutation.anatomy import Anatomy, Node, Span, anatomy

COMPARISON, CONNECTIVE, MEMBERSHIP = "comparison", "and or or", "contains"
PART, NEGATION, LITERAL, CLAUSE = "part dropped", "negated", "literal", "when or unless"
ACTION, KIND, EFFECT, POLICY = "actions", "is", "permit or forbid", "policy dropped"

_OTHERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "==": (COMPARISON, ("!=",)),
    "!=": (COMPARISON, ("==",)),
    "<": (COMPARISON, ("<=",)),
    "<=": (COMPARISON, ("<",)),
    ">": (COMPARISON, (">=",)),
    ">=": (COMPARISON, (">",)),
    "&&": (CONNECTIVE, ("||",)),
    "||": (CONNECTIVE, ("&&",)),
    "contains": (MEMBERSHIP, ("containsAll", "containsAny")),
    "containsAll": (MEMBERSHIP, ("containsAny", "contains")),
    "containsAny": (MEMBERSHIP, ("containsAll", "contains")),
    "when": (CLAUSE, ("unless",)),
    "unless": (CLAUSE, ("when",)),
    "permit": (EFFECT, ("forbid",)),
    "forbid": (EFFECT, ("permit",)),
    "true": (LITERAL, ("false",)),
    "false": (LITERAL, ("true",)),
}

#: The literals that the policies compare each attribute with, by the attribute's name.
Vocabulary = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one policy. ``source`` is the text with it, "" if the policy is dropped.

    ``rule`` and ``change`` together name it, whatever else of the texts is changed around it. ``actions`` are all that
    its scope covers, if nothing else of it is another: the kinds of actor and record stay, so Cedar's check of the
    condition would find what it found before.
    """

    rule: str
    operator: str
    change: str
    line: int
    source: str
    actions: frozenset[str] | None = None


def mutants(rule: Rule, statement: Statement, schema: Schema, vocabulary: Vocabulary) -> Iterator[Mutant]:
    """The mutants of one policy, each different text once. ``statement`` is its text as it stands in the file."""
    seen = {statement.source}
    told: Counter[str] = Counter()
    for mutant in _Maker(rule, statement, schema, vocabulary).all():
        if mutant.source not in seen:
            seen.add(mutant.source)
            told[mutant.change] += 1
            again = f" (again, {told[mutant.change]})" if told[mutant.change] > 1 else ""
            yield replace(mutant, change=mutant.change + again)


def vocabulary(sources: Sequence[str]) -> Vocabulary:
    """The literals beside each attribute, over all policies, sorted."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for source in sources:
        for clause in anatomy(source).clauses:
            for node in clause.condition.walk():
                for name in _attributes(node, source):
                    found[name] |= {literal.span.of(source) for literal in _literals(node)}
    return {name: sorted(literals) for name, literals in found.items()}


def _attributes(node: Node, source: str) -> Iterator[str]:
    """The attributes that ``node`` itself compares."""
    if node.kind in {"compare", "call"}:
        yield from (part.signs[0].of(source) for part in node.parts if part.kind == "attribute")


def _literals(node: Node) -> Iterator[Node]:
    """The literals that ``node`` itself compares with, those of a set included."""
    if node.kind in {"compare", "call"}:
        for part in node.parts:
            yield from (each for each in (part, *part.parts) if each.kind == "literal")


class _Maker:
    """The mutants of one policy, by where in it they are made."""

    def __init__(self, rule: Rule, statement: Statement, schema: Schema, words: Vocabulary) -> None:
        self.rule = rule
        self.statement = statement
        self.source = statement.source
        self.schema = schema
        self.words = words
        self.parts: Anatomy = anatomy(self.source)

    def all(self) -> Iterator[Mutant]:
        yield Mutant(self.rule.id, POLICY, "the whole policy dropped", self.statement.line, "")
        yield from self._signs(self.parts.effect, self.parts.effect)
        for name, span in (("principal", self.parts.principal), ("resource", self.parts.resource)):
            if span:
                yield self._mutant(KIND, span, "", f"{name}{span.of(self.source)} → {name}")
        yield from self._actions()
        for clause in self.parts.clauses:
            yield from self._signs(clause.keyword, clause.span)
            yield self._mutant(PART, clause.span, "", f"{_plain(clause.span.of(self.source))} dropped")
            for node in clause.condition.walk():
                yield from self._condition(node)

    def _condition(self, node: Node) -> Iterator[Mutant]:
        for sign in node.signs:
            yield from self._signs(sign, node.span)
        if node.kind in {"and", "or", "set"}:
            yield from self._without_one(node, node.parts)
        yield from self._negated(node)
        for name in _attributes(node, self.source):
            for literal in _literals(node):
                yield from self._another(literal, node, self.words.get(name, ()))

    def _negated(self, node: Node) -> Iterator[Mutant]:
        """What is true or false, the other way round; an equality has that from its own sign already."""
        if node.kind == "not":
            yield self._change(NEGATION, node.span, node.parts[0].span.of(self.source))
        elif (
            node.kind in {"and", "or", "call"}
            or (node.kind == "attribute" and self._holds(node))
            or (node.kind == "compare" and node.signs[0].of(self.source) not in {"==", "!="})
        ):
            yield self._change(NEGATION, node.span, f"!({node.span.of(self.source)})")

    def _holds(self, node: Node) -> bool:
        """Whether an attribute is true or false by itself."""
        whose, name = node.span.of(self.source).split(".")
        kinds = (
            self.schema.contexts["Circumstances"]
            if whose == "context"
            else self.schema.entities.get(self.rule.principal if whose == "principal" else self.rule.resource, {})
        )
        return kinds.get(name) == "Bool"

    def _signs(self, sign: Span, around: Span) -> Iterator[Mutant]:
        operator, others = _OTHERS.get(sign.of(self.source), ("", ()))
        for other in others:
            yield self._change(operator, sign, other, around)

    def _without_one(self, whole: Node, parts: Sequence[Node]) -> Iterator[Mutant]:
        """Each part of a chain or of a set left out, with the sign beside it."""
        operator = LITERAL if whole.kind == "set" else PART
        for place, part in enumerate(parts):
            if place + 1 < len(parts):
                gone = Span(part.span.start, parts[place + 1].span.start)
            else:
                gone = Span(parts[place - 1].span.end if place else part.span.start, part.span.end)
            change = f"without {_plain(part.span.of(self.source))} in {_plain(whole.span.of(self.source))}"
            yield self._mutant(operator, gone, "", change)

    def _another(self, literal: Node, around: Node, words: Sequence[str]) -> Iterator[Mutant]:
        """The literal become the next that the policies compare the same attribute with."""
        word = literal.span.of(self.source)
        if word.isdecimal():
            yield self._change(LITERAL, literal.span, str(int(word) + 1), around.span)
        elif word.startswith('"'):
            beside = {each.span.of(self.source) for each in _literals(around)}
            after = [each for each in words if each > word] + [each for each in words if each < word]
            other = next((each for each in after if each not in beside), '"something-else"')
            yield self._change(LITERAL, literal.span, other, around.span)

    def _actions(self) -> Iterator[Mutant]:
        """The scope without one of its actions, with one more, with any; a group is opened to take one out."""
        if not self.parts.named:
            return
        covered = self.rule.actions
        within = sorted(name for name in covered if self._applies(name))
        for name in within if len(within) > 1 else ():
            rest = ", ".join(f'Action::"{each}"' for each in within if each != name)
            yield self._covering(f" in [{rest}]", f"without {name}", covered - {name})
        named = ", ".join(span.of(self.source) for span in self.parts.named)
        for name in sorted(self.schema.actions.keys() - covered):
            if self._applies(name):
                yield self._covering(f' in [{named}, Action::"{name}"]', f"{name} too", covered | {name})
        yield self._covering("", "any action", frozenset(self.schema.actions))

    def _covering(self, scope: str, change: str, actions: frozenset[str]) -> Mutant:
        mutant = self._mutant(ACTION, self.parts.action, scope, change)
        kinds_are_named = bool(self.rule.principal and self.rule.resource)
        return replace(mutant, actions=actions) if kinds_are_named else mutant

    def _applies(self, name: str) -> bool:
        """Whether some request for the action is of the kinds in the scope."""
        action = self.schema.actions[name]
        return bool(
            [kind for kind in action.principals if self.rule.principal in ("", kind)]
            and [kind for kind in action.resources if self.rule.resource in ("", kind)]
        )

    def _change(self, operator: str, span: Span, put: str, around: Span | None = None) -> Mutant:
        """``put`` instead of ``span``, told by what stands ``around`` it."""
        around = around or span
        before = around.of(self.source)
        after = before[: span.start - around.start] + put + before[span.end - around.start :]
        return self._mutant(operator, span, put, _told(before, after))

    def _mutant(self, operator: str, span: Span, put: str, change: str) -> Mutant:
        line = self.statement.line + self.source.count("\n", 0, span.start)
        return Mutant(self.rule.id, operator, change, line, self.source[: span.start] + put + self.source[span.end :])


def _told(before: str, after: str) -> str:
    return f"{_plain(before)} → {_plain(after)}"


def _plain(text: str) -> str:
    """On one line."""
    return re.sub(r"\s+", " ", text).replace(" .", ".")
