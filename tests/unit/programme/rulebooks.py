"""A copy of the rulebook `mac`, and ways to spoil it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from handrail import programme
from handrail.programme import Fault


def head(slug: str, *, based_on: str = "mac", adds_to: str = "") -> str:
    """What a programme says of itself that is based on another; `adds_to` are sections, as they stand in a list."""
    return f"""
[programme]
slug = "{slug}"
title = "Our hub"
version = "1.0.0"
based_on = "{based_on}"
adds_to = [{adds_to}]
summary = "How our hub shares the least it can about somebody who may need help."
ends_on = 2030-03-31
pilot_months = 24
"""


@dataclass(frozen=True)
class Rulebook:
    """A folder with a programme in it."""

    folder: Path

    def read(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text, encoding="utf-8")

    def change(self, file: str, old: str, new: str, *, within: str = "") -> None:
        """Put `new` for the first `old` in `file`, from the entry whose code is `within` on."""
        text = self.read(file)
        start = text.index(f'code = "{within}"') if within else 0
        assert old in text[start:], f"{old!r} isn't in {file} after {within!r}"
        self.write(file, text[:start] + text[start:].replace(old, new, 1))

    def change_all(self, file: str, old: str, new: str) -> None:
        text = self.read(file)
        assert old in text
        self.write(file, text.replace(old, new))

    def drop_section(self, file: str, section: str) -> None:
        """Take every entry of a section out of a file."""
        parts = re.split(r"(?m)^(?=\[\[)", self.read(file))
        self.write(file, "".join(part for part in parts if not part.startswith(f"[[{section}]]")))

    def faults(self) -> list[Fault]:
        """What the check finds."""
        return programme.check(self.folder)

    def found(self) -> set[tuple[str, str]]:
        """What the check finds, as files and rules."""
        return {(fault.file, fault.rule) for fault in self.faults()}


class Spoilt(NamedTuple):
    """One way to spoil a rulebook: in `file`, from the entry coded `within` on, `new` is put for `old`.

    `line_says` is on the line that the fault must name, once spoilt.
    """

    says: str
    file: str
    within: str
    old: str
    new: str
    rule: str
    line_says: str

    def __str__(self) -> str:
        return self.says

    def is_found_in(self, rulebook: Rulebook) -> None:
        """Spoil the rulebook, and see that the check names the rule and the line."""
        rulebook.change(self.file, self.old, self.new, within=self.within)
        found = [fault for fault in rulebook.faults() if fault.rule == self.rule]
        assert found, f"no {self.rule} among {[str(fault) for fault in rulebook.faults()]}"
        lines = rulebook.read(self.file).splitlines()
        assert any(fault.file == self.file and self.line_says in lines[fault.line - 1] for fault in found), [
            (str(fault), lines[fault.line - 1]) for fault in found
        ]
