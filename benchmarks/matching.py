"""How well matching finds people who don't exist: against Splink on the same files, and in every stratum alike."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import splinked
from benchmarks.splinked import Pair
from benchmarks.tables import Drawing, Table
from handrail.matching.evaluation import LabelledFile, Missed, Quality, Report, compare, opened, quality, report
from handrail.matching.evaluation.chart import svg
from handrail.matching.evaluation.intervals import Figure, Rate
from handrail.matching.keys import at_size, load
from handrail.matching.synthetic import Population, write

#: Seeds that nothing was tuned on, records for each person asked about, and queries a stratum comes to in thousands.
_SEED, _EVEN_SEED, _RECORDS_A_QUERY, _MORE = 2018, 2019, 10, 2
#: What may lie between the recall of the best stratum and that of the worst.
LARGEST_GAP: Final = 0.02
#: Even odds, fixed beforehand as ours is; and where Splink's thresholds begin to be tried with the labels in hand.
_EVEN_ODDS, _LEAST = 0.5, 1e-5
_FEBRL: Final = Path(__file__).resolve().parents[2] / "shared" / "data"


class Found(NamedTuple):
    """What one matcher found: its quality at a threshold, and the recall of each stratum."""

    quality: Quality
    strata: dict[str, Rate]

    @property
    def gap(self) -> float:
        """Between the best stratum and the worst."""
        return _gap(self.strata.values())


@dataclass(frozen=True)
class Peer:
    """Splink's pairs, and who is who."""

    pairs: Sequence[Pair]
    queries: dict[str, tuple[str, str]]  # person and stratum, by the record's id
    records: dict[str, str]  # person
    times: Counter[str]  # records of each person

    @classmethod
    def of(cls, queries: LabelledFile, register: LabelledFile) -> "Peer":
        """Splink on these files."""
        records = {each.record_id: each.person for each in register}
        return cls(
            splinked.pairs(queries, register, least=_LEAST),
            {each.record_id: (each.person, each.origin) for each in queries},
            records,
            Counter(records.values()),
        )

    def found(self, least: float) -> Found:
        """What it found from this probability on."""
        right: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        for pair in self.pairs:
            if pair.probability >= least:
                same = self.records[pair.record] == self.queries[pair.query][0]
                (right if same else wrong)[pair.query] += 1
        strata: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for record, (person, origin) in self.queries.items():
            strata[origin][0] += right[record]
            strata[origin][1] += self.times[person]
        outcomes = [
            (right[record], wrong[record], self.times[person] - right[record])
            for record, (person, _) in self.queries.items()
        ]
        return Found(quality(outcomes), {origin: Rate(*counted) for origin, counted in sorted(strata.items())})

    def with_as_many(self, ours: Report) -> Found:
        """What it finds if people are shown as many of its candidates as of ours."""
        likeliest = sorted((pair.probability for pair in self.pairs), reverse=True)
        shown = min(ours.candidates.precision.of, len(likeliest))
        return self.found(likeliest[shown - 1] if shown else 1.0)

    def best(self) -> tuple[float, Found]:
        """The threshold of the highest F1 and what it gives: chosen with the labels in hand, as nobody could."""
        tried = [(least, self.found(least)) for least in (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)]
        return max(tried, key=lambda each: each[1].quality.f1.value)


def measure(folder: Path, *, people: int, runs: int, say: Callable[[str], None]) -> list[Table]:
    """Draw two populations and match them. Nothing here is a matter of time, so it is done once, whatever ``runs``."""
    del runs
    size = people * _RECORDS_A_QUERY
    city = Population(people=size, queries=people, present=0.5, seed=_SEED, mix="city")
    even = Population(people=size, queries=people * _MORE, present=1.0, seed=_EVEN_SEED, mix="even")
    tables: list[Table] = []
    for population, told in ((city, _as_found), (even, _by_stratum)):
        queries, register = _drawn(folder / population.mix, population, say)
        ours = _ours(queries, register)
        say(f"  {population.mix}: recall {_figure(ours.candidates.recall.figure)}, gap {ours.gap or 0:.4f}")
        peer = Peer.of(queries, register)
        say(f"  Splink: F1 {peer.found(_EVEN_ODDS).quality.f1.value:.4f}; Handrail: {ours.even_odds.f1.value:.4f}")
        tables += told(ours, peer, population)
    return [*tables, *_febrl(say)]


def _drawn(folder: Path, population: Population, say: Callable[[str], None]) -> tuple[LabelledFile, ...]:
    write(folder, population, truth=True)
    say(f"  {population.people:,} records and {population.queries:,} queries drawn")
    return opened(folder / "queries.csv", folder / "register.csv")


def _ours(queries: LabelledFile, register: LabelledFile) -> Report:
    return report(compare(queries, register, at_size(load(register.layout.schema), len(register))))


