"""The recall of each part as a picture: a point with its interval. The table beside it says the same in figures."""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from handrail.matching.evaluation.report import Part, Report

_WIDTH, _ROW, _LABELS, _TOP = 720, 28, 190, 64
_RIGHT: Final = 60  # for the figure beside the line
_INK, _QUIET, _POINT = "#0b0c0c", "#b1b4b6", "#1d70b8"


def svg(report: Report) -> str:
    """A drawing of the strata, or of the kinds of error where there are none, that says in words what it shows."""
    parts = [part for part in report.strata or report.errors if part.recall.of]
    what = "stratum of name origins" if report.strata else "kind of error"
    lowest = min((part.recall.figure.low for part in parts if part.recall.figure), default=0.9)
    floor = max(0.0, int(lowest * 50) / 50)  # to two hundredths below
    height = _TOP + _ROW * len(parts) + 36
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {height}",
            "width": str(_WIDTH),
            "height": str(height),
            "role": "img",
            "aria-labelledby": "title summary",
            "font-family": "Arial, sans-serif",
            "font-size": "14",
        },
    )
    SubElement(root, "title", {"id": "title"}).text = f"Candidate recall by {what}"
    SubElement(root, "desc", {"id": "summary"}).text = _summary(parts)
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _text(root, 0, 20, f"Candidate recall by {what}", weight="bold")
    _text(root, 0, 42, f"{report.queries:,} queries, {report.records:,} records; lines are 95 per cent intervals")
    _scale(root, floor, height)
    for row, part in enumerate(parts):
        _row(root, part, floor, _TOP + _ROW * row + _ROW // 2)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _summary(parts: Sequence[Part]) -> str:
    return "; ".join(f"{part.name} {part.recall.hits / part.recall.of:.3f} of {part.recall.of:,}" for part in parts)


def _x(value: float, floor: float) -> float:
    room = _WIDTH - _LABELS - _RIGHT
    return round(_LABELS + room * (value - floor) / (1 - floor), 1)


def _scale(root: Element, floor: float, height: int) -> None:
    for step in range(5):
        value = floor + (1 - floor) * step / 4
        at = str(_x(value, floor))
        SubElement(root, "line", {"x1": at, "x2": at, "y1": str(_TOP), "y2": str(height - 30), "stroke": _QUIET})
        _text(root, float(at), height - 10, f"{value:.3f}", anchor="middle")


def _row(root: Element, part: Part, floor: float, y: int) -> None:
    figure = part.recall.figure
    if figure is None:
        return
    _text(root, 0, y + 5, part.name)
    low, high, value = (str(_x(each, floor)) for each in (max(figure.low, floor), figure.high, figure.value))
    line = {"x1": low, "x2": high, "y1": str(y), "y2": str(y), "stroke": _POINT, "stroke-width": "3"}
    SubElement(root, "line", line)
    SubElement(root, "circle", {"cx": value, "cy": str(y), "r": "6", "fill": _POINT})
    _text(root, _WIDTH, y + 5, f"{figure.value:.3f}", anchor="end")


def _text(root: Element, x: float, y: int, words: str, *, weight: str = "normal", anchor: str = "start") -> None:
    style = {"x": f"{x:g}", "y": str(y), "fill": _INK, "font-weight": weight, "text-anchor": anchor}
    SubElement(root, "text", style).text = words
