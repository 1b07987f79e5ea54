"""Provenance: what leans on what, so that a recall below finds the judgements above.

Records are named by kind and id, and never by foreign key: this floor knows nothing of the floors that judge.

The functions are imported when first used: the app registry imports this package before Django can load a model.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.provenance.sources import (
        Derived,
        Leaning,
        all_sources_of,
        all_to_review,
        drawn_on,
        ended_under,
        forget,
        leaning_on,
        mark_for_review,
        originators_of,
        record,
        reviewed,
        sources_of,
        to_review,
    )

__all__ = [
    "Derived",
    "Leaning",
    "all_sources_of",
    "all_to_review",
    "drawn_on",
    "ended_under",
    "forget",
    "leaning_on",
    "mark_for_review",
    "originators_of",
    "record",
    "reviewed",
    "sources_of",
    "to_review",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.sources"), name)
