"""The published ledger, as a stranger fetches it."""

import re
import struct
from collections.abc import Iterator
from typing import Any

from django.test import Client

from handrail.ledger import checkpoint, tiles
from handrail.ledger.note import read_note
from handrail.ledger.tiles import WIDTH, index_path

#: All that an entry shows.
LEAF = re.compile(
    rb'\{"commitment":"[0-9a-f]{64}","hour":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00Z","kind":"([a-z_]+)"\}'
)


def fetch(path: str) -> Any:
    """What the public address answers."""
    return Client().get(f"/ledger/{path}")


def leaves_in(bundle: bytes) -> Iterator[bytes]:
    """The leaves of a bundle."""
    while bundle:
        (length,) = struct.unpack(">H", bundle[:2])
        yield bundle[2 : 2 + length]
        bundle = bundle[2 + length :]


def tile_path(number: int, width: int) -> str:
    """The end of a tile's address."""
    return index_path(number) + (f".p/{width}" if width < WIDTH else "")


def published_leaves() -> Iterator[bytes]:
    """Every leaf under the published checkpoint."""
    note = fetch("checkpoint").content.decode()
    for number, width in tiles.tiles_of(checkpoint.parse(read_note(note)[0], note).size, 0):
        yield from leaves_in(fetch(f"tile/entries/{tile_path(number, width)}").content)
