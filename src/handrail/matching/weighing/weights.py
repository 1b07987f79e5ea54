"""What a match key's traits weigh: how often each agrees between records of one person, and of two.

The weights of a schema ship with it as data, learned without labels from synthetic registers (`learning`). They are
about pairs of records. Nothing here says anything of a person.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_SHIPPED: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of pair of records: how many of them there are a record asked about, and how often each trait agrees."""

    a_record: float
    agrees: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """The three kinds of pair: of one person; of two who share much, as a household does; of two strangers.

    Of the first two there are as many in any register; strangers grow with it. A pair of which ``strong`` is the least
    weight, in bits, is strong evidence; from ``weak`` on it is a candidate at all.
    """

    same: Kind
    near: Kind
    strangers: Mapping[str, float]
    strong: float
    weak: float


@cache
def shipped(schema: str) -> Weights:
    """The weights that ship with a schema, by its name. Raises KeyError where it has none."""
    path = _SHIPPED / f"{schema}.toml"
    if not path.is_file():
        raise KeyError(schema)
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> Weights:
    """Weights from their TOML."""
    written = tomllib.loads(text)
    return Weights(
        same=Kind(written["same"]["a_record"], written["same"]["agrees"]),
        near=Kind(written["near"]["a_record"], written["near"]["agrees"]),
        strangers=written["strangers"]["agrees"],
        strong=written["thresholds"]["strong"],
        weak=written["thresholds"]["weak"],
    )


def write(weights: Weights, why: str) -> str:
    """Weights as TOML, with a comment that says where they come from."""

    def lines() -> Iterator[str]:
        yield from (f"# {line}" for line in why.splitlines())
        yield from ("", "[thresholds]  # bits", f"weak = {weights.weak}", f"strong = {weights.strong}")
        for name, kind in (("same", weights.same), ("near", weights.near)):
            yield from ("", f"[{name}]", f"a_record = {kind.a_record:.6g}", "", f"[{name}.agrees]")
            yield from (f"{trait} = {often:.6g}" for trait, often in kind.agrees.items())
        yield from ("", "[strangers.agrees]")
        yield from (f"{trait} = {often:.6g}" for trait, often in weights.strangers.items())

    return "\n".join(lines()) + "\n"
