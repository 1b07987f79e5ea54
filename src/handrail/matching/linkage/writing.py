"""What was found, as a file: a pair a row with its weight and the evidence of each comparison. Ids, and no names."""

import csv
from collections.abc import Iterator
from typing import Any, TextIO

from handrail.matching.linkage.finding import Linked
from handrail.matching.linkage.model import Model
from handrail.matching.linkage.pairs import Pair

#: What a pair is taken for.
LIKELY, POSSIBLE, RELATIVES = "likely", "possible", "relatives"


def kind(pair: Pair) -> str:
    """What a pair is taken for, in a word."""
    return RELATIVES if pair.relatives else LIKELY if pair.likely else POSSIBLE


def write_csv(file: TextIO, linked: Linked, model: Model) -> None:
    """Each pair, and those that may be relatives after them; weights in bits."""
    rows = csv.writer(file, lineterminator="\n")
    of_each = [column for each in model.comparisons for column in (each.name, f"{each.name}_bits")]
    rows.writerow(["first", "second", "kind", "weight", "prior", *of_each])
    for pair in every(linked):
        evidence = [cell for step in pair.steps for cell in (step.says, f"{step.bits:.3f}")]
        rows.writerow([pair.first, pair.second, kind(pair), f"{pair.weight:.3f}", f"{pair.prior:.3f}", *evidence])


def as_json(linked: Linked, model: Model) -> dict[str, Any]:
    """The same as a document, with what was learnt of the file and what worked it out."""
    return {
        "version": 1,
        "model": model.name,
        "thresholds": {"likely": model.likely, "shown": model.shown},
        "records": linked.records,
        "learnt_from": linked.learnt.records,
        "engine": linked.engine,
        "versions": dict(linked.versions),
        "pairs": [_pair(each) for each in every(linked)],
    }


def every(linked: Linked) -> Iterator[Pair]:
    """All that was found, those that may be relatives last."""
    yield from linked.pairs
    yield from linked.relatives


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "kind": kind(pair),
        "weight": round(pair.weight, 3),
        "prior": round(pair.prior, 3),
        "steps": [
            {"name": step.name, "says": step.says, "bits": round(step.bits, 3), "rarity": round(step.rarity, 3)}
            for step in pair.steps
        ],
    }
