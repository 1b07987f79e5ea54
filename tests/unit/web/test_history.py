"""The history of a case is told in words, whatever happened in it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

import handrail


def recorded() -> Iterator[str]:
    """Every code that is written into a case's history, where the code itself stands in the call."""
    for path in Path(handrail.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "history.record":
                what = node.args[2]
                said = (what.body, what.orelse) if isinstance(what, ast.IfExp) else (what,)
                yield from (str(each.value) for each in said if isinstance(each, ast.Constant))


@pytest.mark.parametrize("what", sorted(set(recorded())))
def test_whatever_happens_in_a_case_is_told_in_words(what: str) -> None:
    jinja: Any = engines["jinja2"]
    assert what in jinja.env.get_template("work/parts.html").module.event_words
