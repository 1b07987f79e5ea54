"""A pair's weight as a waterfall: from where it begins, each comparison a bar up or down, to where it ends.

Where the bars are drawn, and nothing else: the page has the same figures in a table beside the drawing.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from handrail.matching.linkage.pairs import Pair, running

#: In units of the drawing's own grid, narrow enough to be read on a phone: its width, the height of a row (the words
#: above the bar, and the bar), and the room for the figure at the right.
WIDTH, ROW, BESIDE = 360, 52, 56
#: Bits against that the scale shows at least.
_LEAST: Final = 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, from ``left`` on; ``end`` is where the next begins. ``side`` is "for", "against" or "whole"."""

    label: str
    figure: str
    top: int
    left: float
    length: float
    end: float
    side: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars of one pair, the line of even odds, and the line from which a pair is likely."""

    height: int
    even: float
    likely: float
    bars: tuple[Bar, ...]


def waterfall(pair: Pair, *, likely: float) -> Waterfall:
    """The drawing of a pair; ``likely`` is the model's threshold. What had nothing to compare has no bar."""
    ends = list(running(pair))
    spans = [_Span("Before anything is compared", 0.0, pair.prior)]
    spans += [_Span(step.title, *end) for step, end in zip(pair.steps, ends, strict=True) if step.bits]
    spans.append(_Span("All together", 0.0, pair.weight))
    weights = [end for span in spans for end in (span.begin, span.end)]
    low, high = min(*weights, -_LEAST), max(*weights, likely + 1)

    def x(weight: float) -> float:
        return round((WIDTH - BESIDE) * (weight - low) / (high - low), 1)

    bars = []
    for at, span in enumerate(spans):
        left, right = sorted((x(span.begin), x(span.end)))
        side = "whole" if at == len(spans) - 1 else "for" if span.bits > 0 else "against"
        length = round(max(right - left, 1.0), 1)
        bars.append(Bar(span.label, signed(span.bits), at * ROW, left, length, x(span.end), side))
    return Waterfall(ROW * len(bars), x(0.0), x(likely), tuple(bars))


class _Span(NamedTuple):
    label: str
    begin: float
    end: float

    @property
    def bits(self) -> float:
        return self.end - self.begin


def signed(bits: float) -> str:
    """With its sign, as in "+7.3"; below nothing with a minus that is as wide as the plus."""
    return f"{bits:+.1f}".replace("-", "\N{MINUS SIGN}")
