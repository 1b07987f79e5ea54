"""How large the proofs of a tree of ten million are, and how long they take from the stored subtrees.

The table of entries is generated: each leaf's hash follows from its number, and the subtrees are computed from those
hashes as the sequencer does it. A proof is made as for a receipt or a witness: read from the tables, and checked
against the root before it is handed out.
"""

import random
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import NamedTuple

import psycopg

from benchmarks.tables import Table, middle, percentile
from handrail.ledger import tiles
from handrail.ledger.proofs import Tiles
from handrail.ledger.tiles import HEIGHT, WIDTH
from handrail.ledger.tree import root, verify_consistency, verify_inclusion
from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Databases

#: Leaves for each person of the population that is asked for: ten million for 20,000, and a few so that no level of
#: the tree is full.
A_PERSON, BEYOND = 500, 12_345
ASKED = 500
HASH = 32

# Past the triggers, which would have each entry wait for its place. The index by which proofs read stays; the one by
# random ids, which they don't use, would take longest to fill.
_FILL = """
INSERT INTO ledger_entry (id, kind, hour, commitment, epoch, leaf_index, leaf_hash)
SELECT gen_random_uuid(), 'case.open', '2025-06-02T09:00Z', '\\x00', 1, number,
       sha256('\\x00'::bytea || int8send(number))
FROM generate_series(0, %s - 1) AS number
"""


class Proved(NamedTuple):
    """What was measured of one kind of proof."""

    title: str
    hashes: list[int]
    seconds: list[float]


def measure(databases: Databases, *, leaves: int, say: Callable[[str], None]) -> Table:
    """Prove entries and older sizes at random, each from a tree that nothing of was read before."""
    size = leaves + BEYOND
    with databases.fresh() as (database, _):
        superuser = database.conninfo(SUPERUSER)
        since = time.perf_counter()
        _fill(superuser, size)
        say(f"  {size:,} entries generated in {time.perf_counter() - since:.0f} s")
        head = Tiles(size, tiles.hashes).root(0, size)
        chance = random.Random(size)  # noqa: S311
        found = [
            Proved("That an entry is in the tree", *_inclusion(size, head, chance)),
            Proved("That the tree continues an older one", *_consistency(size, head, chance)),
        ]
    for each in found:
        say(f"  {each.title}: {max(each.hashes)} hashes at most, {middle(each.seconds) * 1000:.1f} ms")
    return _table(found, size)


def _fill(superuser: str, size: int) -> None:
    with psycopg.connect(superuser, autocommit=True) as past:
        past.execute("SET session_replication_role = replica")
        past.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_pkey CASCADE")
        past.execute("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_kind_is_a_code")
        past.execute(_FILL.replace("%s", str(size)).encode())
        with past.cursor().copy('COPY ledger_subtree (level, "index", hash) FROM STDIN (FORMAT BINARY)') as rows:
            rows.set_types(("int2", "int8", "bytea"))
            for row in _subtrees(size):
                rows.write_row(row)
        past.execute("VACUUM ANALYZE ledger_entry, ledger_subtree")


def _subtrees(size: int) -> Iterator[tuple[int, int, bytes]]:
    """Every complete subtree, level by level."""
    level, hashes = 1, [_tile(number) for number in range(size // WIDTH)]
    while hashes:
        yield from ((level, index, each) for index, each in enumerate(hashes))
        level, hashes = level + 1, [root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) - WIDTH + 1, WIDTH)]


def _tile(number: int) -> bytes:
    """The root over the leaves of one full tile."""
    first = number * WIDTH
    hashes = [sha256(b"\x00" + index.to_bytes(8, "big")).digest() for index in range(first, first + WIDTH)]
    for _ in range(HEIGHT):
        each = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(each, each, strict=True)]
    return hashes[0]


def _inclusion(size: int, head: bytes, chance: random.Random) -> tuple[list[int], list[float]]:
    hashes, taken = [], []
    for _ in range(ASKED):
        index = chance.randrange(size)
        since = time.perf_counter()
        stored = Tiles(size, tiles.hashes)
        proof = stored.inclusion_proof(index)
        verify_inclusion(index=index, size=size, leaf=stored.leaf(index), proof=proof, root=head)
        taken.append(time.perf_counter() - since)
        hashes.append(len(proof))
    return hashes, taken


def _consistency(size: int, head: bytes, chance: random.Random) -> tuple[list[int], list[float]]:
    hashes, taken = [], []
    for _ in range(ASKED):
        old = chance.randrange(1, size)
        old_root = Tiles(old, tiles.hashes).root(0, old)
        since = time.perf_counter()
        proof = Tiles(size, tiles.hashes).consistency_proof(old)
        verify_consistency(old_size=old, size=size, old_root=old_root, root=head, proof=proof)
        taken.append(time.perf_counter() - since)
        hashes.append(len(proof))
    return hashes, taken


def _table(found: list[Proved], size: int) -> Table:
    inclusion, consistency = found
    return Table(
        "Proofs from a large tree",
        f"Among {size:,} entries a proof has at most {max(inclusion.hashes + consistency.hashes)} hashes, and takes "
        f"{middle(inclusion.seconds) * 1000:.1f} ms for an entry, {middle(consistency.seconds) * 1000:.1f} ms for an "
        "older tree.",
        ("Proof", "Hashes, median", "Most", "Bytes at most", "Time, median", "95 in 100"),
        tuple(
            (
                each.title, f"{middle(each.hashes):.0f}", str(max(each.hashes)), f"{max(each.hashes) * HASH:,}",
                f"{middle(each.seconds) * 1000:.1f} ms", f"{percentile(each.seconds, 95) * 1000:.1f} ms",
            )
            for each in found
        ),
        f"{ASKED} of each, at random places, one after the other on an open connection; each is made from the tables "
        "anew, and checked against the root as it is before it is handed out. The table of entries is generated, the "
        "subtrees above it are computed from it; no proof reads anything else.",
    )  # fmt: skip
