"""What the doctor found."""

import enum
from dataclasses import dataclass


class Level(enum.StrEnum):
    """How bad it is: nothing; look at it soon; something doesn't work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One part of the installation, how it is, and what to do unless it is well."""

    level: Level
    part: str
    what: str
    do: str = ""


def ok(part: str, what: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, part, what)


def warn(part: str, what: str, do: str) -> Finding:
    """Works, but should be looked at."""
    return Finding(Level.WARN, part, what, do)


def fail(part: str, what: str, do: str) -> Finding:
    """Doesn't work, or isn't safe."""
    return Finding(Level.FAIL, part, what, do)
