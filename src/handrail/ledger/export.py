"""The ledger as a folder that anybody can check without us: see docs/reference/ledger-export.md.

Everything in it is made from the entries as they are in one moment, and not from what the sequencer stored beside
them; the tree must come out as the one that was published, or nothing is written. The manifest, which names the digest
of every other file, is signed and written last.
"""

import shutil
import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from handrail.folders import flush
from handrail.ledger import checkpoint, key_file, rows, witnesses
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.entry import leaf
from handrail.ledger.publishing import published_head
from handrail.ledger.tiles import WIDTH, index_path
from handrail.ledger.tree import CompactRange, leaf_hash, root

HEADING = "handrail export v1"

#: Told how many of how many entries are written.
Progress = Callable[[int, int], None]

_LEAVES = """
SELECT leaf_index, kind, hour, commitment, NULL, NULL FROM ledger_entry WHERE leaf_index < %s ORDER BY leaf_index
"""
_WITH_DOCUMENTS = """
SELECT e.leaf_index, e.kind, e.hour, e.commitment, p.salt, p.payload
FROM ledger_entry e LEFT JOIN ledger_payload p ON p.entry_id = e.id AND p.organisation_id = ANY(%s)
WHERE e.leaf_index < %s ORDER BY e.leaf_index
"""


class ExportRefused(Exception):
    """There is nothing that could be exported, or nowhere to put it. The text says why and what to do."""


@dataclass(frozen=True)
class Exported:
    """What was written: entries, documents among them, and files in all."""

    size: int
    documents: int
    files: int


class _Entry(NamedTuple):
    number: int
    kind: str
    hour: datetime
    commitment: bytes
    salt: bytes | None
    document: bytes | None


def export_to(
    folder: Path,
    *,
    documents_of: Collection[UUID] = (),
    head: Checkpoint | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Exported:
    """Write the published ledger to ``folder``, which must be empty or not be there yet.

    ``head`` is the published checkpoint up to which it goes, the newest if none is given.

    With ``documents_of``, the documents in the records of these organisations go with it: the caller has asked policy.
    It is written beside the folder, under a name of its own, and put in its place when it is whole. Raises
    :class:`ExportRefused`, :class:`NotPublished`, :class:`NoteError`, :class:`KeyFileError`; OSError for a full disk.
    """
    folder = folder.absolute()
    if folder == Path.cwd():
        raise ExportRefused("An export takes the place of its folder: give it by another name than where you are now.")
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise ExportRefused(f"{folder} holds something already. An export gets a folder of its own.")
    draft = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700, parents=True)
        exported = _Export(draft).write(documents_of, head or published_head(), progress)
        draft.rename(folder)
        flush(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return exported


@dataclass
class _Export:
    """An export being written: the digests of its files so far, and the tiles that aren't full yet."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)
    documents: int = 0
    #: Of each level, the number of the tile being filled and its hashes.
    filling: list[tuple[int, list[bytes]]] = field(default_factory=list)

    def write(self, documents_of: Collection[UUID], head: Checkpoint, progress: Progress) -> Exported:
        """Write all files, the manifest last."""
        key = key_file.load_signing_key(settings.HANDRAIL_KEY_DIR)
        chain = key_file.load_chain(settings.HANDRAIL_KEY_DIR)
        if key.verification_key != chain.current or chain.key_for(head.size) != chain.current:
            raise ExportRefused(
                "The log has a new key, and no checkpoint is published under it yet. Export it when one is."
            )
        with rows.one_moment():
            entries = _entries(head.size, documents_of)
            while each := tuple(islice(entries, WIDTH)):
                self._bundle(each)
                progress(each[-1].number + 1, head.size)
        if self._root(head.size) != head.root:
            raise ExportRefused("The entries are not those that were published. Run `handrail ledger verify`.")
        self._put("checkpoint", head.note.encode())
        self._put("keys", "".join(f"{each}\n" for each in chain.keys).encode())
        for number, handover in enumerate(chain.handovers, 1):
            self._put(f"handovers/{number:04}", handover.note.encode())
        listed = witnesses.load(settings.HANDRAIL_KEY_DIR).witnesses
        self._put("witnesses", "".join(f"{each.key}\n" for each in listed).encode())
        lines = [HEADING, *checkpoint.stated(head.origin, head.size, head.root)]
        lines += (f"{digest}  {path}" for path, digest in sorted(self.digests.items()))
        (self.folder / "manifest").write_bytes(key.sign("\n".join(lines) + "\n").encode())
        return Exported(head.size, self.documents, len(self.digests) + 1)

    def _bundle(self, entries: tuple[_Entry, ...]) -> None:
        """Write the entries of one tile, with their hashes and, where given, their documents."""
        path = _path(entries[0].number // WIDTH, len(entries))
        leaves = [leaf(each.kind, each.hour, bytes(each.commitment)) for each in entries]
        self._put(f"tile/entries/{path}", b"".join(struct.pack(">H", len(each)) + each for each in leaves))
        self._grow(0, [leaf_hash(each) for each in leaves])
        readable = [
            b"%d %b %b\n" % (each.number, bytes(each.salt).hex().encode(), bytes(each.document))
            for each in entries
            if each.salt is not None and each.document is not None
        ]
        if readable:
            self._put(f"payloads/{path}", b"".join(readable))
            self.documents += len(readable)

    def _grow(self, level: int, hashes: list[bytes]) -> None:
        """Add hashes to the last tile of a level; a full one is written, and its root added to the level above."""
        if level == len(self.filling):
            self.filling.append((0, []))
        number, tile = self.filling[level]
        tile += hashes
        if len(tile) == WIDTH:
            self._put_tile(level)
            self.filling[level] = (number + 1, [])
            self._grow(level + 1, [root(tile)])

    def _root(self, size: int) -> bytes:
        """Write the tiles that stay partial; the root of the whole tree, which is the one over them."""
        subtrees: list[bytes] = []
        for level, (_, tile) in enumerate(self.filling):
            if tile:
                self._put_tile(level)
            partial = CompactRange()
            for each in tile:
                partial.append(each)
            subtrees = partial.subtrees + subtrees
        return CompactRange(size, subtrees).root() if len(subtrees) == size.bit_count() else b""

    def _put_tile(self, level: int) -> None:
        number, tile = self.filling[level]
        self._put(f"tile/{level}/{_path(number, len(tile))}", b"".join(tile))

    def _put(self, path: str, contents: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contents)
        self.digests[path] = sha256(contents).hexdigest()


def _entries(size: int, documents_of: Collection[UUID]) -> Iterator[_Entry]:
    if documents_of:
        found = rows.stream(_WITH_DOCUMENTS, [list(documents_of), size])
    else:
        found = rows.stream(_LEAVES, [size])
    return (_Entry(*row) for row in found)


def _path(number: int, width: int) -> str:
    return index_path(number) + (f".p/{width}" if width < WIDTH else "")
