"""The ways in which scoping is broken on purpose: each lets one thing through that it held before.

A mutation is put in place of a part of the gate while the suite's cells are tried, and taken away again.
"""

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import UUID

from django.db.models import Case, When

import handrail
from handrail.gate import Act
from handrail.gate import passage as gate_passage
from handrail.policy import Decision

SOURCE = Path(handrail.__file__).parent


class Reached(Exception):
    """The body of a passage would have run. It isn't let, so that one world serves for every mutation."""


@dataclass(frozen=True, order=True)
class Site:
    """One place in the source where rows are asked for, or another organisation's house is entered."""

    file: str
    first: int
    last: int
    function: str
    within: str
    number: int = 1
    """Which it is of several that are written alike in one function."""

    def __str__(self) -> str:
        """What doesn't change when lines are added above it."""
        asked = self.within.removeprefix("act.visible(").removesuffix(")")
        return f"{self.file} {self.function}: {asked}" + (f" ({self.number})" if self.number > 1 else "")

    def calls(self, frame: FrameType) -> bool:
        """Whether this frame is there now."""
        return self.first <= frame.f_lineno <= self.last and frame.f_code.co_filename == str(SOURCE / self.file)


def sites(method: str) -> list[Site]:
    """Every call of ``act.<method>`` in the source."""
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        alike: Counter[tuple[str, str]] = Counter()
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
            for node in sorted(calls, key=lambda each: each.lineno):
                if ast.unparse(node.func) == f"act.{method}":
                    within = ast.unparse(node)
                    alike[function.name, within] += 1
                    place, last = str(file.relative_to(SOURCE)), node.end_lineno or node.lineno
                    number = alike[function.name, within]
                    found.append(Site(place, node.lineno, last, function.name, within, number))
    return sorted(found)


@contextmanager
def put(owner: Any, name: str, change: Callable[[Any], Any]) -> Iterator[None]:
    """Put something else in place of an attribute inside the block."""
    original = getattr(owner, name)
    setattr(owner, name, change(original))
    try:
        yield
    finally:
        setattr(owner, name, original)


@contextmanager
def not_asking(passage: str, action: str) -> Iterator[None]:
    """At one passage, policy isn't asked about ``action``: the answer is yes."""

    def change(original: Callable[..., Decision]) -> Callable[..., Decision]:
        @wraps(original)
        def decide(self: Act, asked: str, resource: Any) -> Decision:
            if self.name == passage and asked == action:
                if resource.type == "House":
                    raise Reached
                return Decision(True, ("broken-on-purpose",))
            return original(self, asked, resource)

        return decide

    with put(Act, "decide", change), without_bodies():
        yield


@contextmanager
def without_bodies() -> Iterator[None]:
    """Whoever would be let pass is stopped there."""

    def change(original: Callable[..., None]) -> Callable[..., None]:
        @wraps(original)
        def find(*arguments: Any, **named: Any) -> None:
            original(*arguments, **named)
            raise Reached

        return find

    with put(gate_passage, "_find", change):
        yield


@contextmanager
def every_row(site: Site) -> Iterator[None]:
    """At one place, all rows of the kind in place of those that policy lets the actor see; first those that it hides,
    where the body says no order of its own.
    """

    def change(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def visible(self: Act, kind: Any, action: str = "") -> Any:
            seen = original(self, kind, action)
            if not site.calls(sys._getframe(1)):
                return seen
            shown = Case(When(pk__in=seen.values("pk"), then=1), default=0)
            return kind.rows().order_by(shown, "pk")

        return visible

    with put(Act, "visible", change):
        yield


@contextmanager
def seen_from(reached: set[Site], known: list[Site]) -> Iterator[None]:
    """Note in ``reached`` at which places rows are asked for inside the block."""

    def change(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def visible(self: Act, kind: Any, action: str = "") -> Any:
            frame = sys._getframe(1)
            reached.update(each for each in known if each.calls(frame))
            return original(self, kind, action)

        return visible

    with put(Act, "visible", change):
        yield


@contextmanager
def purpose_ignored(passage: str) -> Iterator[None]:
    """At one passage, whatever one comes for counts as support."""

    def change(original: Callable[..., dict[str, str | int]]) -> Callable[..., dict[str, str | int]]:
        @wraps(original)
        def circumstances(self: Act) -> dict[str, str | int]:
            said = original(self)
            broken: dict[str, str | int] = {"purpose": "safeguarding_support", "regime": "general"}
            return said | broken if self.name == passage else said

        return circumstances

    with put(Act, "circumstances", change):
        yield


@contextmanager
def acting_for(organisation: UUID) -> Iterator[None]:
    """Row security shows this organisation's rows to everybody."""

    def change(original: Callable[..., None]) -> Callable[..., None]:
        @wraps(original)
        def set_acting_organisation(_: UUID, *, oversight: bool = False) -> None:
            original(organisation, oversight=oversight)

        return set_acting_organisation

    with put(gate_passage, "set_acting_organisation", change):
        yield
