"""The model: which pairs are looked at, by what they are compared, from which weight on they are shown: data."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from handrail.matching.linkage.columns import COLUMNS

_SHIPPED: Final = Path(__file__).parent
#: The last level of every comparison: whatever none of the others says.
OTHERWISE: Final = "otherwise"
#: How two records can agree: of which kind of column, and of how many. `None` is any.
_WHENS: Final[Mapping[str, tuple[str | None, int | None]]] = {
    "same": ("text", None),
    "shared": ("several", 1),
    "exchanged": ("several", 2),
    "edits": ("text", 1),
    "initial": ("text", 1),
    "partly": ("text", 2),
    OTHERWISE: (None, 0),
}
#: The fields of each part. All are needed, of a level only some; a float may be written as a whole number.
_OF: Final[Mapping[str, Mapping[str, type]]] = {
    "the model": {
        "model": str,
        "says": str,
        "blocks": list,
        "thresholds": dict,
        "relatives": dict,
        "training": dict,
        "comparison": list,
    },
    "thresholds": {"likely": float, "shown": float},
    "relatives": {"differ": str, "unless_same": list},
    "training": {
        "least_records": int,
        "sample": int,
        "sure": list,
        "found_by_sure": float,
        "within": list,
        "again_in_a_thousand": int,
        "own": int,
    },
    "comparison": {"name": str, "title": str, "needs": list, "learn": bool, "level": list},
}
_OF_A_LEVEL: Final = {
    "says": str,
    "when": str,
    "of": list,
    "at_most": int,
    "by_rarity": str,
    "silent": bool,
    "same": float,
    "others": float,
}


class ModelFault(ValueError):
    """A model cannot be used. The text says every reason, one a line."""


@dataclass(frozen=True, slots=True)
class Level:
    """A way in which two records agree or don't, and how often that is so of one person, and of two people."""

    says: str
    when: str
    of: tuple[str, ...] = ()
    at_most: int = 0  # letters or digits, of `edits`
    by_rarity: str = ""  # the column whose rarer values weigh more
    silent: bool = False  # says nothing for or against: another comparison has said it
    same: float = 0.0
    others: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing by which records are compared: its columns that both must have, and its levels, the first that fits."""

    name: str
    title: str
    needs: tuple[str, ...]
    learn: bool  # from a file; where not, the model's own values stand
    levels: tuple[Level, ...]

    @property
    def speaking(self) -> tuple[Level, ...]:
        """The levels that say something for or against, the closest first."""
        return tuple(level for level in self.levels if not level.silent)


@dataclass(frozen=True, slots=True)
class Training:
    """How the model learns from a file, without anybody saying which pairs are right."""

    least_records: int
    sample: int
    sure: tuple[tuple[str, ...], ...]
    found_by_sure: float
    within: tuple[tuple[str, ...], ...]
    again_in_a_thousand: int
    own: int


@dataclass(frozen=True, slots=True)
class Model:
    """A version of the model. Pairs are shown from the weight `shown` on, in bits, and likely from `likely` on."""

    name: str
    says: str
    blocks: tuple[tuple[str, ...], ...]
    comparisons: tuple[Comparison, ...]
    likely: float
    shown: float
    differ: str  # a comparison: who differs in it, and in no number, is a relative
    unless_same: tuple[str, ...]
    training: Training


@cache
def load(name: str = "duplicates-1") -> Model:
    """The model that ships under this name. Raises ModelFault."""
    shipped = sorted(path.stem for path in _SHIPPED.glob("*.toml"))
    if name not in shipped:
        raise ModelFault(f"There is no model {name}. There are: {', '.join(shipped)}.")
    return read((_SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))


def read(text: str) -> Model:
    """A model from its TOML. Raises ModelFault with everything that is wrong with it."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelFault(f"The model can't be read: {error}.") from error
    if faults := list(_form(written)) or list(_sense(written)):
        raise ModelFault("\n".join(faults))
    relatives, training = written["relatives"], written["training"]
    return Model(
        name=written["model"],
        says=written["says"],
        blocks=_tuples(written["blocks"]),
        comparisons=tuple(map(_comparison, written["comparison"])),
        likely=float(written["thresholds"]["likely"]),
        shown=float(written["thresholds"]["shown"]),
        differ=relatives["differ"],
        unless_same=tuple(relatives["unless_same"]),
        training=Training(
            **training | {"sure": _tuples(training["sure"]), "within": _tuples(training["within"])},
        ),
    )


def _comparison(written: Mapping[str, Any]) -> Comparison:
    levels = tuple(Level(**level | {"of": tuple(level.get("of", ()))}) for level in written["level"])
    return Comparison(written["name"], written["title"], tuple(written["needs"]), written["learn"], levels)


