"""The reference page of all rules, made from their own annotations.

python -m handrail.policy.rules_page > docs/reference/policy-rules.md
"""

from collections.abc import Sequence

from handrail.policy.book import Chapter, chapters
from handrail.policy.engine import Engine, engine
from handrail.policy.rules import ASK, Rule

_INTRODUCTION = """# The rules

Every rule of the installed policy, in the order of its text. This page is made from what the rules say of themselves:
change the text, not the page. M1 to M20 are [the demands](demands.md).

A request is allowed when at least one rule permits it and none refuses it. A refusal always wins. What no rule permits
is refused, and so is whatever cannot be worked out. What they promise together is [on a page of its
own](policy-proofs.md), with its proofs.
"""


def render(built: Engine) -> str:
    """The page, in Markdown."""
    return _INTRODUCTION + "".join(map(_chapter, chapters(tuple(built.rules.values()))))


def _chapter(chapter: Chapter) -> str:
    sections = (f"\n### {section.title}\n\n{_table(section.rules)}" for section in chapter.sections)
    return f"\n## {chapter.title}\n\n{chapter.said}\n" + "".join(sections)


def _table(rules: Sequence[Rule]) -> str:
    rows = (f"| {rule.effect}s | {rule.says} | {rule.source} | {ASK[rule.ask]} | `{rule.id}` |\n" for rule in rules)
    return "| | What it says | Where it comes from | Whom to ask | Rule |\n|---|---|---|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    print(render(engine()), end="")  # noqa: T201
