"""What the log shows outsiders, and what it can prove to them: all against the checkpoint that it has published."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from handrail.ledger import key_file, tiles
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.cosigned import newest_published
from handrail.ledger.proofs import Tiles
from handrail.ledger.tiles import HEIGHT, WIDTH
from handrail.ledger.tree import verify_consistency, verify_inclusion


class NotPublished(Exception):
    """What is asked for is not under a published checkpoint: nothing is published yet, or the entry came later."""


@dataclass(frozen=True)
class Inclusion:
    """The proof that an entry is leaf number ``index`` of the ``size`` leaves behind the checkpoint in ``note``."""

    index: int
    size: int
    proof: list[bytes]
    note: str


def published() -> str:
    """The note of the newest published checkpoint, cosignatures included; raises :class:`NotPublished`."""
    return published_head().note


def published_head() -> Checkpoint:
    """The newest published checkpoint, the log's own signature checked.

    Raises :class:`NotPublished`, or :class:`NoteError` when the log's key did not sign it.
    """
    note = newest_published()
    if note is None:
        raise NotPublished(
            "Nothing is published: the tree is empty, waits for its witnesses, or is not what they countersigned. "
            "`handrail doctor` says which."
        )
    return key_file.load_chain(settings.HANDRAIL_KEY_DIR).read(note)


def tile(level: int, number: int, width: int) -> bytes:
    """The hashes of one tile, one after the other. Published are full tiles, and the partial ones of each checkpoint.

    Raises :class:`NotPublished` for any other, :class:`HashesMissing` while the subtrees are being made up for.
    """
    first, end = _range(level, number, width)
    return b"".join(tiles.hashes(level, first, end))


def bundle(number: int, width: int) -> bytes:
    """The entries of a tile of level 0, as :func:`handrail.ledger.tiles.bundle`; otherwise as :func:`tile`."""
    return tiles.bundle(*_range(0, number, width))


def _range(level: int, number: int, width: int) -> tuple[int, int]:
    """Which hashes of its level a tile has; raises :class:`NotPublished` where no checkpoint made it of that width."""
    first = number * WIDTH
    end = first + width
    size = published_head().size
    smallest, larger = end << HEIGHT * level, end + 1 << HEIGHT * level
    if smallest > size:
        raise NotPublished("The tree has not grown so far.")
    if width != WIDTH:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM ledger_checkpoint WHERE size >= %s AND size < %s)",
                [smallest, min(larger, size + 1)],
            )
            if not cursor.fetchone()[0]:
                raise NotPublished("No checkpoint was published over a tile of this width.")
    return first, end


def inclusion(entry_id: UUID) -> Inclusion:
    """The proof that this entry is in the tree, against the newest published checkpoint.

    Raises :class:`NotPublished` for an entry that is not under it (yet, or at all), :class:`HashesMissing` while the
    stored subtrees are being made up for, and :class:`ProofError` when the stored tree is not the one that was signed:
    then verify the ledger.
    """
    head = published_head()
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf_index FROM ledger_entry WHERE id = %s", [entry_id])
        (index,) = cursor.fetchone() or (None,)
    if index is None or index >= head.size:
        raise NotPublished("The entry is not under a published checkpoint yet.")
    stored = Tiles(head.size, tiles.hashes)
    proof = stored.inclusion_proof(index)
    # Never hand out a proof that its holder would have to find wrong.
    verify_inclusion(index=index, size=head.size, leaf=stored.leaf(index), proof=proof, root=head.root)
    return Inclusion(index=index, size=head.size, proof=proof, note=head.note)


def consistency(old_size: int, size: int) -> list[bytes]:
    """The proof that the tree of ``size`` leaves only added to the one of ``old_size``, both of signed checkpoints.

    Raises ValueError for sizes that no checkpoint has (0 is none: every tree continues the empty one) or that are the
    wrong way round, :class:`HashesMissing` and :class:`ProofError` as :func:`inclusion`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, root FROM ledger_checkpoint WHERE size IN (%s, %s)", [old_size, size])
        roots = {found: bytes(root) for found, root in cursor.fetchall()}
    if not {old_size, size} <= roots.keys():
        raise ValueError(f"There is no checkpoint of size {old_size if old_size not in roots else size}.")
    proof = Tiles(size, tiles.hashes).consistency_proof(old_size)
    verify_consistency(old_size=old_size, size=size, old_root=roots[old_size], root=roots[size], proof=proof)
    return proof
