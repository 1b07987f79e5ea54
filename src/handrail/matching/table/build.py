"""Making a tag table of any size, in memory that does not grow with it."""

import os
import secrets
import shutil
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from handrail.folders import flush
from handrail.ledger.note import SigningKey
from handrail.matching.table.format import Header
from handrail.matching.table.sorting import Division, divide, fill, order, private

_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Built:
    """A table that was written."""

    header: Header
    dropped: int  # tokens that more than CAP records share: nothing of them is in the table
    size: int  # bytes


def build(
    records: Iterable[tuple[bytes, bytes]],
    *,
    header: Header,
    key: SigningKey,
    to: Path,
    scratch: Path,
    tokens: int,
    executor: Executor | None = None,
) -> Built:
    """Write the table of ``records``, each a pseudonym and the secrets of its tokens, one behind the other.

    ``header`` says all but entries and digest, which follow from the records. ``tokens`` is about how many there are:
    the work is divided by it. ``scratch`` is a folder of the partner's own, on a disk with room for three tables: it is
    emptied before and after, and holds nothing but what follows from the tokens' secrets. The table takes its name in
    one step, whole and on disk.
    """
    _empty(scratch)
    scratch.mkdir(mode=0o700)
    # A folder for this table alone: the processes of a run that was just killed may still be writing.
    parts = scratch / header.table.hex
    parts.mkdir(mode=0o700)
    division = Division.of(parts, tokens, header.table.bytes)
    run = executor.map if executor else map
    divide(records, division)
    filled = list(run(partial(fill, division), division.parts))
    for _ in run(partial(order, division), division.parts):
        pass
    whole = _put_together(division, replace(header, entries=sum(each.entries for each in filled)), key, to)
    _empty(scratch)
    return Built(whole, sum(each.dropped for each in filled), to.stat().st_size)


def _put_together(division: Division, header: Header, key: SigningKey, to: Path) -> Header:
    """All tags, then all labels, behind a header that is written last and has the same length with any digest."""
    draft = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    digest = sha256()
    try:
        with private(draft) as file:
            file.write(header.to_bytes(key))
            for path in (*map(division.tags, division.parts), *map(division.labels, division.parts)):
                with path.open("rb") as part:
                    while data := part.read(_READ):
                        digest.update(data)
                        file.write(data)
            whole = replace(header, digest=digest.digest())
            file.seek(0)
            file.write(whole.to_bytes(key))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    flush(to.parent)
    return whole


def _empty(scratch: Path) -> None:
    if scratch.exists():
        shutil.rmtree(scratch)
