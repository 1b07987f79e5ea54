"""Verifying an export: one walk over its bundles, in which the tree grows again from nothing but the leaves.

Every byte of a folder is held by one of two signatures. Bundles and tiles are the tree, and its root is in the signed
checkpoint. All other files are named in the signed manifest, with their hashes. It names bundles and tiles as well:
that is looked at when something does not fit, to tell which file was changed.
"""

import os
import re
from hashlib import sha256
from pathlib import Path

from handrail_verify.entries import LATE, Hours, check_document, difference, split
from handrail_verify.note import LOG, WITNESS, Asked, Checkpoint, Met, Note, follow, read_keys, trust, witnessed
from handrail_verify.report import Report, Wrong
from handrail_verify.tree import LEAF, WIDTH, fold, hashed, tile_path

_LINE = re.compile(rb"(0|[1-9][0-9]{0,17}) ([0-9a-f]{64}) ([ -~]+)\n")


def verify(path: Path, asked: Asked) -> Report:
    """Verify the export in ``path``. Raises :class:`Wrong` when it is none."""
    if not any((path / name).is_file() for name in ("manifest", "checkpoint")):
        raise Wrong("unreadable", f"{path} is no export: it has neither a manifest nor a checkpoint.")
    report, note, seen = Report("export"), Note("", [], []), 0
    export = Export(os.fspath(path), report)
    with report.at("manifest"):
        note = Note.parse(export.read("manifest"))
        export.named = {line[66:]: line[:64] for line in note.lines[4:]}
    with report.at("checkpoint"):
        head = Checkpoint.parse(export.read("checkpoint"))
        with report.at("keys"):
            keys = read_keys(export.read("keys"), LOG)
            handovers = [f"handovers/{number:04}" for number in range(1, len(keys))]
            met = follow(head, keys, [(name, export.read(name)) for name in handovers], report)
            met += trust(head, keys, asked, report)
            with report.at("manifest"):
                note.must_be_signed_by(keys[-1])
                form = ["handrail export v1", *head.note.lines[:3]], len(export.named) + 4, 1
                if (note.lines[:4], len(note.lines), len(note.signatures)) != form:
                    raise Wrong("manifest", "It is not of this log, size and root, or not in form.")
            with report.at("witnesses"):
                seen = witnessed(head, read_keys(export.read("witnesses"), WITNESS), asked, report)
            export.walk([*sorted(met), Met(head.size, head.root, "checkpoint", seen)], all_payloads=asked.all_payloads)
    export.name_files()
    return report


