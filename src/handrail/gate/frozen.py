"""What leaves the gate is frozen: nobody above it holds a model, a QuerySet, or anything that could change."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

_PLAIN = (
    str,
    int,
    bool,
    float,
    bytes,
    type(None),
    UUID,
    date,
    datetime,
    timedelta,
    Enum,
)


_unchanging: set[type] = set()


def register_unchanging(kind: type) -> None:
    """Let instances of ``kind``, a library's, leave the gate: nothing that can be done to one changes it."""
    _unchanging.add(kind)


def assert_frozen(value: Any) -> None:
    """Raise TypeError unless ``value`` is made of frozen dataclasses, tuples, frozen sets and plain values, and of what
    was registered as unchanging.
    """
    if isinstance(value, _PLAIN) or type(value) in _unchanging:
        return
    if isinstance(value, tuple | frozenset):
        for each in value:
            assert_frozen(each)
        return
    if is_dataclass(value) and not isinstance(value, type) and _is_frozen(type(value)):
        for field in fields(value):
            assert_frozen(getattr(value, field.name))
        return
    raise TypeError(f"The gate hands out frozen values only, not {type(value).__name__}.")


def _is_frozen(kind: type) -> bool:
    """Whether a dataclass was declared frozen; dataclasses keep that under a name of their own."""
    return bool(getattr(kind, "__dataclass_params__").frozen)  # noqa: B009
