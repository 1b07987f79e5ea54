"""The mutants that nothing stops and that were looked at by hand, each with the reason (`survivors.toml`)."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("survivors.toml")


def survivors() -> Mapping[tuple[str, str], str]:
    """Why each is right, by rule and change. Raises ValueError for one without a reason, or that is there twice."""
    because: dict[tuple[str, str], str] = {}
    for entry in tomllib.loads(FILE.read_text(encoding="utf-8")).get("survivor", ()):
        if not entry["because"].strip():
            raise ValueError(f"{entry['rule']}: a survivor without a reason")
        for change in entry["changes"]:
            if (entry["rule"], change) in because:
                raise ValueError(f"{entry['rule']}: {change} is there twice")
            because[entry["rule"], change] = entry["because"]
    return because