def _tuples(written: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, written))


def _form(written: Mapping[str, Any]) -> Iterator[str]:
    """What is missing, unknown or of the wrong kind."""
    wrong = list(_fields("the model", written, _OF["the model"]))
    yield from wrong
    if wrong:
        return
    for part in ("thresholds", "relatives", "training"):
        yield from _fields(part, written[part], _OF[part])
    for at, each in enumerate(written["comparison"], start=1):
        wrong = list(_fields(f"comparison {at}", each, _OF["comparison"]))
        yield from wrong
        if not wrong:
            for number, level in enumerate(each["level"], start=1):
                where = f"comparison {each['name']}, level {number}"
                needed = ("says", "when") if level.get("silent") else ("says", "when", "same", "others")
                yield from _fields(where, level, _OF_A_LEVEL, needed)


def _fields(
    where: str, written: Any, fields: Mapping[str, type], needed: tuple[str, ...] | None = None
) -> Iterator[str]:
    if not isinstance(written, dict):
        yield f"{where}: it isn't a table"
        return
    yield from (f'{where}: there is no "{field}"' for field in needed or fields if field not in written)
    for field, value in written.items():
        kind = fields.get(field)
        if kind is None:
            yield f'{where}: "{field}" isn\'t a key here'
        elif isinstance(value, bool) is not (kind is bool) or not isinstance(
            value, (kind, int) if kind is float else kind
        ):
            yield f'{where}: "{field}" isn\'t of the kind {kind.__name__}'


def _sense(written: Mapping[str, Any]) -> Iterator[str]:
    """What is of the right form and means nothing."""
    names = [each["name"] for each in written["comparison"]]
    yield from (f'the comparison "{name}" is there twice' for name in sorted(set(names)) if names.count(name) > 1)
    if written["thresholds"]["likely"] < written["thresholds"]["shown"]:
        yield "thresholds: a likely pair has at least the weight of one that is shown"
    relatives = written["relatives"]
    for name in (relatives["differ"], *relatives["unless_same"]):
        if name not in names:
            yield f'relatives: there is no comparison "{name}"'
    training = written["training"]
    if not 0 < training["found_by_sure"] <= 1:
        yield "training: found_by_sure is a part of the whole: above 0, up to 1"
    for field in ("least_records", "sample"):
        if training[field] < 2:
            yield f"training: {field} is at least 2"
    if not 0 < training["again_in_a_thousand"] < 1000:
        yield "training: again_in_a_thousand is above 0, and below 1000"
    if training["own"] < 1:
        yield "training: own is at least 1"
    for where, rules in (("blocks", written["blocks"]), ("sure", training["sure"]), ("within", training["within"])):
        for at, rule in enumerate(rules, start=1):
            yield from _columns(f"{where} {at}", rule)
    for each in written["comparison"]:
        yield from _columns(f"comparison {each['name']}, needs", each["needs"])
        yield from _levels(each)


def _columns(where: str, columns: Any) -> Iterator[str]:
    if not isinstance(columns, list) or not columns:
        yield f"{where}: it names at least one column"
        return
    yield from (f'{where}: there is no column "{column}"' for column in columns if column not in COLUMNS)


def _levels(comparison: Mapping[str, Any]) -> Iterator[str]:
    levels = comparison["level"]
    for number, level in enumerate(levels, start=1):
        where = f"comparison {comparison['name']}, level {number}"
        if level["when"] not in _WHENS:
            yield f'{where}: there is no "{level["when"]}", there are {", ".join(_WHENS)}'
            continue
        kind, how_many = _WHENS[level["when"]]
        of = level.get("of", [])
        if how_many not in (None, len(of)):
            yield f'{where}: "{level["when"]}" is of {how_many} columns'
        elif level["when"] != OTHERWISE:
            yield from _columns(where, of)
        for column in of:
            if column in COLUMNS and COLUMNS[column].kind != kind:
                yield f'{where}: "{level["when"]}" is of a column of {kind}, and {column} is of {COLUMNS[column].kind}'
        if (rarity := level.get("by_rarity")) and (rarity not in COLUMNS or COLUMNS[rarity].kind != "text"):
            yield f'{where}: there is no column of text "{rarity}"'
        if level["when"] == "edits" and level.get("at_most", 0) < 1:
            yield f"{where}: at_most is at least 1"
        for field in ("same", "others"):
            if not level.get("silent") and not 0 < level[field] < 1:
                yield f"{where}: {field} is a part of the whole: between 0 and 1"
    if [level["when"] for level in levels].count(OTHERWISE) != 1 or levels[-1]["when"] != OTHERWISE:
        yield f'comparison {comparison["name"]}: its last level, and no other, is "{OTHERWISE}"'
