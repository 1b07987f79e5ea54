"""The parts of one policy, each with its place in the text, so that a mutant is a small change of the text itself.

Cedar's own parser gives no positions. This one reads what Handrail's policies are written in, and nothing more;
whether a mutant means anything is then for Cedar and Handrail to say, like for any other policy.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|&&|\|\||[=!<>]=|::|\w+|[-!<>(){}\[\],.;@]')

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})

Part = TypeVar("Part")
Kind = Literal["or", "and", "compare", "not", "call", "attribute", "set", "literal", "variable"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, from its first character to the one after its last."""

    start: int
    end: int

    def of(self, source: str) -> str:
        """The text there."""
        return source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Node:
    """An expression. ``signs`` are its operators, between its parts, or the name of the method that it calls."""

    kind: Kind
    span: Span
    parts: tuple["Node", ...] = ()
    signs: tuple[Span, ...] = ()

    def walk(self) -> Iterator["Node"]:
        """The expression and everything inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition: its ``when`` or ``unless``, what stands in its braces, and the whole."""

    keyword: Span
    condition: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One policy. ``principal`` and ``resource`` are `` is Member`` and the like, None for any.

    ``action`` is what follows the word ``action``, and ``named`` the actions and groups in it.
    """

    effect: Span
    principal: Span | None
    action: Span
    named: tuple[Span, ...]
    resource: Span | None
    clauses: tuple[Clause, ...]


def anatomy(source: str) -> Anatomy:
    """The parts of one policy. Raises SyntaxError for what Handrail's policies don't hold."""
    return _Reader(source).policy()


class _Reader:
    """Reads from the front, token by token."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [Span(*found.span()) for found in _TOKEN.finditer(source) if not found.group().startswith("//")]
        self.next = 0

    # --- tokens -----------------------------------------------------------------------------------------------

    def word(self) -> str:
        """The next token, "" at the end."""
        return self.tokens[self.next].of(self.source) if self.next < len(self.tokens) else ""

    def take(self, *expected: str) -> Span:
        """The next token, which is one of ``expected`` if any are given."""
        if not self.word() or (expected and self.word() not in expected):
            raise SyntaxError(f"{self.word()!r} where {' or '.join(expected) or 'a word'} was expected")
        self.next += 1
        return self.tokens[self.next - 1]

    def until(self, start: int) -> Span:
        """From ``start`` to the end of the token taken last."""
        return Span(start, self.tokens[self.next - 1].end)

    # --- the policy -------------------------------------------------------------------------------------------

    def policy(self) -> Anatomy:
        while self.word() == "@":
            for _ in range(5):  # @ name ( "text" )
                self.take()
        effect = self.take("permit", "forbid")
        self.take("(")
        principal = self.kind_of("principal")
        self.take(",")
        start = self.take("action").end
        named = self.actions()
        action = self.until(start)
        self.take(",")
        resource = self.kind_of("resource")
        self.take(")")
        clauses = []
        while self.word() != ";":
            clauses.append(self.clause())
        return Anatomy(effect, principal, action, named, resource, tuple(clauses))

    def kind_of(self, whose: str) -> Span | None:
        start = self.take(whose).end
        if self.word() != "is":
            return None
        self.take("is")
        self.take()
        return self.until(start)

    def actions(self) -> tuple[Span, ...]:
        if self.word() == ",":
            return ()
        self.take("==", "in")
        if self.word() != "[":
            return (self.entity(),)
        return tuple(self.listed(self.entity, "[", "]"))

    def entity(self) -> Span:
        start = self.take("Action").start
        self.take("::")
        self.take()
        return self.until(start)

    def clause(self) -> Clause:
        keyword = self.take("when", "unless")
        self.take("{")
        condition = self.either()
        self.take("}")
        return Clause(keyword, condition, self.until(keyword.start))

    def listed(self, part: Callable[[], Part], opening: str, closing: str) -> Iterator[Part]:
        self.take(opening)
        while self.word() != closing:
            yield part()
            if self.word() != closing:
                self.take(",")
        self.take(closing)

    # --- expressions, the loosest binding first ---------------------------------------------------------------

    def either(self) -> Node:
        return self.chain("or", "||", lambda: self.chain("and", "&&", self.comparison))

    def chain(self, kind: Kind, sign: str, part: Callable[[], Node]) -> Node:
        parts, signs = [part()], []
        while self.word() == sign:
            signs.append(self.take(sign))
            parts.append(part())
        if not signs:
            return parts[0]
        return Node(kind, Span(parts[0].span.start, parts[-1].span.end), tuple(parts), tuple(signs))

    def comparison(self) -> Node:
        left = self.negation()
        if self.word() not in COMPARISONS:
            return left
        sign = self.take()
        right = self.negation()
        return Node("compare", Span(left.span.start, right.span.end), (left, right), (sign,))

    def negation(self) -> Node:
        if self.word() != "!":
            return self.member()
        sign = self.take("!")
        of = self.negation()
        return Node("not", Span(sign.start, of.span.end), (of,), (sign,))

    def member(self) -> Node:
        found = self.primary()
        while self.word() == ".":
            self.take(".")
            name = self.take()
            if self.word() == "(":
                arguments = tuple(self.listed(self.either, "(", ")"))
                found = Node("call", self.until(found.span.start), (found, *arguments), (name,))
            else:
                found = Node("attribute", self.until(found.span.start), (found,), (name,))
        return found

    def primary(self) -> Node:
        word, start = self.word(), self.tokens[self.next].start
        if word == "(":
            self.take("(")
            inner = self.either()
            self.take(")")
            return Node(inner.kind, self.until(start), inner.parts, inner.signs)
        if word == "[":
            elements = tuple(self.listed(self.either, "[", "]"))
            return Node("set", self.until(start), elements)
        if word in {"principal", "resource", "context"}:
            return Node("variable", self.take())
        if word.startswith('"') or word in {"true", "false"} or word.isdecimal():
            return Node("literal", self.take())
        raise SyntaxError(f"{word!r} is not read here")
