"""An organisation's own duplicates, among people who don't exist: how many Splink finds by the shipped model."""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.tables import Table
from handrail.matching.evaluation import LabelledFile, Quality, opened, quality
from handrail.matching.evaluation.intervals import Figure, Rate
from handrail.matching.identity import RegisterRow
from handrail.matching.linkage.finding import Linked, link
from handrail.matching.linkage.model import load
from handrail.matching.linkage.pairs import Pair
from handrail.matching.synthetic import Population, write

#: A seed that nothing was tuned on; of ten records one is written down again, half of them of somebody who is there.
_SEED, _AGAIN, _PRESENT, _RUNS = 2021, 10, 0.5, 3


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Draw one register of so many people, with its second records in the same file, and link it."""
    again = people // _AGAIN
    population = Population(people=people, queries=again, present=_PRESENT, seed=_SEED, mix="city")
    write(folder / "duplicates", population, truth=True)
    files = opened(folder / "duplicates" / "queries.csv", folder / "duplicates" / "register.csv")
    person = {each.record_id: each.person for file in files for each in file}
    taken = []
    for _ in range(min(runs, _RUNS)):
        begun = time.perf_counter()
        linked = link(_rows(files), load())
        taken.append(time.perf_counter() - begun)
        say(f"  {linked.records:,} records in {taken[-1]:.1f} s")
    return [_table(linked, person, statistics.median(taken))]


def _rows(files: Iterable[LabelledFile]) -> Iterable[RegisterRow]:
    return (RegisterRow(record_id=each.record_id, identity=each.identity) for file in files for each in file)


def _table(linked: Linked, person: dict[str, str], seconds: float) -> Table:
    likely = _quality((pair for pair in linked.pairs if pair.likely), person)
    shown = _quality(linked.pairs, person)
    relatives = sum(person[pair.first] != person[pair.second] for pair in linked.relatives)
    versions = ", ".join(f"{name} {version}" for name, version in linked.versions.items() if name != "handrail")
    return Table(
        "Duplicates of one’s own",
        f"Of the pairs that are taken for likely, {_in_100(likely.precision)} in 100 are of one person, and they are "
        f"{_in_100(likely.recall)} in 100 of all such pairs: F1 "
        f"{likely.f1.value:.3f}. It took {seconds:.0f} s.",
        ("Pairs", "Recall", "Precision", "F1"),
        (
            _row("**Likely**", likely),
            _row("Likely or possible", shown),
        ),
        f"`handrail match link` on {linked.records:,} records, {likely.recall.of:,} pairs of one person; seed {_SEED}, "
        f"on which nothing was tuned; both thresholds are the model’s. In brackets: 95 per cent intervals. Of "
        f"{len(linked.relatives):,} pairs set apart as perhaps relatives {relatives:,} are of two people. {versions}; "
        "weights learnt from the same file, without labels.",
    )


def _quality(pairs: Iterable[Pair], person: dict[str, str]) -> Quality:
    """Counted by the record that a pair begins with: of two of one person that is the second one written."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for pair in pairs:
        (right if person[pair.first] == person[pair.second] else wrong)[pair.first] += 1
    times = Counter(person.values())
    first = {person[record]: record for record in sorted(person, reverse=True)}
    return quality(
        (right[record], wrong[record], (times[who] - 1 if first[who] == record else 0) - right[record])
        for record, who in person.items()
        if right[record] or wrong[record] or first[who] == record
    )


def _row(title: str, each: Quality) -> tuple[str, ...]:
    return title, _figure(_of(each.recall)), _figure(_of(each.precision)), _figure(each.f1)


def _in_100(rate: Rate) -> str:
    return f"{100 * rate.hits / rate.of:.1f}"


def _of(rate: Rate) -> Figure:
    return rate.figure or Figure(0.0, 0.0, 0.0)


def _figure(figure: Figure) -> str:
    return f"{figure.value:.4f} ({figure.low:.4f} to {figure.high:.4f})"
