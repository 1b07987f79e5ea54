"""What may be said in a ledger entry: codes, identifiers, counts and dates. Free text cannot get in."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

Fact = str | int | bool | None | list["Fact"]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}")


def as_facts(facts: Mapping[str, Any]) -> dict[str, Fact]:
    """``facts`` in the form the ledger keeps; raises ValueError for a value that could hold somebody's words."""
    return {name: as_fact(value) for name, value in facts.items()}


def as_fact(value: Any) -> Fact:
    """One fact; see :func:`as_facts`."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [as_fact(each) for each in sorted(value, key=str)]
    if is_code(value):
        return str(value)
    raise ValueError("A ledger entry holds codes, identifiers, counts and dates only.")


def is_code(value: object) -> bool:
    """Whether ``value`` is a code, as rulebooks and ids are made of: short, ASCII, without spaces."""
    return isinstance(value, str) and _CODE.fullmatch(value) is not None
