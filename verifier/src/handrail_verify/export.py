"""Verifying an export: one walk over its bundles, in which the tree grows again from nothing but the leaves."""

from pathlib import Path
from time import perf_counter

from handrail_verify.chain import Asked, Met, follow, known_by, read_keys, trust, witnessed
from handrail_verify.entries import LATE, Forms, check_document, day_and_hour, difference, read_line, split
from handrail_verify.manifest import Folder
from handrail_verify.note import LOG, WITNESS, Head
from handrail_verify.report import Report, Unreadable, Wrong
from handrail_verify.tree import WIDTH, Tree, leaf_hashes, tile_path


def verify(path: Path, asked: Asked) -> Report:
    """Verify the export in ``path``. Raises :class:`Unreadable` when it is none."""
    if not any((path / name).is_file() for name in ("manifest", "checkpoint")):
        raise Unreadable(f"{path} is no export: it has neither a manifest nor a checkpoint.")
    report = Report("export")
    folder = Folder(path, report)
    with report.at("checkpoint"):
        head = Head.parse(folder.read("checkpoint"))
        with report.at("keys"):
            keys = read_keys(folder.read("keys"), LOG)
            handovers = [f"handovers/{number:04}" for number in range(1, len(keys))]
            met = follow(keys, [(name, folder.read(name)) for name in handovers], head)
            trust(keys, asked, head, report)
            for name, known in asked.known:
                with report.at(name):
                    known_by(keys, known)
                    seen = max((known.note.cosigned(key) for key in asked.witnesses), default=0)
                    met.append(Met(known.size, known.root, name, seen))
            with report.at("manifest"):
                folder.signed(head, keys[-1])
            walk = Walk(folder, head, sorted(met), report)
            with report.at("witnesses"):
                walk.seen = witnessed(head, read_keys(folder.read("witnesses"), WITNESS), asked, report)
            walk.run(all_payloads=asked.all_payloads)
    return report


