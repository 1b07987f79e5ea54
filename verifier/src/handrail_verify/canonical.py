"""Canonical JSON (RFC 8785), as much of it as the ledger uses: no floats, keys in ASCII, integers below 2^53.

Floats and other keys are where two programs write one value differently, and then a hash over it means nothing.
"""

import json
from typing import Any, NoReturn

from handrail_verify.report import Wrong


def read(document: bytes, index: int | None = None) -> Any:
    """The value of ``document``, of entry ``index``. Raises :class:`Wrong` unless this is its one canonical form."""
    text = document.decode("utf-8", "replace")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_int=_int, parse_float=_no, parse_constant=_no)
        if write(value) == document:
            return value
    except (ValueError, RecursionError):
        pass
    raise Wrong("not-canonical", "This is not JSON in the ledger’s canonical form (RFC 8785).", index)


def write(value: Any) -> bytes:
    """The canonical form of a value whose keys are in order: what is left of RFC 8785 is no spaces and few escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    return dict(pairs) if "".join(names).isascii() and names == sorted(set(names)) else _no("keys")


def _int(digits: str) -> int:
    return int(digits) if len(digits) <= 17 and abs(int(digits)) < 1 << 53 else _no(digits)


def _no(what: str) -> NoReturn:
    raise ValueError(what)
