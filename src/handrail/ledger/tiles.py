"""Tiles (c2sp.org/tlog-tiles): the tree cut into runs of 256 hashes, eight levels of it at a time.

Level 0 is the leaves' own hashes, kept with the entries. Each hash of a higher level stands for 256 of the level below
and is kept in ``ledger_subtree`` once all 256 are there. The sequencer writes them with the places of the entries; what
is missing, after an upgrade or a restore, it makes up for in small steps.
"""

import struct
from collections.abc import Iterator

from django.db import connection
from django.db.backends.utils import CursorWrapper

from handrail.ledger.entry import leaf
from handrail.ledger.tree import HASH_SIZE, root

#: Hashes in a full tile, and entries in a full bundle.
WIDTH = 256
#: Levels of the tree that one level of tiles spans: 2 to the power of it is the width.
HEIGHT = 8
#: Subtrees of one level that a step of the sequencer makes up for: more than a full batch of entries completes, and
#: few enough that the step stays short.
AT_ONCE = 64

_STORED = 'SELECT coalesce(max("index") + 1, 0) FROM ledger_subtree WHERE level = %s'
# The hashes come as one value: a row for each would take a proof twice as long.
_BELOW = """
SELECT string_agg(hash, ''::bytea ORDER BY "index") FROM ledger_subtree
WHERE level = %s AND "index" >= %s AND "index" < %s
"""
_LEAVES = """
SELECT string_agg(leaf_hash, ''::bytea ORDER BY leaf_index) FROM ledger_entry
WHERE leaf_index >= %s AND leaf_index < %s
"""
_INSERT = """
INSERT INTO ledger_subtree (level, "index", hash) SELECT %s, * FROM unnest(%s::bigint[], %s::bytea[])
"""
_BUNDLE = """
SELECT kind, hour, commitment FROM ledger_entry WHERE leaf_index >= %s AND leaf_index < %s ORDER BY leaf_index
"""


class HashesMissing(Exception):
    """The tables don't hold a part of the tree that is asked for: not yet made up for, or removed. Names the place."""


def hashes(level: int, first: int, end: int) -> list[bytes]:
    """The hashes ``first`` up to, not including, ``end`` of a level of tiles; raises :class:`HashesMissing`."""
    with connection.cursor() as cursor:
        return _hashes(cursor, level, first, end)


def bundle(first: int, end: int) -> bytes:
    """The leaves ``first`` up to, not including, ``end``, each after its length in two bytes, big-endian.

    Raises :class:`HashesMissing` where one isn't there.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BUNDLE, [first, end])
        leaves = [leaf(kind, hour, bytes(commitment)) for kind, hour, commitment in cursor.fetchall()]
    if len(leaves) != end - first:
        raise HashesMissing(f"Of the entries {first} to {end - 1}, {len(leaves)} are in the tree.")
    return b"".join(struct.pack(">H", len(each)) + each for each in leaves)


def index_path(index: int) -> str:
    """A tile's number as tlog-tiles writes it: three digits to a folder, an ``x`` before all but the last."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    return "".join(f"x{group}/" for group in groups) + last


def tiles_of(size: int, level: int) -> Iterator[tuple[int, int]]:
    """Each tile of one level in a tree of ``size`` leaves: its number and its width, which is 256 of all but the last.

    Nothing where the level is empty.
    """
    whole, rest = divmod(size >> HEIGHT * level, WIDTH)
    yield from ((number, WIDTH) for number in range(whole))
    if rest:
        yield whole, rest


def levels_of(size: int) -> range:
    """The levels of tiles that a tree of ``size`` leaves has."""
    return range(-(-size.bit_length() // HEIGHT))


def make_up(cursor: CursorWrapper, size: int) -> bool:
    """Store subtrees that a tree of ``size`` leaves has complete and the table has not; say whether some are left.

    Lowest level first, in order and without gaps: the highest number of a level says what is there. Runs in the
    sequencer's transaction.
    """
    left = False
    for level in range(1, len(levels_of(size))):
        cursor.execute(_STORED, [level])
        first = cursor.fetchone()[0]
        complete = size >> HEIGHT * level
        if level > 1:
            # Of the level below, not all may be there yet.
            cursor.execute(_STORED, [level - 1])
            complete = min(complete, cursor.fetchone()[0] >> HEIGHT)
        end = min(complete, first + AT_ONCE)
        left = left or end < size >> HEIGHT * level
        if first < end:
            below = _hashes(cursor, level - 1, first * WIDTH, end * WIDTH)
            roots = [root(below[at : at + WIDTH]) for at in range(0, len(below), WIDTH)]
            cursor.execute(_INSERT, [level, list(range(first, end)), roots])
    return left


def _hashes(cursor: CursorWrapper, level: int, first: int, end: int) -> list[bytes]:
    if level:
        cursor.execute(_BELOW, [level, first, end])
    else:
        cursor.execute(_LEAVES, [first, end])
    found = bytes(cursor.fetchone()[0] or b"")
    there = [found[at : at + HASH_SIZE] for at in range(0, len(found), HASH_SIZE)]
    if len(found) != (end - first) * HASH_SIZE:
        raise HashesMissing(f"Of the hashes {first} to {end - 1} at level {level}, {len(there)} are there.")
    return there
