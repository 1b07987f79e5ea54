"""Whoever runs searches is told, in the transaction in which one is authorised, that there is one to run."""

from collections.abc import Callable
from uuid import UUID

#: Function of an originator and one of its searches.
Run = Callable[[UUID, UUID], object]

_runners: list[Run] = []


def on_authorised(run: Run) -> None:
    """Have ``run`` called with each search that is authorised."""
    _runners.append(run)


def authorised(organisation: UUID, search: UUID) -> None:
    """Say that this search was authorised."""
    for run in _runners:
        run(organisation, search)
