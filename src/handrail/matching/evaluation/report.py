"""What a comparison is worth: recall, precision, F1 and candidates a query; by stratum and by kind of error."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from handrail.matching.evaluation.clear import Asked, Comparison, Missed
from handrail.matching.evaluation.differences import differences
from handrail.matching.evaluation.intervals import Figure, Outcome, Rate, a_query, bootstrapped, f1
from handrail.matching.weighing import Weighed

#: Of the JSON form. A reader that knows this version can read what says it.
FORMAT: Final = "handrail match evaluation"
VERSION: Final = 1

NO_ERROR: Final = "none"


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the candidates of some least weight are, counted in pairs of records."""

    recall: Rate  # of the pairs of one person, those that are candidates
    precision: Rate  # of the candidates, those of the same person
    f1: Figure
    a_query: Figure  # candidates for each query


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the pairs of one person: those of one stratum, or with one kind of error. A pair may have several."""

    name: str
    recall: Rate
    strong: Rate  # the same, counting strong evidence alone


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said of one comparison."""

    schema: str
    queries: int
    records: int
    pairs: int  # of a query and a record of the same person
    tokens: float  # a query, on average
    crowded: int
    candidates: Quality  # all that a person is shown
    even_odds: Quality  # those of which it is as likely as not that they are of the same person, or likelier
    strong: Quality
    missed: Mapping[Missed, int]
    strata: tuple[Part, ...]  # of synthetic data alone
    errors: tuple[Part, ...]  # the most frequent first
    errors_stated: bool  # whether the files say what went wrong; else it is read off the records

    @property
    def gap(self) -> float | None:
        """Between the highest and the lowest recall of a stratum; none where there are no two."""
        found = [part.recall.hits / part.recall.of for part in self.strata if part.recall.of]
        return max(found) - min(found) if len(found) > 1 else None

    def as_json(self) -> dict[str, Any]:
        """The report as JSON has it: docs/reference/matching-evaluation.md says what each field is."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "schema": self.schema,
            "queries": self.queries,
            "records": self.records,
            "pairs": self.pairs,
            "tokens_a_query": round(self.tokens, 3),
            "crowded_tokens": self.crowded,
            "candidates": _quality(self.candidates),
            "even_odds": _quality(self.even_odds),
            "strong": _quality(self.strong),
            "missed": {why.name.lower().replace("_", "-"): self.missed[why] for why in Missed},
            "strata": [_part(part) for part in self.strata],
            "largest_gap": None if self.gap is None else round(self.gap, 6),
            "errors": [_part(part) for part in self.errors],
            "errors_stated": self.errors_stated,
        }


def report(comparison: Comparison) -> Report:
    """Work it out. Raises ValueError where nobody was asked about."""
    asked = comparison.asked
    if not asked:
        raise ValueError("nobody was asked about")
    partners = [partner for each in asked for partner in each.partners]
    by_stratum: dict[str, list[bool | None]] = defaultdict(list)
    by_error: dict[str, list[bool | None]] = defaultdict(list)
    stated = False
    for each in asked:
        for partner in each.partners:
            strong = _is_strong(partner.weighed)
            found = None if partner.missed else strong
            if each.query.origin:
                by_stratum[each.query.origin].append(found)
            slips = each.query.slips, partner.record.slips
            stated = stated or None not in slips
            kinds = (
                slips[0] | slips[1]
                if slips[0] is not None and slips[1] is not None
                else differences(each.query.identity, partner.record.identity)
            )
            for kind in kinds or (NO_ERROR,):
                by_error[kind].append(found)
    return Report(
        schema=comparison.schema.name,
        queries=len(asked),
        records=comparison.records,
        pairs=len(partners),
        tokens=sum(each.tokens for each in asked) / len(asked),
        crowded=comparison.crowded,
        candidates=quality(_outcome(each, lambda _: True) for each in asked),
        even_odds=quality(_outcome(each, lambda weighed: weighed.weight >= 0) for each in asked),
        strong=quality(_outcome(each, _is_strong) for each in asked),
        missed=Counter(partner.missed for partner in partners if partner.missed),
        strata=tuple(_of(name, found) for name, found in sorted(by_stratum.items())),
        errors=tuple(_of(name, found) for name, found in sorted(by_error.items(), key=lambda each: -len(each[1]))),
        errors_stated=stated,
    )


def quality(outcomes: Iterable[Outcome]) -> Quality:
    """The quality of any matcher from what each query came to: right candidates, wrong ones, and missed pairs."""
    every = list(outcomes)
    right, wrong, missed = (sum(each[at] for each in every) for at in range(3))
    return Quality(
        recall=Rate(right, right + missed),
        precision=Rate(right, right + wrong),
        f1=bootstrapped(every, f1),
        a_query=bootstrapped(every, a_query),
    )


def _outcome(asked: Asked, enough: Callable[[Weighed], bool]) -> Outcome:
    kept = [each for each in asked.candidates if enough(each.weighed)]
    right = sum(each.same for each in kept)
    return right, len(kept) - right, len(asked.partners) - right


def _is_strong(weighed: Weighed | None) -> bool:
    return weighed is not None and weighed.evidence == "strong"


def _of(name: str, found: list[bool | None]) -> Part:
    """``found``: for each pair whether the evidence is strong; None where it is no candidate."""
    return Part(
        name,
        Rate(sum(each is not None for each in found), len(found)),
        Rate(sum(bool(each) for each in found), len(found)),
    )


def _quality(each: Quality) -> dict[str, Any]:
    return {
        "recall": _rate(each.recall),
        "precision": _rate(each.precision),
        "f1": _figure(each.f1),
        "a_query": _figure(each.a_query),
    }


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "recall": _rate(part.recall), "strong": _rate(part.strong)}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"hits": rate.hits, "of": rate.of, **_figure(rate.figure)}


def _figure(figure: Figure | None) -> dict[str, Any]:
    """Null where there is nothing to count."""
    if figure is None:
        return {"value": None, "low": None, "high": None}
    return {"value": round(figure.value, 6), "low": round(figure.low, 6), "high": round(figure.high, 6)}
