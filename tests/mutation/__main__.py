"""Make every mutant of the policy and say what stops it.

python -m tests.mutation                 all of them, and write docs/reference/policy-mutants.md
python -m tests.mutation RULE [RULE …]   those of some rules, and write nothing

Survivors without a reason are told on the way, and reasons without a survivor at the end; either makes it fail.
"""

import sys
from collections.abc import Iterator
from multiprocessing import get_context

from tests.mutation.judging import Bench, Outcome
from tests.mutation.page import PAGE, Tally, render


def main(rules: list[str]) -> int:
    """Run it. 0 if every mutant was stopped, is equivalent or has its reason."""
    bench = Bench()
    survived, needed, tallies = 0, set(), []
    for tally in _judged(bench, rules or list(bench.engine.rules)):
        tallies.append(tally)
        needed |= {(mutant.rule, mutant.change) for mutant in tally.of(Outcome.JUSTIFIED)}
        for mutant in tally.of(Outcome.SURVIVED):
            survived += 1
            _tell(f"survived  {mutant.rule} line {mutant.line} ({mutant.operator}): {mutant.change}")
    judged = {tally.rule for tally in tallies} | (set() if rules else {rule for rule, _ in bench.because})
    stale = sorted(each for each in bench.because.keys() - needed if each[0] in judged)
    for rule, change in stale:
        _tell(f"stale     {rule}: {change} is stopped, or is no mutant")
    if not rules:
        PAGE.write_text(render(bench, tallies), encoding="utf-8")
    _tell(f"{sum(len(tally.judged) for tally in tallies)} mutants, {survived} survived, {len(stale)} stale reasons")
    return 1 if survived or stale else 0


def _judged(bench: Bench, rules: list[str]) -> Iterator[Tally]:
    """Every mutant of these rules judged, by as many processes as there are cores. Each asks a solver of its own."""
    bench.prepare()
    with get_context("fork").Pool(initializer=_Worker.begin, initargs=(bench,)) as pool:
        yield from pool.imap(_Worker.tally, rules)


class _Worker:
    """What each process judges by: handed over when it begins, because no solver can be sent from one to another."""

    bench: Bench

    @classmethod
    def begin(cls, bench: Bench) -> None:
        cls.bench = bench

    @classmethod
    def tally(cls, rule: str) -> Tally:
        bench = cls.bench
        return Tally(rule, bench.fingerprint(rule), [(each, bench.judge(each)) for each in bench.mutants(rule)])


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
