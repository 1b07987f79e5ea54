"""The mutants that nothing stops and that were looked at by hand, each with the reason (`survivors.toml`)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutation.mutants import Mutant

FILE = Path(__file__).with_name("survivors.toml")


@dataclass
class Survivors:
    """Why each is right, by rule and change. ``used`` are those that a run met."""

    because: dict[tuple[str, str], str]
    used: set[tuple[str, str]] = field(default_factory=set)

    def justify(self, mutant: Mutant) -> bool:
        """Whether the mutant has its reason; it is met then."""
        found = (mutant.rule, mutant.change) in self.because
        if found:
            self.used.add((mutant.rule, mutant.change))
        return found

    def of(self, rules: set[str]) -> Iterator[tuple[str, str]]:
        """Those of some rules."""
        return (each for each in self.because if each[0] in rules)


def survivors() -> Survivors:
    """Read them. Raises ValueError for one without a reason, or that is there twice."""
    because: dict[tuple[str, str], str] = {}
    for entry in tomllib.loads(FILE.read_text(encoding="utf-8")).get("survivor", ()):
        if not entry["because"].strip():
            raise ValueError(f"{entry['rule']}: a survivor without a reason")
        for change in entry["changes"]:
            if (entry["rule"], change) in because:
                raise ValueError(f"{entry['rule']}: {change} is there twice")
            because[entry["rule"], change] = entry["because"]
    return Survivors(because)
