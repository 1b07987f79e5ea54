"""The policy of the last release, kept so that nothing is permitted beyond it without somebody saying so.

When a version is released: ``python -m handrail.policy.release 2026-11-22`` (its day) writes the texts as they are now,
and what was declared in ``widenings.cedar`` is taken out, because the release permits it.
"""

import json
import shutil
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from handrail import __version__
from handrail.folders import shipped_folders
from handrail.policy.rules import Rule, read_rules
from handrail.policy.schema import RequestType, Schema, read_schema
from handrail.policy.texts import Text, own_text, policy_texts, schema_texts

_FOLDER = Path(str(files("handrail.policy"))) / "released"
_ABOUT = "release.toml"


@dataclass(frozen=True)
class Policy:
    """A schema, and the rules under it."""

    schema: Schema
    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, schema: Sequence[Text], policies: Sequence[Text]) -> "Policy":
        """Read it from its texts. Raises PolicyFault, with file and line, for any that can't be answered for."""
        read = read_schema(schema)
        return cls(read, read_rules(policies, read))

    def bearing(self, kind: RequestType) -> tuple[Rule, ...]:
        """The rules that bear on a kind of request."""
        return tuple(rule for rule in self.rules if rule.covers(kind))

    @property
    def programmes(self) -> frozenset[str]:
        """The slugs of the programmes that its rules speak of."""
        return frozenset(slug for rule in self.rules for slug in rule.statement.text.programmes)


@dataclass(frozen=True, slots=True)
class Release:
    """The texts of one release of Handrail."""

    version: str
    on: date
    schema: tuple[Text, ...]
    policies: tuple[Text, ...]


@lru_cache(maxsize=2)
def policy_of(release: Release) -> Policy:
    """Its policy, as this version reads it. Raises PolicyFault if it can't any more."""
    return Policy.read(release.schema, release.policies)


def widening_texts() -> tuple[Text, ...]:
    """Where the widenings since the last release are declared."""
    return (own_text("widenings.cedar"),)


def last_release(folder: Path = _FOLDER) -> Release:
    """What is kept of the last release."""
    about = tomllib.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    return Release(about["version"], about["on"], _texts(folder, about["schema"]), _texts(folder, about["policies"]))


def _texts(folder: Path, listed: Sequence[dict[str, object]]) -> tuple[Text, ...]:
    return tuple(
        Text(str(each["file"]), (folder / str(each["file"])).read_text(encoding="utf-8"), _programmes(each))
        for each in listed
    )


def _programmes(listed: dict[str, object]) -> tuple[str, ...]:
    programmes = listed.get("programmes", ())
    return tuple(map(str, programmes)) if isinstance(programmes, list) else ()


def keep(release: Release, folder: Path = _FOLDER) -> None:
    """Write a release instead of the one that was kept before."""
    if folder.exists():
        shutil.rmtree(folder)
    lines = [
        "# The policy as it was released. Written by python -m handrail.policy.release, never by hand.",
        f'version = "{release.version}"',
        f"on = {release.on.isoformat()}",
    ]
    for name, texts in (("schema", release.schema), ("policies", release.policies)):
        for text in texts:
            path = folder / text.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.source, encoding="utf-8")
            lines += ["", f"[[{name}]]", f'file = "{text.file}"']
            if text.programmes:
                lines.append(f"programmes = {json.dumps(text.programmes)}")
    (folder / _ABOUT).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    keep(Release(__version__, date.fromisoformat(sys.argv[1]), schema_texts(), policy_texts(shipped_folders())))
