"""What can be wrong with a rulebook, said so that its author can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong. `file` is relative to the programme's folder; `line` counts from 1."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


class ProgrammeFault(Exception):
    """A programme that can't be used. `faults` holds every one that was found, in order of place."""

    def __init__(self, programme: str, faults: tuple[Fault, ...]) -> None:
        self.programme = programme
        self.faults = faults
        listed = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"The programme '{programme}' can't be used:\n{listed}")


class UnknownCode(KeyError):
    """A code that a programme's catalogue doesn't have. A stored code may outlive the version that had it."""

    def __init__(self, catalogue: str, code: str) -> None:
        self.catalogue = catalogue
        self.code = code
        super().__init__(f"'{code}' isn't in {catalogue}")
