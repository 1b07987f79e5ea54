"""What is wrong with a policy text, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a policy or schema file. Lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class PolicyFault(Exception):
    """A policy text that Handrail does not start with. The message names the policy, the file and the line."""

    def __init__(self, problem: str, place: Place, policy: str = "") -> None:
        of = f"policy {policy}: " if policy else ""
        super().__init__(f"{place}: {of}{problem}")
        self.problem = problem
        self.place = place
        self.policy = policy
