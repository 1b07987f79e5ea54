"""From Cedar's typed syntax tree to rules.

Handrail models a deliberately small part of Cedar: what a database can filter by and a reader can follow. Everything
else (arithmetic, ``like``, ``if``, ``has``, tags, templates) is refused when Handrail starts, with its line.
"""

from collections.abc import Callable, Mapping

from cedarpy import pst

from handrail.policy.faults import PolicyFault
from handrail.policy.schema import Schema
from handrail.policy.texts import Statement
from handrail.policy.tree import (
    And,
    Attribute,
    Compare,
    Constant,
    Contains,
    ContainsAll,
    ContainsAny,
    Expression,
    IsEmpty,
    Not,
    Or,
    SetOf,
    chain,
)


class Reading:
    """The reading of one policy. Raises PolicyFault for what is not modelled."""

    def __init__(self, statement: Statement, template: pst.Template, policy: str) -> None:
        self.statement = statement
        self.template = template
        self.policy = policy

    def fault(self, problem: str, needle: str = "") -> PolicyFault:
        """A fault of this policy, at the line where ``needle`` stands."""
        return PolicyFault(problem, self.statement.place(needle), self.policy)

    def condition(self) -> Expression:
        """All its ``when`` and none of its ``unless`` clauses."""
        clauses: list[Expression] = []
        for clause in self.template.clauses:
            expression = self.expression(clause.expr)
            clauses.append(expression if isinstance(clause, pst.When) else Not(expression))
        return clauses[0] if len(clauses) == 1 else And(tuple(clauses))

    def entity_type(self, constraint: pst.PrincipalOrResourceConstraint) -> str:
        """The entity type that the scope names, "" for any."""
        match constraint:
            case pst.ScopeAny():
                return ""
            case pst.ScopeIs(entity_type):
                return str(entity_type)
            case _:
                raise self.fault(f"{type(constraint).__name__} in a scope is not modelled; write `is`", " in ")

    def actions(self, schema: Schema) -> frozenset[str]:
        """The actions that the scope covers, groups opened."""
        constraint = self.template.action
        match constraint:
            case pst.ScopeAny():
                return frozenset(schema.actions)
            case pst.ActionEq(entity):
                return frozenset({entity.id})
            case pst.ActionIn(entities):
                named = {entity.id for entity in entities}
                return frozenset(
                    name for name, action in schema.actions.items() if name in named or action.groups & named
                )

    def expression(self, node: pst.Expr) -> Expression:
        """One node of Cedar's tree in the internal form."""
        match node:
            case pst.BoolLit(value) | pst.StringLit(value) | pst.LongLit(value):
                return Constant(value)
            case pst.GetAttr(pst.Var("principal" | "resource" | "context" as whose), name):
                return Attribute(whose, name)
            case pst.Set(elements):
                return self._set(elements)
            case pst.UnaryOp(op, arg):
                return self._unary(op, arg)
            case pst.BinaryOp(op, left, right):
                return self._binary(op, left, right)
            case _:
                raise self.fault(f"{type(node).__name__} is not modelled", _needle(node))

    def _set(self, elements: tuple[pst.Expr, ...]) -> Expression:
        read = tuple(self.expression(each) for each in elements)
        if not all(isinstance(each, Constant) for each in read):
            return SetOf(read)
        values = [each.value for each in read if isinstance(each, Constant)]
        if not all(isinstance(value, str) for value in values):
            raise self.fault("a set of anything but strings is not modelled", "[")
        return Constant(frozenset(str(value) for value in values))

    def _unary(self, op: pst.UnaryOpName, arg: pst.Expr) -> Expression:
        match op:
            case "not":
                return Not(self.expression(arg))
            case "is_empty":
                return IsEmpty(self.expression(arg))
            case _:
                raise self.fault(f"the operator {op} is not modelled", _needle(arg))

    def _binary(self, op: pst.BinaryOpName, left: pst.Expr, right: pst.Expr) -> Expression:
        if op not in _BINARY:
            raise self.fault(f"the operator {op} is not modelled", _needle(left))
        return _BINARY[op](self.expression(left), self.expression(right))


_BINARY: Mapping[str, Callable[[Expression, Expression], Expression]] = {
    "and": lambda left, right: And((*chain(And, left), *chain(And, right))),
    "or": lambda left, right: Or((*chain(Or, left), *chain(Or, right))),
    "eq": lambda left, right: Compare("eq", left, right),
    "not_eq": lambda left, right: Not(Compare("eq", left, right)),
    "less": lambda left, right: Compare("less", left, right),
    "less_eq": lambda left, right: Compare("less_eq", left, right),
    "greater": lambda left, right: Compare("less", right, left),
    "greater_eq": lambda left, right: Compare("less_eq", right, left),
    "contains": Contains,
    "contains_all": ContainsAll,
    "contains_any": ContainsAny,
}


def _needle(node: pst.Expr) -> str:
    """A word by which to find a node in its text: the attribute it reads, the literal it is, or its own word."""
    words = {pst.Like: " like ", pst.IfThenElse: "if ", pst.Is: " is "}
    match node:
        case pst.GetAttr(_, name):
            word = f".{name}"
        case pst.HasAttr(_, names):
            word = f"has {names[0]}"
        case pst.Var(name):
            word = name
        case pst.StringLit(value):
            word = f'"{value}"'
        case pst.BinaryOp(_, inner, _) | pst.UnaryOp(_, inner):
            word = _needle(inner)
        case _:
            word = words.get(type(node), "")
    return word