def _as_found(ours: Report, peer: Peer, population: Population) -> Iterable[Table]:
    least, best = peer.best()
    even_odds = peer.found(_EVEN_ODDS)
    yield Table(
        "Whom matching finds",
        f"Of the people who are in the register, matching finds {_share(ours.candidates.recall)} at "
        f"{ours.candidates.a_query.value:.2f} candidates for each person asked about. At even odds its F1 is "
        f"{ours.even_odds.f1.value:.3f}; Splink’s is {even_odds.quality.f1.value:.3f}, and at its best threshold "
        f"{best.quality.f1.value:.3f}.",
        ("Matcher", "Recall", "Precision", "F1", "Candidates a query"),
        (
            _row("**Handrail, all candidates**", ours.candidates),
            _row("**Handrail, even odds**", ours.even_odds),
            _row("Handrail, strong evidence alone", ours.strong),
            _row("Splink, even odds", even_odds.quality),
            _row(f"Splink, at the threshold of its best F1 ({least:g})", best.quality),
            _row("Splink, with as many candidates as Handrail", peer.with_as_many(ours).quality),
        ),
        f"{population.queries:,} people asked about, {population.people:,} records, {ours.pairs:,} pairs of one "
        f"person; seed {population.seed}, on which nothing was tuned. In brackets: 95 per cent intervals. Our keys "
        f"({ours.schema}), limits and weights are those of the private protocol, {ours.tokens:.1f} tokens a query, in "
        f"the clear; its thresholds come with it. Splink {version('splink')} has the same files, learns without labels "
        "and compares in the clear; its best threshold was chosen with the labels in hand.",
    )
    yield Table(
        "Why somebody is missed",
        "A miss for want of a key can’t be mended by weighing; one for want of weight can, at the price of more wrong "
        "candidates.",
        ("Reason", "Pairs", "Of all pairs"),
        tuple(
            (why.value.capitalize(), f"{ours.missed.get(why, 0):,}", f"{ours.missed.get(why, 0) / ours.pairs:.4f}")
            for why in Missed
        ),
        f"The {ours.pairs:,} pairs of the table above.",
    )
    yield Table(
        "What goes wrong in records, and what becomes of it",
        "Each error stands in at least one of the two records; a pair often has several.",
        ("Error", "Pairs", "Recall", "With strong evidence"),
        tuple((part.name, f"{part.recall.of:,}", _rate(part.recall), _rate(part.strong)) for part in ours.errors),
        "[Synthetic registers](matching-synthetic.md) says what each is and how often it happens.",
    )


def _by_stratum(ours: Report, peer: Peer, population: Population) -> Iterable[Table]:
    as_many, even_odds = peer.with_as_many(ours), peer.found(_EVEN_ODDS)
    gap = ours.gap or 0.0
    strong = _gap(part.strong for part in ours.strata)
    yield Table(
        "Found alike, whatever the origin of the name",
        f"Between the origin whose people are found most often and the one whose are found least lie {gap:.4f}; with "
        f"Splink and as many candidates {as_many.gap:.4f}. `make bench` fails above {LARGEST_GAP:g}. Strong evidence "
        f"is spread less evenly ({strong:.4f}): for some origins two people have to look more often.",
        (
            "Origin of the name",
            "People",
            "Recall",
            "With strong evidence",
            "Splink, as many candidates",
            "Splink, even odds",
        ),
        (
            *(
                (
                    part.name,
                    f"{part.recall.of:,}",
                    _rate(part.recall),
                    _rate(part.strong),
                    _rate(as_many.strata[part.name]),
                    _rate(even_odds.strata[part.name]),
                )
                for part in ours.strata
            ),
            ("**Largest gap**", "", *(f"{each:.4f}" for each in (gap, strong, as_many.gap, even_odds.gap))),
        ),
        f"{population.queries:,} people asked about, all of them among {population.people:,} records, every origin "
        f"alike; seed {population.seed}. {ours.candidates.a_query.value:.2f} candidates a query; Splink at even odds "
        f"has {even_odds.quality.a_query.value:.2f}. The origin is known because it was drawn; nobody’s is inferred.",
        drawing=Drawing("recall-by-origin.svg", "Recall of each origin with its interval, as in the table.", svg(ours)),
        broken=f"The largest gap between strata is {gap:.4f}, above {LARGEST_GAP:g}." if gap > LARGEST_GAP else "",
    )


def _febrl(say: Callable[[str], None]) -> Iterable[Table]:
    files = _FEBRL / "febrl4a.csv", _FEBRL / "febrl4b.csv"
    if not all(file.is_file() for file in files):
        say(f"  FEBRL’s files are not in {_FEBRL}: left out")
        return
    measured = [
        (title, _ours(*opened(*files, leave_out=left_out)))
        for title, left_out in (("With the social-security number", ()), ("Without it", ("soc_sec_id",)))
    ]
    yield Table(
        "FEBRL’s fourth data set",
        "A published set of 5,000 pairs, with two or three errors in each.",
        ("", "Recall", "Precision", "F1", "Candidates a query"),
        tuple(
            _row(f"{title}, {level}", quality)
            for title, each in measured
            for level, quality in (("even odds", each.even_odds), ("all candidates", each.candidates))
        ),
        f"Keys {measured[0][1].schema}, chosen on FEBRL’s data sets 1 to 3.",
    )


def _gap(rates: Iterable[Rate]) -> float:
    recalls = [rate.hits / rate.of for rate in rates]
    return max(recalls) - min(recalls)


def _row(title: str, each: Quality) -> tuple[str, ...]:
    return title, _rate(each.recall), _rate(each.precision), _figure(each.f1), _figure(each.a_query)


def _rate(rate: Rate) -> str:
    return _figure(rate.figure)


def _share(rate: Rate) -> str:
    return f"{100 * rate.hits / rate.of:.1f} in 100"


def _figure(figure: Figure | None) -> str:
    return f"{figure.value:.4f} ({figure.low:.4f} to {figure.high:.4f})" if figure else ""