class Export:
    """The files of an export as they lie there, and its tree as it grows: kept is one hash for every 256 entries."""

    def __init__(self, path: str, report: Report) -> None:
        self.path, self.report, self.files_read, self.all_were_read = path, report, set[str](), False
        self.named: dict[str, str] = {}  # the hash of each file, as the manifest has it
        self.roots: list[bytes] = []  # of the bundles so far: of full ones, and of one that is not full at the end
        self.root_at: dict[int, bytes] = {}  # of the tree at the sizes that somebody has signed
        self.hours, self.documents = Hours(), 0
        here = (each for at, _, _ in os.walk(path) for each in os.scandir(at) if not each.is_dir(follow_symlinks=False))
        # All but folders. A link is no file: what it leads to is not in here. Nor is what would have to be waited for.
        found = {each.path[len(path) + 1 :]: each.is_file(follow_symlinks=False) for each in here}
        self.found = {name.replace(os.sep, "/"): is_file for name, is_file in found.items()}

    def read(self, name: str) -> bytes:
        """One whole file: the largest is a bundle of 256, or its documents. One that is missing is empty."""
        self.files_read.add(name)
        if not self.found.get(name):
            return b""
        with open(f"{self.path}/{name}", "rb", buffering=0) as file:  # noqa: PTH123  # quick: there are many
            return file.read()

    def is_as_named(self, name: str) -> bool:
        """Whether the manifest has this hash of the file."""
        return sha256(self.read(name)).hexdigest() == self.named.get(name)

    def name_files(self) -> None:
        """Name each file that is missing, was changed, or was not read though all were that such an export has."""
        tree = {name for name in self.found if name.startswith("tile/")} & self.files_read & self.named.keys()
        for name in sorted({*self.found, *self.files_read, *self.named} - (set() if self.report.wrong else tree)):
            with self.report.at(name):
                if name not in self.found:
                    raise Wrong("file-missing", "The file is missing.")
                placed = self.found[name] and name in self.named and (name in self.files_read or not self.all_were_read)
                if self.named and name != "manifest" and not placed:
                    raise Wrong("file-unnamed", "The manifest names no such file, or it has no place in this export.")
                if name in self.named and not self.is_as_named(name):
                    raise Wrong("file-changed", "The file is not the one that the manifest names.")

    def walk(self, met: list[Met], *, all_payloads: bool) -> None:
        """Walk over all bundles; compare the tree with those that it must have been (smallest first), and be now."""
        size, self.root_at = met[-1].size, dict.fromkeys((each.size for each in met), b"")
        self.hours = Hours({each.size: each.seen // 3600 for each in sorted(met, key=lambda each: each.seen)})
        self.all_were_read = all(self._bundle(first, min(WIDTH, size - first)) for first in range(0, size, WIDTH))
        if self.all_were_read:
            self._tiles_above(self.roots[: size // WIDTH])
        self._compare(met)
        if all_payloads and self.documents < size:
            what = f"Entries that came without their documents: {size - self.documents} of {size}."
            self.report.explain.append(Wrong("documents-missing", what))
        self.report.facts["documents"] = self.documents
        self.report.checked.append(f"Entries hashed into the tree: {min(size, len(self.roots) * WIDTH)} of {size}.")
        self.report.checked.append(f"Documents opened, and what their entries committed to: {self.documents}.")

    def _bundle(self, first: int, count: int) -> bool:
        """Check the bundle of ``count`` entries from ``first`` on; False where it can't be told how to go on after."""
        path, sound = tile_path(first // WIDTH, count), False
        name, above = f"tile/entries/{path}", f"tile/0/{path}"
        tile, leaves, hashes = self.read(above), list[bytes](), list[bytes]()
        with self.report.at(name):
            leaves = split(self.read(name))
            hashes = hashed(leaves, LEAF)
            if len(tile) != 32 * count:
                raise Wrong("tile", "The tile has another number of hashes than it must have.", first, above)
            if b"".join(hashes) != tile:
                raise difference(hashes, _hashes(tile), first)
            late, sound = self.hours.check(leaves, first), True
            if late:
                what = f"Entries that come more than {LATE} hours after they should stand, this one first: {len(late)}."
                self.report.explain.append(Wrong("time-order", what, late[0], name))
        if not sound:
            # Go on with the tile's hashes, unless it is the tile that was changed.
            leaves, hashes = [], _hashes(tile) if len(tile) == 32 * count and self.is_as_named(above) else hashes
        if len(hashes) != count:
            self.report.wrong.append(Wrong("gap", "The entries from here on could not be checked.", first, name))
            return False
        for size in (each for each in self.root_at if first < each <= first + count):
            self.root_at[size] = fold([*self.roots, fold(hashes[: size - first])])
        self.roots.append(fold(hashes))
        if f"payloads/{path}" in self.named:
            self._documents(f"payloads/{path}", leaves, first)
        return True

    def _documents(self, name: str, leaves: list[bytes], first: int) -> None:
        """Open what documents there are for a bundle, unless its ``leaves`` are wrong: they are not here then."""
        data, last = self.read(name), first - 1
        for line in (data.splitlines(keepends=True) or [b""]) if leaves else ():
            with self.report.at(name):
                found = _LINE.fullmatch(line)
                if found is None or not last < (index := int(found[1])) < first + len(leaves):
                    raise Wrong("malformed", "A line is not: index of an entry of this bundle, salt in hex, document.")
                last, self.documents = index, self.documents + 1
                check_document(leaves[index - first], bytes.fromhex(found[2].decode()), found[3], index)

    def _tiles_above(self, hashes: list[bytes], level: int = 1) -> None:
        """Compare the tiles above the entries' hashes with what the entries come to, level by level."""
        tiles = [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]
        for number, tile in enumerate(tiles):
            name = f"tile/{level}/{tile_path(number, len(tile))}"
            with self.report.at(name):
                if (stored := self.read(name)) != b"".join(tile):
                    at = difference(_hashes(stored), tile, number * WIDTH).entry or 0
                    raise Wrong("tile", "From this entry on, the tile is another tree's.", at * WIDTH**level)
        if tiles:
            self._tiles_above([fold(tile) for tile in tiles if len(tile) == WIDTH], level + 1)

    def _compare(self, met: list[Met]) -> None:
        """Compare the tree, as it was at each size that somebody has signed, with what was signed."""
        whole, agreed = met[-1], 0
        for each in met:
            with self.report.at(each.file):
                if each.size > whole.size:
                    raise Wrong("truncated", f"It is of size {each.size}: this export is older, or was cut off.")
                if not (root := self.root_at[each.size]):
                    continue  # the walk ended before
                if root != each.root and each is whole:
                    raise Wrong("root", "The entries hash to another root: some were changed, moved or removed.")
                if root != each.root:
                    what = f"""FORK: two histories were signed in one name. By this file, the tree of size {each.size} \
has the root {each.root.hex()}; here {root.hex()}. They part at an entry from {agreed} to {each.size - 1}."""
                    raise Wrong("fork", what)
                agreed = each.size
                self.report.checked.append(f"The tree of {each.file}, of size {each.size}, is this or its beginning.")
        if whole.seen and self.hours.latest * 3600 > whole.seen + 3600:
            what = "The latest entry is of an hour after a witness saw it, by the clock of the witness."
            self.report.explain.append(Wrong("time-order", what))


def _hashes(tile: bytes) -> list[bytes]:
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]
