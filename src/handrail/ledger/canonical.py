"""Canonical JSON (RFC 8785): one value, one sequence of bytes, whoever writes it.

The ledger takes less than RFC 8785 does. Floats and non-ASCII keys are where implementations disagree (number
formatting, order by UTF-16 unit), so neither can be written. What is left is what the standard library writes when it
is told to sort and not to space, many times as fast as a library for all of the RFC; a test holds the two equal.
"""

import json
from collections.abc import Mapping, Sequence

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

#: What a document can hold. Mappings and sequences are dicts, lists and tuples when it comes to writing them.
Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class NotCanonical(ValueError):
    """The value has no canonical form here. The text names the place and never the value."""


def canonical(value: Json) -> bytes:
    """The canonical bytes of ``value``; raises :class:`NotCanonical`."""
    _check(value, "$")
    try:
        # The check above leaves dict, list, tuple, str, int, bool and None only.
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError:
        raise NotCanonical("A text is not valid Unicode.") from None


def _check(value: object, place: str) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) >= 1 << 53:
                _refuse(place, "an integer beyond 53 bits")
        case float():
            _refuse(place, "a float")
        case list() | tuple():
            for number, each in enumerate(value):
                _check(each, f"{place}[{number}]")
        case dict():
            for key, each in value.items():
                if not isinstance(key, str) or not key.isascii():
                    _refuse(place, "a key that is not ASCII text")
                if type(each) is not str:  # most are, and a place is named for nothing
                    _check(each, f"{place}.{key}")
        case _:
            _refuse(place, "something that is not JSON")


def _refuse(place: str, what: str) -> None:
    raise NotCanonical(f"{place} holds {what}.")
