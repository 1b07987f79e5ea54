"""What a model learnt from a file: how often each level is reached by one person's records, and by those of two."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from handrail.matching.linkage.model import Model

_VERSION = 1


class NotLearnt(ValueError):
    """These settings can't be used with this model. The text says why."""


class Often(NamedTuple):
    """How often a level is reached: by two records of one person, and by two of two people."""

    same: float
    others: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """The settings of a run. With them, another run weighs exactly alike."""

    model: str
    records: int  # from which it was learnt; 0: nothing was, these are the model's own
    prior: float  # the chance that two records, whichever, are of one person
    often: Mapping[str, tuple[Often, ...]]  # of each comparison, its speaking levels

    def write(self, engine: str, versions: Mapping[str, str]) -> str:
        """As JSON, with what worked it out."""
        written = {
            "version": _VERSION,
            "model": self.model,
            "records": self.records,
            "prior": self.prior,
            "comparisons": {name: [often._asdict() for often in each] for name, each in self.often.items()},
            "engine": engine,
            "versions": dict(versions),
        }
        return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def unlearnt(model: Model, records: int) -> Learnt:
    """The model's own values, for a file of so many records."""
    prior = 2 * model.training.again_in_a_thousand / 1000 / max(records - 1, 1)
    often = {each.name: tuple(Often(level.same, level.others) for level in each.speaking) for each in model.comparisons}
    return Learnt(model.name, 0, min(prior, 0.5), often)


def read(text: str, model: Model) -> Learnt:
    """Settings that were recorded. Raises NotLearnt."""
    try:
        written: Any = json.loads(text)
        if written["version"] != _VERSION:
            raise NotLearnt(f"They are of version {written['version']}, and this reads {_VERSION}.")
        if written["model"] != model.name:
            raise NotLearnt(f"They are of the model {written['model']}, and this is {model.name}.")
        often = {
            name: tuple(Often(float(each["same"]), float(each["others"])) for each in levels)
            for name, levels in written["comparisons"].items()
        }
        learnt = Learnt(model.name, int(written["records"]), float(written["prior"]), often)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise NotLearnt(f"They aren't settings that a run recorded: {error}.") from None
    if {name: len(levels) for name, levels in often.items()} != {
        each.name: len(each.speaking) for each in model.comparisons
    }:
        raise NotLearnt("They have other comparisons or levels than the model.")
    chances = [learnt.prior, *(chance for levels in often.values() for level in levels for chance in level)]
    if not all(0 < chance < 1 for chance in chances):
        raise NotLearnt("A part of the whole is between 0 and 1, and one of theirs is not.")
    return learnt
