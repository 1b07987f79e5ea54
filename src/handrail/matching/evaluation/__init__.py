"""How well matching finds people, measured on files that say who each record is of.

Strata are those of synthetic records, which state the name origin that they were drawn from. Nobody's name origin is
ever inferred: a file about real people that has such a column is refused.
"""

from handrail.matching.evaluation.clear import Comparison, Missed, compare
from handrail.matching.evaluation.labelled import BadFiles, Labelled, LabelledFile, Progress, opened
from handrail.matching.evaluation.report import Quality, Report, quality, report

__all__ = [
    "BadFiles",
    "Comparison",
    "Labelled",
    "LabelledFile",
    "Missed",
    "Progress",
    "Quality",
    "Report",
    "compare",
    "opened",
    "quality",
    "report",
]
