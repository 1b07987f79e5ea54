"""The rules as something to read: by file and by its headings, for the page of the site and the one in the docs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from handrail.policy.rules import Rule
from handrail.policy.texts import Text

_TITLES = {
    "policy/core.cedar": ("The core", "Only refusals, and nothing can loosen them: no programme, no role, no setting."),
    "policy/house.cedar": ("The house", "What is permitted whatever the programme."),
}

_SECTION = re.compile(r"^// --- (.+?) -+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """The rules under one heading of a file."""

    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of rules: what it is, in a sentence, and its sections in order."""

    title: str
    said: str
    file: str
    sections: tuple[Section, ...]


def chapters(rules: Sequence[Rule]) -> tuple[Chapter, ...]:
    """All rules, in the order of their texts."""
    return tuple(_chapter(text, list(some)) for text, some in groupby(rules, key=lambda rule: rule.statement.text))


def _chapter(text: Text, rules: Sequence[Rule]) -> Chapter:
    title, said = _TITLES.get(text.file) or _of_programmes(text.programmes)
    sections = (Section(name, tuple(some)) for name, some in groupby(rules, key=_section))
    return Chapter(title, said, text.file, tuple(sections))


def _of_programmes(programmes: tuple[str, ...]) -> tuple[str, str]:
    first, *others = (f"“{slug}”" for slug in programmes)
    on_it = f", and those based on it: {', '.join(others)}" if others else ""
    return f"The programme {first}{on_it}", "What is permitted about its own records."


def _section(rule: Rule) -> str:
    return heading(rule.statement.text, rule.statement.line)


def heading(text: Text, line: int) -> str:
    """The heading that a line of a text stands under."""
    return next((said for begins, said in reversed(_headings(text)) if begins <= line), "Rules")


@lru_cache(maxsize=32)
def _headings(text: Text) -> tuple[tuple[int, str], ...]:
    """The headings of a text, each with its line. The page of all rules asks once for every rule."""
    lines = enumerate(text.source.splitlines(), start=1)
    return tuple((number, found[1]) for number, line in lines if (found := _SECTION.match(line)))
