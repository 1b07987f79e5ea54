"""Synthetic registers: people who don't exist, with the names, families, moves and slips that make matching hard.

Everything here is data drawn at random from lists that were written for this; no list of real people went into them.
The name origin of a record is known because it was drawn. It is never inferred for anybody.
"""

from handrail.matching.synthetic.writing import MARK, TRUTH, Population, Row, Unfitting, rows, write

__all__ = ["MARK", "TRUTH", "Population", "Row", "Unfitting", "rows", "write"]
