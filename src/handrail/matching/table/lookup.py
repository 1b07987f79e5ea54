"""Reading a tag table: it is mapped into memory, and a tag is found by halving."""

import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from handrail.ledger.note import VerificationKey
from handrail.matching.table.format import (
    CAP,
    ENTRY_SIZE,
    LABEL_SIZE,
    OPENING_LIMIT,
    TAG_SIZE,
    DamagedTable,
    Header,
    from_under_pad,
    parse_header,
    secret_of,
    slot,
)

_READ = 1 << 20


class TagTable:
    """A table that was opened. Close it, or use it in a ``with`` statement."""

    def __init__(self, path: Path, key: VerificationKey, *, read_through: bool = True) -> None:
        """Open the table at ``path`` that ``key`` signed.

        ``read_through`` compares every byte with the digest in the header. Leave it out only for a file that was read
        through when it was taken in, and that nobody could change since. Raises :class:`DamagedTable`.
        """
        with _open(path) as file:
            self.header, start = parse_header(file.read(OPENING_LIMIT), key)
            length = os.fstat(file.fileno()).st_size
            if length != start + self.header.entries * ENTRY_SIZE:
                raise DamagedTable(
                    f"The table says that it has {self.header.entries} entries. The file is cut or longer."
                )
            if read_through and _digest(file, start) != self.header.digest:
                raise DamagedTable("The table's entries are not those that were signed.")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._labels = start + self.header.entries * TAG_SIZE
        # As numbers of this machine, so that the standard library halves them without a step in Python. Every machine
        # that the group's libraries are built for has the order of bytes in which tags are written: the least first.
        self._tags = memoryview(self._map)[start : self._labels].cast("Q")

    def find(self, outputs: Iterable[bytes]) -> list[tuple[bytes, ...]]:
        """For each output of the oblivious function, the pseudonyms of the records that share its token: 0 to 8."""
        table = self.header.table.bytes
        return [self._records(secret_of(output), table) for output in outputs]

    def _records(self, secret: bytes, table: bytes) -> tuple[bytes, ...]:
        found: list[bytes] = []
        while len(found) < CAP:
            tag, pad = slot(secret, table, len(found))
            pseudonym = self._at(int.from_bytes(tag), pad)
            if pseudonym is None:
                break
            found.append(pseudonym)
        return tuple(found)

    def _at(self, tag: int, pad: bytes) -> bytes | None:
        tags = self._tags
        first = bisect_left(tags, tag)
        # Two equal ones are chance enough. Who put a million there wants whoever asks to be busy.
        for at in range(first, min(first + CAP, len(tags))):
            if tags[at] != tag:
                return None
            start = self._labels + at * LABEL_SIZE
            pseudonym = from_under_pad(pad, self._map[start : start + LABEL_SIZE])
            if pseudonym is not None:
                return pseudonym
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._tags.release()
        self._map.close()

    def __enter__(self) -> Self:
        """The table itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()


def read_header(path: Path, key: VerificationKey) -> Header:
    """The signed header alone; the entries are not looked at. Raises :class:`DamagedTable`."""
    with _open(path) as file:
        return parse_header(file.read(OPENING_LIMIT), key)[0]


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise DamagedTable(f"{path} cannot be read: {error.strerror}.") from None


def _digest(file: BinaryIO, start: int) -> bytes:
    file.seek(start)
    found = sha256()
    while part := file.read(_READ):
        found.update(part)
    return found.digest()