class Walk:
    """The walk over the bundles of an export. What it keeps does not grow with the log."""

    def __init__(self, folder: Folder, head: Head, met: list[Met], report: Report) -> None:
        self.folder, self.head, self.report = folder, head, report
        #: Trees that this one must have been, smallest first.
        self.met = met
        #: When the first witness saw the whole tree (POSIX seconds), or 0.
        self.seen = 0
        self.tree, self.forms = Tree(), Forms()
        #: Entries up to which the tree is known to be what was signed elsewhere.
        self.agreed = 0
        self.documents, self.seconds_documents = 0, 0.0

    def run(self, *, all_payloads: bool) -> None:
        """Walk to the end, and say what was found."""
        began, report, size = perf_counter(), self.report, self.head.size
        if all(self._bundle(first) for first in range(0, size, WIDTH)):
            for name, tile in self.tree.partial():
                self._tile(name, tile)
            if self.tree.root() != self.head.root:
                what = "The entries hash to another root: some were changed, moved or removed."
                report.add(Wrong("root", what), "checkpoint")
            self.folder.conclude()
        for met in (each for each in self.met if each.size > size):
            what = f"It is over {met.size} entries, this export over {size}: older, or its end was cut off."
            report.add(Wrong("truncated", what), met.file)
        seconds_tree = perf_counter() - began - self.seconds_documents
        report.facts |= {"documents": self.documents, "seconds_documents": self.seconds_documents}
        report.facts["seconds_tree"] = seconds_tree
        forms = self.forms
        if forms.late:
            what = f"{forms.late} entries, this one first, come more than {LATE} hours after they should stand here."
            report.explain.append(Wrong("time-order", what, forms.first_late))
        if self.seen and forms.latest * 3600 > self.seen + 3600:
            what = f"An entry is of {day_and_hour(forms.latest)}: after a witness saw it by its own clock."
            report.explain.append(Wrong("time-order", what))
        if all_payloads and self.documents < size:
            what = f"{size - self.documents} of {size} entries came without their documents."
            report.explain.append(Wrong("documents-missing", what))
        hours = f"from {day_and_hour(forms.earliest)} to {day_and_hour(forms.latest)}" if forms.latest else "of no time"
        report.checked += [
            f"{self.tree.size} of {size} entries, {hours}, were hashed into the tree.",
            f"{self.documents} documents were opened, and are what their entries committed to when they were signed.",
        ]

    def _bundle(self, first: int) -> bool:
        """Check the bundle whose first entry is ``first``; False where it can't be told how to go on after it."""
        count, before = min(WIDTH, self.head.size - first), len(self.report.wrong)
        path = tile_path(first // WIDTH, count)
        name, above = f"tile/entries/{path}", f"tile/0/{path}"
        bundle, tile = self.folder.read(name), self.folder.read(above)
        leaves, hashes, tile_is_whole = [], [], bool(tile)
        with self.report.at(name):
            leaves = split(bundle)
            hashes = leaf_hashes(leaves)
            if tile and b"".join(hashes) != tile:
                self.folder.unchanged(name, bundle)
                tile_is_whole = self.folder.unchanged(above, tile)
                raise difference(hashes, _hashes(tile), first)
        if len(self.report.wrong) > before:
            # Go on with the tile's hashes, unless the tile is what was changed, or all that follows has moved as well.
            moved = len(hashes) * 32 == len(tile) and self.report.wrong[-1].code in ("entry-missing", "entry-added")
            hashes = [] if moved else _hashes(tile) if tile_is_whole or len(hashes) != count else hashes
            leaves = []
        if len(hashes) != count:
            self.report.add(Wrong("gap", "The entries from here on could not be checked.", first), name)
            return False
        self._meet(leaves, hashes, first, name)
        for full, hashed in self.tree.grow(hashes):
            self._tile(full, hashed)
        if before == len(self.report.wrong) and f"payloads/{path}" in self.folder.hashes:
            began = perf_counter()
            self._documents(f"payloads/{path}", leaves, first)
            self.seconds_documents += perf_counter() - began
        return True

    def _meet(self, leaves: list[bytes], hashes: list[bytes], first: int, name: str) -> None:
        """Check form and time of the leaves, and at each size that somebody has signed, compare the tree."""
        done = 0
        while self.met and self.met[0].size <= first + len(hashes):
            met = self.met.pop(0)
            end = met.size - first
            self._check(leaves[done:end], first + done, name)
            done, root = end, self.tree.root(hashes[:end])
            if root == met.root:
                self.agreed, self.forms.begun = met.size, max(self.forms.begun, met.seen // 3600)
                self.report.checked.append(f"The tree contains the {met.size} entries of {met.file}.")
            else:
                what = f"""FORK: signed here is that the first {met.size} entries hash to {met.root.hex()}; in this \
export they hash to {root.hex()}. Two histories were signed in one name. They part at an entry from \
{self.agreed} to {met.size - 1}."""
                self.report.add(Wrong("fork", what), met.file)
        self._check(leaves[done:], first + done, name)

    def _check(self, leaves: list[bytes], first: int, name: str) -> None:
        with self.report.at(name):
            if leaves:
                self.forms.check(leaves, first)

    def _tile(self, name: str, computed: bytes) -> None:
        """Compare a tile with what the entries come to."""
        level = int(name.split("/")[1])
        if level == 0:  # compared with its bundle already
            return
        stored = self.folder.read(name)
        if stored and stored != computed:
            at = next(at for at in range(len(computed)) if stored[at : at + 1] != computed[at : at + 1]) // 32
            first = ((self.tree.size - 1) // WIDTH ** (level + 1) * WIDTH + at) * WIDTH**level
            what = f"Of {WIDTH**level} entries from this one on, some were changed: they hash to something else."
            self.report.add(Wrong("tile", what, first), name)

    def _documents(self, name: str, leaves: list[bytes], first: int) -> None:
        """Open what documents there are for a bundle: lines of index, salt in hex and document, by index."""
        data, last = self.folder.read(name), first - 1
        for line in data.removesuffix(b"\n").split(b"\n"):
            with self.report.at(name):
                index, salt, document = read_line(line)
                if not last < index < first + len(leaves) or not data.endswith(b"\n"):
                    raise Wrong("malformed", "The entry has no place in this file, or at this line.", index)
                last, self.documents = index, self.documents + 1
                check_document(leaves[index - first], salt, document, index)


def _hashes(tile: bytes) -> list[bytes]:
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]
