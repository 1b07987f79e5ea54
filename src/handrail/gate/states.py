"""Lifecycles as data: one table per lifecycle, from which code, diagrams and tests are all made."""

from collections.abc import Mapping
from dataclasses import dataclass

from handrail.gate.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an action leads, and who takes it (roles, for the diagram and the tests; policy decides)."""

    to: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class StateTable:
    """A lifecycle: state → action → transition. A state without transitions is final."""

    name: str
    initial: str
    transitions: Mapping[str, Mapping[str, Transition]]
    titles: Mapping[str, str]

    @property
    def states(self) -> frozenset[str]:
        return frozenset(self.transitions)

    @property
    def actions(self) -> frozenset[str]:
        return frozenset(action for row in self.transitions.values() for action in row)

    def next(self, state: str, action: str) -> str:
        """The state that ``action`` leads to; raises :class:`RuleBroken` when it cannot be taken from ``state``."""
        step = self.transitions[state].get(action)
        if step is None:
            raise RuleBroken(
                "state",
                f"This can’t be done now: the {self.name} is {self.titles[state].lower()}.",
            )
        return step.to

    def reachable(self) -> frozenset[str]:
        """Every state that some path leads to from the first one."""
        found, waiting = {self.initial}, [self.initial]
        while waiting:
            for step in self.transitions[waiting.pop()].values():
                if step.to not in found:
                    found.add(step.to)
                    waiting.append(step.to)
        return frozenset(found)

    def mermaid(self) -> str:
        """The lifecycle as a Mermaid state diagram for the documents."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for state, row in self.transitions.items():
            lines.append(f"    {state}: {self.titles[state]}")
            lines.extend(f"    {state} --> {step.to}: {action}" for action, step in row.items())
            if not row:
                lines.append(f"    {state} --> [*]")
        return "\n".join(lines) + "\n"
