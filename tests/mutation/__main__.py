"""Make every mutant of the policy and say what stops it.

python -m tests.mutation                 all of them, and write docs/reference/policy-mutants.md
python -m tests.mutation RULE [RULE …]   those of some rules, and write nothing

Survivors without a reason are told on the way, and reasons without a survivor at the end; either makes it fail.
"""

import sys

from tests.mutation.judging import Bench, Outcome
from tests.mutation.page import PAGE, Tally, render


def main(rules: list[str]) -> int:
    """Run it. 0 if every mutant was stopped, is equivalent or has its reason."""
    bench = Bench()
    tallies = []
    survived = 0
    for rule in rules or bench.engine.rules:
        tally = Tally(rule, bench.fingerprint(rule), [(each, bench.judge(each)) for each in bench.mutants(rule)])
        tallies.append(tally)
        for mutant in tally.of(Outcome.SURVIVED):
            survived += 1
            _tell(f"survived  {mutant.rule} line {mutant.line} ({mutant.operator}): {mutant.change}")
    stale = sorted(set(bench.survivors.of(set(rules or bench.engine.rules))) - bench.survivors.used)
    for rule, change in stale:
        _tell(f"stale     {rule}: {change} is stopped, or is no mutant")
    if not rules:
        PAGE.write_text(render(bench, tallies), encoding="utf-8")
    _tell(f"{sum(len(tally.judged) for tally in tallies)} mutants, {survived} survived, {len(stale)} stale reasons")
    return 1 if survived or stale else 0


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
