"""The reference page of the run: how many mutants were made of each rule, and what stopped them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.mutation.judging import Bench, Outcome
from tests.mutation.mutants import Mutant

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy-mutants.md"

_INTRODUCTION = """# Mutants of the policy

A mutant is the policy with one slip in it: an operator exchanged, a part of a condition dropped or negated, a literal
changed or left out, an action more or fewer, a permit for a refusal, a whole rule gone. Each is made on the text and
read as Handrail would read it; what remains is put to everything that is meant to notice it. The first that does is
counted here. [How it is done, and what it shows](../explanation/policy.md#mutants).

- **refused at start**: Handrail doesn't start with it, because Cedar's own check or Handrail's finds it wrong.
- **boundaries**: the tests of each refusal's line. **who may do what** and **what stops what**: the lines of
  [these](who-may-do-what.md) [pages](what-stops-what.md).
- **equivalent**: Z3 finds no request at all that is decided otherwise.
- **a promise**, **the last release**: found by the proofs only.
- **justified**: nothing stops it, and that is right; the reasons are below.

Made by `python -m tests.mutation`. Each line belongs to the rule as it was at the run; the rule's fingerprint says
which text that is. A rule whose text was changed since is judged anew by the tests, until the page is made again.
"""


@dataclass(frozen=True)
class Tally:
    """What became of the mutants of one rule."""

    rule: str
    fingerprint: str
    judged: Sequence[tuple[Mutant, Outcome]]

    def of(self, outcome: Outcome) -> list[Mutant]:
        """Those with this outcome."""
        return [mutant for mutant, found in self.judged if found is outcome]

    def counts(self) -> Counter[Outcome]:
        """How many of each outcome."""
        return Counter(outcome for _, outcome in self.judged)


def fingerprints(page: str) -> dict[str, str]:
    """The rules on the page with the fingerprint of the text that they were when it was made."""
    rows = (line.split(" | ") for line in page.splitlines() if line.startswith("| `"))
    return {row[0].strip("| `"): row[-1].strip("| `") for row in rows if row[-1].startswith("`")}


def render(bench: Bench, tallies: Sequence[Tally]) -> str:
    """The page, in Markdown."""
    return "".join((_INTRODUCTION, *_by_operator(tallies), *_by_rule(bench, tallies), *_reasons(bench, tallies)))


def _by_operator(tallies: Sequence[Tally]) -> Iterator[str]:
    judged = [each for tally in tallies for each in tally.judged]
    yield f"\n## By what was changed\n\n| | mutants | {' | '.join(Outcome)} |\n|---|{'---:|' * (len(Outcome) + 1)}\n"
    for operator in sorted({mutant.operator for mutant, _ in judged}):
        counts = Counter(outcome for mutant, outcome in judged if mutant.operator == operator)
        yield f"| {operator} | {_numbers(counts)} |\n"
    yield f"| **all** | {_numbers(Counter(outcome for _, outcome in judged))} |\n"


def _by_rule(bench: Bench, tallies: Sequence[Tally]) -> Iterator[str]:
    yield "\n## By rule\n"
    for file, group in groupby(tallies, key=lambda tally: bench.engine.rules[tally.rule].statement.text.file):
        yield f"\n### {file}\n\n| | mutants | {' | '.join(Outcome)} | text |\n|---|{'---:|' * (len(Outcome) + 1)}---|\n"
        for tally in group:
            yield f"| `{tally.rule}` | {_numbers(tally.counts())} | `{tally.fingerprint}` |\n"


def _numbers(counts: Counter[Outcome]) -> str:
    return " | ".join(str(each or "") for each in (counts.total(), *(counts[outcome] for outcome in Outcome)))


def _reasons(bench: Bench, tallies: Sequence[Tally]) -> Iterator[str]:
    met = [(tally.rule, mutant) for tally in tallies for mutant in tally.of(Outcome.JUSTIFIED)]
    yield "\n## Justified\n\n"
    if not met:
        yield "None.\n"
    for because, group in groupby(met, key=lambda each: bench.because[each[0], each[1].change]):
        listed = list(group)
        changes = "; ".join(f"`{mutant.change}`" for _, mutant in listed)
        yield f"- `{listed[0][0]}`: {because} {changes}.\n"
