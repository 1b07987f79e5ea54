"""What speaks for two records being of one person, and what against: the drawing, and the table that says the same."""

from dataclasses import dataclass

from handrail.matching.linkage.model import load
from handrail.matching.linkage.pairs import Pair
from handrail.matching.linkage.waterfall import Waterfall, signed, waterfall


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison as the table shows it: what was compared, what it came to, and its weight in bits."""

    title: str
    says: str
    bits: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair for its page (``parts/waterfall.html``). ``kind`` is what it is taken for."""

    kind: str
    drawing: Waterfall
    rows: tuple[Row, ...]


def shown(pair: Pair) -> Shown:
    """The pair as its page shows it."""
    rows = [Row("Before anything is compared", "most records are of different people", signed(pair.prior))]
    rows += [Row(step.title, step.says, signed(step.bits) if step.bits else "0") for step in pair.steps]
    rows.append(Row("All together", "", signed(pair.weight)))
    kind = "relatives" if pair.relatives else "likely" if pair.likely else "possible"
    return Shown(kind, waterfall(pair, likely=load().likely), tuple(rows))
