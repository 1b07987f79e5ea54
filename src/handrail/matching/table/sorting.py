"""Sorting more than memory holds: three passes over files, whose parts any process can work on alone.

Secrets are spread evenly over their range, and so are the tags that follow from them. Each pass therefore divides by
the first bits: parts come out about equal, as many as it takes for one of them to be small.
"""

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, Final

from handrail.matching.table.format import CAP, ENTRY_SIZE, PSEUDONYM_SIZE, SECRET_SIZE, TAG_SIZE, slot, under_pad

#: Entries that a process holds at a time: about 20 MB.
_PART: Final = 1 << 17
_MOST_BITS: Final = 16
_BUFFER: Final = 1 << 22
_PAIR_SIZE: Final = SECRET_SIZE + PSEUDONYM_SIZE
_BOUND_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class Division:
    """The folder in which a table is sorted, and by how many bits it is divided. No name ever comes here."""

    folder: Path
    bits: int
    table: bytes  # its id

    @classmethod
    def of(cls, folder: Path, tokens: int, table: bytes) -> "Division":
        """Divide about so many tokens."""
        return cls(folder, min(max((tokens - 1) // _PART, 0).bit_length(), _MOST_BITS), table)

    @property
    def parts(self) -> range:
        """The numbers of the parts, in the order in which they are put together."""
        return range(1 << self.bits)

    def pairs(self, part: int) -> Path:
        """Secrets and pseudonyms, unsorted, of the secrets that begin with these bits."""
        return self.folder / f"{part:04x}.pairs"

    def entries(self, part: int) -> Path:
        """What becomes of them: bounds of the ranges of tags, then entries sorted by tag."""
        return self.folder / f"{part:04x}.entries"

    def tags(self, part: int) -> Path:
        """All tags that begin with these bits, sorted, as they stand in the table."""
        return self.folder / f"{part:04x}.tags"

    def labels(self, part: int) -> Path:
        """Their labels."""
        return self.folder / f"{part:04x}.labels"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the second pass made of one part."""

    entries: int
    dropped: int  # tokens that more than CAP records share


def divide(records: Iterable[tuple[bytes, bytes]], division: Division) -> None:
    """First pass: write each record's secrets with its pseudonym to the parts that the secrets are of."""
    shift = 16 - division.bits
    waiting = [bytearray() for _ in division.parts]
    held = 0
    for pseudonym, secrets in records:
        for start in range(0, len(secrets), SECRET_SIZE):
            part = waiting[(secrets[start] << 8 | secrets[start + 1]) >> shift]
            part += secrets[start : start + SECRET_SIZE]
            part += pseudonym
        held += len(secrets)
        if held > _BUFFER:
            _put_down(waiting, division)
            held = 0
    _put_down(waiting, division)


def fill(division: Division, part: int) -> Filled:
    """Second pass: number the records that share a token, make their entries, and sort these by tag."""
    path = division.pairs(part)
    pairs = _cut(path.read_bytes(), _PAIR_SIZE)
    path.unlink()
    pairs.sort()
    entries, dropped = [], 0
    for secret, sharing in groupby(pairs, key=itemgetter(slice(SECRET_SIZE))):
        records = [pair[SECRET_SIZE:] for pair in sharing]
        if len(records) > CAP:
            dropped += 1
            continue
        for number, pseudonym in enumerate(records):
            tag, pad = slot(secret, division.table, number)
            entries.append(tag + under_pad(pad, pseudonym))
    entries.sort()
    bounds = array("Q", (bisect_left(entries, _first(each, division.bits)) for each in division.parts))
    bounds.append(len(entries))
    with private(division.entries(part)) as file:
        file.write(bounds.tobytes() + b"".join(entries))
    return Filled(len(entries), dropped)


def order(division: Division, part: int) -> None:
    """Third pass: gather from all parts the entries whose tags begin with these bits, and write them sorted."""
    found = bytearray()
    for other in division.parts:
        with division.entries(other).open("rb", buffering=0) as file:
            start, end = array("Q", os.pread(file.fileno(), 2 * _BOUND_SIZE, part * _BOUND_SIZE))
            opening = (len(division.parts) + 1) * _BOUND_SIZE
            found += os.pread(file.fileno(), (end - start) * ENTRY_SIZE, opening + start * ENTRY_SIZE)
    entries = _cut(bytes(found), ENTRY_SIZE)
    entries.sort()
    tags = array("Q", b"".join(entry[:TAG_SIZE] for entry in entries))
    tags.byteswap()  # the first byte counted most while they were sorted; in the file the last one does
    with private(division.tags(part)) as file:
        file.write(tags.tobytes())
    with private(division.labels(part)) as file:
        file.write(b"".join(entry[TAG_SIZE:] for entry in entries))


def _put_down(waiting: list[bytearray], division: Division) -> None:
    for part, pairs in enumerate(waiting):
        with private(division.pairs(part), os.O_APPEND) as file:
            file.write(pairs)
        pairs.clear()


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def _first(part: int, bits: int) -> bytes:
    """The lowest tag that begins with these bits."""
    return (part << 8 * TAG_SIZE - bits).to_bytes(TAG_SIZE)


def private(path: Path, also: int = 0) -> BinaryIO:
    """A file to write that nobody else can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | also, 0o600), "wb")
