"""The reference page of what is promised of the policy, made from the status of its proofs.

python -m handrail.policy.proofs_page > docs/reference/policy-proofs.md
"""

from collections.abc import Iterator
from itertools import groupby

from handrail.policy.book import heading
from handrail.policy.promises import promise_texts
from handrail.policy.proved import NOT_PROVED, Promised, Status, recorded

_INTRODUCTION = """# What the rules never permit

Each sentence is a promise about every request that the policy's schema allows: any person with any roles, any record,
any purpose, any day. `handrail policy prove` shows with a solver (Z3) that no such request is permitted; `make check`
does the same, and a programme is not installed without it. The promises are in `policy/promises.cedar`, apart from the
rules, and written by kind of record over every action. This page is made from the last proofs: change the text, not the
page. M1 to M20 are [the demands](demands.md). [How it works](../explanation/policy.md#what-is-proved).
"""


def render(status: Status) -> str:
    """The page, in Markdown."""
    (text,) = promise_texts()
    sections = groupby(status.promises, key=lambda each: heading(text, int(each.line.rpartition(":")[2])))
    return "".join(
        (
            _INTRODUCTION,
            f"\n{len(status.promises)} promises, {status.rules} rules, {status.kinds} kinds of request.\n",
            *(f"\n## {name}\n\n{_table(promised)}" for name, promised in sections),
            *_about_rules(status),
            "\n## What is not proved\n\n",
            *(f"- {each}\n" for each in NOT_PROVED),
        )
    )


def _table(promises: Iterator[Promised]) -> str:
    head = "| Promise | Where it comes from | Kinds of request | Only about | Not about | | |\n"
    return head + "|---|---|---|---|---|---|---|\n" + "".join(map(_row, promises))


def _row(promised: Promised) -> str:
    about, exceptions = (", ".join(f"`{name}`" for name in names) for names in (promised.about, promised.exceptions))
    return (
        f"| {promised.says} | {promised.source} | {promised.kinds} | {about} | {exceptions} | {_proof(promised)} "
        f"| `{promised.id}` |\n"
    )


def _proof(promised: Promised) -> str:
    if not promised.holds:
        return "**broken**"
    return "proved, whatever a programme permits" if promised.by_the_core else "proved of what is permitted now"


def _about_rules(status: Status) -> Iterator[str]:
    yield "\n## The rules themselves\n\n"
    for rule in status.in_reserve:
        yield f"- `{rule}` changes no decision of today. It refuses what a programme could permit one day.\n"
    yield "- No other rule is idle: without any of them some decision would be another.\n"
    yield f"- What release {status.release} refused is refused still, but for what `policy/widenings.cedar` declares.\n"


if __name__ == "__main__":
    print(render(recorded()), end="")  # noqa: T201
