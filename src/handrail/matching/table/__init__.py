"""The tag table: what a partner publishes of its register. See docs/reference/tag-table.md.

For each match key of each record it holds a tag, which nobody can work out without the partner's key, and the record's
pseudonym, which only whoever knows the tag's secret can read. It shows how many entries there are, and nothing else.
"""

from handrail.matching.table.build import Built, build
from handrail.matching.table.format import (
    CAP,
    MOST_RECORDS,
    PSEUDONYM_SIZE,
    SECRET_SIZE,
    DamagedTable,
    Header,
    names_an_organisation,
    secret_of,
)
from handrail.matching.table.lookup import TagTable, read_header

__all__ = [
    "CAP",
    "MOST_RECORDS",
    "PSEUDONYM_SIZE",
    "SECRET_SIZE",
    "Built",
    "DamagedTable",
    "Header",
    "TagTable",
    "build",
    "names_an_organisation",
    "read_header",
    "secret_of",
]
