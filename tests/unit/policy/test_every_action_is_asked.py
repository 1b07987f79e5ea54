"""Policy rules on what the product does, and on nothing else: an action that no code asks about rules on nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import handrail
from handrail.policy import engine
from tests.unit.policy.test_resources import RESOURCES

SOURCE = Path(handrail.__file__).parent
#: Words for refusals: they speak of actions and ask for none.
SPEAK_OF_THEM = {SOURCE / "web" / "refusals.py", SOURCE / "web" / "remedies.py"}


def named_in_code() -> Iterator[str]:
    """Every text in the code that could be the name of an action."""
    for path in SOURCE.rglob("*.py"):
        if path not in SPEAK_OF_THEM:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(".") == 1:
                    yield node.value


def test_every_action_of_the_schema_is_asked_by_code() -> None:
    """A name without a dot is a group of actions, which rules speak of and code never asks for."""
    actions = {name for name in engine().schema.actions if "." in name}
    assert actions - set(named_in_code()) == set()


def test_every_way_to_know_of_a_record_is_an_action_of_the_schema() -> None:
    assert {resource.see for resource in RESOURCES.values()} <= engine().schema.actions.keys()
