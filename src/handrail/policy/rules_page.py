"""The reference page of all rules, made from their own annotations.

python -m handrail.policy.rules_page > docs/reference/policy-rules.md
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from handrail.policy.engine import Engine, engine
from handrail.policy.rules import ASK, Rule
from handrail.policy.texts import Text

_INTRODUCTION = """# The rules

Every rule of the installed policy, in the order of its text. This page is made from what the rules say of themselves:
change the text, not the page. M1 to M20 are [the demands](demands.md).

A request is allowed when at least one rule permits it and none refuses it. A refusal always wins. What no rule permits
is refused, and so is whatever cannot be worked out.
"""

_TITLES = {
    "policy/core.cedar": ("The core", "Only refusals, and nothing can loosen them: no programme, no role, no setting."),
    "policy/house.cedar": ("The house", "What is permitted whatever the programme."),
}

_SECTION = re.compile(r"^// --- (.+?) -+$", re.MULTILINE)


def render(built: Engine) -> str:
    """The page, in Markdown."""
    files = groupby(built.rules.values(), key=lambda rule: rule.statement.text)
    return _INTRODUCTION + "".join(_file(text, list(rules)) for text, rules in files)


def _file(text: Text, rules: Sequence[Rule]) -> str:
    title, said = _TITLES.get(text.file) or _of_programmes(text.programmes)
    sections = groupby(rules, key=_section)
    return f"\n## {title}\n\n{said}\n" + "".join(f"\n### {name}\n\n{_table(some)}" for name, some in sections)


def _of_programmes(programmes: tuple[str, ...]) -> tuple[str, str]:
    first, *others = (f"“{slug}”" for slug in programmes)
    on_it = f", and those based on it: {', '.join(others)}" if others else ""
    return f"The programme {first}{on_it}", "What is permitted about its own records."


def _section(rule: Rule) -> str:
    """The heading in the text that the rule stands under."""
    above = rule.statement.text.source.splitlines()[: rule.statement.line]
    return next((found[1] for line in reversed(above) if (found := _SECTION.match(line))), "Rules")


def _table(rules: Iterator[Rule]) -> str:
    rows = (f"| {rule.effect}s | {rule.says} | {rule.source} | {ASK[rule.ask]} | `{rule.id}` |\n" for rule in rules)
    return "| | What it says | Where it comes from | Whom to ask | Rule |\n|---|---|---|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    print(render(engine()), end="")  # noqa: T201
