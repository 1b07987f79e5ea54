"""What policy rules on is compared nowhere else: if two places know the same rule, one of them is wrong.

Marks, clearances, ceilings, regimes, training and roles are compared in Cedar. Each place in code that compares one is
listed here with the reason why that is something else than a rule about who may do what.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import handrail

SOURCE = Path(handrail.__file__).parent

#: What a rule about who may do what would look at.
RULED_ON = frozenset(
    {"marking", "clearance", "ceiling", "regime", "regime_for", "training_until", "roles", "organisation_kind"}
)

#: Where they are compared, and what is done there instead of ruling.
SOMETHING_ELSE = {
    "exchange/meaning.py": "the rulebook’s list of who has which legal power, at the line of a file",
    "sharing/actions/telling.py": "which role has to look again, in an organisation that has no authoriser",
    "sharing/actions/unsealing.py": "records that the data protection officer asked, for policy to rule on",
    "sharing/rules/items.py": "a form: nothing but OFFICIAL, with or without SENSITIVE, can be entered at all",
    "web/admin/forms/agreements.py": "a form: which organisations an agreement is about",
    "web/navigation.py": "for whom a place is of use, among those who may go there",
    "web/originate/options.py": "a form: the purposes that a kind of organisation can be chosen for",
    "web/originate/views/lists.py": "what a page is called to whom",
    "web/oversee/views.py": "to which of two pages somebody is led",
    "web/purposes.py": "a form: the reasons that a kind of organisation can have",
}

#: The floors that carry policy out, the rulebook's own check of its text, and synthetic people.
POLICY_ITSELF = ("gate", "policy", "programme", "demo")


def comparisons(tree: ast.AST) -> Iterator[str]:
    """What is compared, looked for in a set, or intersected; and roles that a principal is asked for."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                yield from _ruled_on([left, *others])
            case ast.BinOp(op=ast.BitAnd(), left=left, right=right):
                yield from _ruled_on([left, right])
            case ast.Call(func=ast.Attribute(attr="has_role")):
                yield "roles"


def _ruled_on(sides: list[ast.expr]) -> Iterator[str]:
    for side in sides:
        match side:
            case ast.Attribute(attr=name) | ast.Call(func=ast.Attribute(attr=name)) if name in RULED_ON:
                yield name


def compared_in() -> dict[str, set[str]]:
    """What each module compares, by its path."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE)
        if name.parts[0] not in POLICY_ITSELF and "migrations" not in name.parts:
            for attribute in comparisons(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(name.as_posix(), set()).add(attribute)
    return found


def test_what_policy_rules_on_is_compared_nowhere_else() -> None:
    assert compared_in().keys() == SOMETHING_ELSE.keys()
