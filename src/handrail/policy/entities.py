"""What policy decides about: who acts and what they act on, as plain attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | bool | frozenset[str]


@dataclass(frozen=True, slots=True)
class Entity:
    """A principal or a resource as policy sees it.

    ``type`` is a Cedar entity type (``Member``, ``Holding``). Days are whole days since 1 January 1970, markings 1
    (OFFICIAL) or 2 (OFFICIAL with SENSITIVE), ids strings.
    """

    type: str
    id: str
    attributes: Mapping[str, Value]
