"""Verifying an export: one walk over its bundles, in which the tree grows again from nothing but the leaves."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from handrail_verify.chain import Met, follow, known_by, read_keys, trust, witnessed
from handrail_verify.entries import LATE, Forms, check_document, day_and_hour, difference, read_line, split
from handrail_verify.manifest import Folder
from handrail_verify.note import LOG, WITNESS, Head, Key
from handrail_verify.report import Report, Unreadable, Wrong
from handrail_verify.tree import WIDTH, Tree, tile_path


@dataclass(frozen=True)
class Asked:
    """What the user brings along: nothing of it comes from whoever is being verified."""

    key: Key | None = None
    witnesses: tuple[Key, ...] = ()
    #: How many of them must have cosigned; None for all.
    need: int | None = None
    #: Checkpoints that the user has kept, with the names of their files.
    known: tuple[tuple[str, Head], ...] = ()
    all_payloads: bool = False


def verify(path: Path, asked: Asked) -> Report:
    """Verify the export in ``path``. Raises :class:`Unreadable` when it is none."""
    report, folder = Report("export"), Folder(path)
    if not folder.has("manifest") and not folder.has("checkpoint"):
        raise Unreadable(f"{path} is no export: it has neither a checkpoint nor a manifest.")
    with report.at("checkpoint"):
        files = {"checkpoint": folder.read("checkpoint")}
        head = Head.parse(files["checkpoint"])
        with report.at("keys"):
            keys = read_keys(files.setdefault("keys", folder.read("keys")), LOG)
            handovers = [f"handovers/{number:04}" for number in range(1, len(keys))]
            files |= {name: folder.read(name) for name in handovers}
            met = follow(keys, [(name, files[name]) for name in handovers], head)
            trust(keys, asked.key, head, report)
            for name, known in asked.known:
                with report.at(name):
                    known_by(keys, known)
                    seen = max((known.note.cosigned(key) for key in asked.witnesses), default=0)
                    met.append(Met(known.size, known.root, name, seen))
            with report.at("manifest"):
                folder.take(folder.read("manifest"), head, keys[-1])
            seen = 0
            with report.at("witnesses"):
                files["witnesses"] = folder.read("witnesses")
                own = read_keys(files["witnesses"], WITNESS)
                seen = witnessed(head, asked.witnesses, own, asked.need, report)
            for name, data in files.items():
                with report.at(name):
                    folder.compare(name, data)
            Walk(folder, head, sorted(met, key=lambda each: each.size), report).run(seen, asked)
    return report


@dataclass
class Walk:
    """The state of the walk: it does not grow with the log."""

    folder: Folder
    head: Head
    #: Trees that this one must have been, smallest first.
    met: list[Met]
    report: Report
    tree: Tree = field(default_factory=Tree)
    forms: Forms = field(default_factory=Forms)
    #: Entries up to which the tree is known to be what was signed elsewhere.
    agreed: int = 0
    late: int = 0
    first_late: int | None = None
    documents: int = 0
    #: Seconds, of which the second are for documents.
    times: list[float] = field(default_factory=lambda: [perf_counter(), 0.0])

    def run(self, seen: int, asked: Asked) -> None:
        """Walk to the end, and say what was found. ``seen``: when the first witness saw the whole tree, or 0."""
        complete = all(self._bundle(first) for first in range(0, self.head.size, WIDTH))
        if complete:
            for name, tile in self.tree.partial():
                self._tile(name, tile)
            if self.tree.root() != self.head.root:
                what = "The entries hash to another root than the signed one: some were changed, moved or removed."
                self.report.add(Wrong("root", what), "checkpoint")
            self.folder.conclude(self.report)
        for met in (each for each in self.met if each.size > self.head.size):
            what = f"It is over {met.size} entries; this export ends at {self.head.size}: it is older, or was cut off."
            self.report.add(Wrong("truncated", what), met.file)
        self._say(seen, asked)

    def _read(self, name: str) -> tuple[bytes, bool]:
        """A file, and whether it is as the manifest says. A missing one is reported, and empty."""
        data, whole = b"", False
        with self.report.at(name):
            data = self.folder.read(name)
            self.folder.compare(name, data)
            whole = True
        return data, whole

    def _bundle(self, first: int) -> bool:
        """Check the bundle whose first entry is ``first``; False where it can't be told how to go on after it."""
        count = min(WIDTH, self.head.size - first)
        path, before = tile_path(first // WIDTH, count), len(self.report.wrong)
        name, leaves, hashes = f"tile/entries/{path}", [], []
        (bundle, _), (tile, tile_is_whole) = self._read(name), self._read(f"tile/0/{path}")
        with self.report.at(name):
            leaves = split(bundle)
            hashes = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
            if tile and b"".join(hashes) != tile:
                raise difference(hashes, _hashes(tile), first)
        if len(self.report.wrong) > before:
            # Go on with the tile's hashes, unless the tile is what was changed, or all that follows has moved as well.
            moved = len(hashes) * 32 == len(tile) and self.report.wrong[-1].code in ("entry-missing", "entry-added")
            hashes = [] if moved else _hashes(tile) if tile_is_whole or len(hashes) != count else hashes
        if len(hashes) != count:
            self.report.add(Wrong("gap", "The entries from here on could not be checked.", first), name)
            return False
        self._meet(leaves if before == len(self.report.wrong) else [], hashes, first, name)
        for above, hashed in self.tree.grow(hashes):
            self._tile(above, hashed)
        if before == len(self.report.wrong) and self.folder.has(f"payloads/{path}"):
            began = perf_counter()
            self._documents(f"payloads/{path}", leaves, first)
            self.times[1] += perf_counter() - began
        return True

    def _meet(self, leaves: list[bytes], hashes: list[bytes], first: int, name: str) -> None:
        """Check form and time of the leaves, and at each size that somebody has signed, compare the tree."""
        done, met = 0, None
        while done < len(hashes) or met:
            met = self.met.pop(0) if self.met and self.met[0].size <= first + len(hashes) else None
            end = met.size - first if met else len(hashes)
            if part := leaves[done:end]:
                with self.report.at(name):
                    late = self.forms.check(part, first + done)
                    self.late += len(late)
                    self.first_late = late[0] if late and self.first_late is None else self.first_late
            done = end
            if met and (root := self.tree.root(hashes[:end])) == met.root:
                self.agreed = met.size
                self.forms.begun = max(self.forms.begun, met.seen // 3600)
                self.report.checked.append(f"The tree contains the {met.size} entries of {met.file}.")
            elif met:
                what = (
                    f"FORK: it says, signed, that the first {met.size} entries hash to {met.root.hex()}, and in this"
                    f" export they hash to {root.hex()}. Two histories were signed in one name. They part at an entry"
                    f" from {self.agreed} to {met.size - 1}."
                )
                self.report.add(Wrong("fork", what), met.file)

    def _tile(self, name: str, computed: bytes) -> None:
        """Compare a tile with what the entries come to."""
        level = int(name.split("/")[1])
        if level == 0:  # compared with its bundle already
            return
        stored, _ = self._read(name)
        if stored and stored != computed:
            pairs = range(0, len(computed), 32)
            odd = next((at // 32 for at in pairs if stored[at : at + 32] != computed[at : at + 32]), len(pairs))
            first = ((self.tree.size - 1) // WIDTH ** (level + 1) * WIDTH + odd) * WIDTH**level
            what = f"Of the {WIDTH**level} entries from this one on, some were changed: they hash to something else."
            self.report.add(Wrong("tile", what, first), name)

    def _documents(self, name: str, leaves: list[bytes], first: int) -> None:
        """Open what documents there are for a bundle: lines of index, salt in hex and document, by index."""
        data, _ = self._read(name)
        last = first - 1
        for line in data.removesuffix(b"\n").split(b"\n"):
            with self.report.at(name):
                index, salt, document = read_line(line)
                if not last < index < first + len(leaves) or not data.endswith(b"\n"):
                    raise Wrong(
                        "malformed", "The entry has no place in this file or at this line, or is cut off.", index
                    )
                last, self.documents = index, self.documents + 1
                check_document(leaves[index - first], salt, document, index)

    def _say(self, seen: int, asked: Asked) -> None:
        report, size, forms = self.report, self.head.size, self.forms
        if self.late:
            what = f"{self.late} entries, this one first, come more than {LATE} hours after they should stand here."
            report.explain.append(Wrong("time-order", what, self.first_late))
        if seen and forms.latest * 3600 > seen + 3600:
            what = f"An entry is of {day_and_hour(forms.latest)}: after a witness saw it by its own clock."
            report.explain.append(Wrong("time-order", what))
        if asked.all_payloads and self.documents < size:
            what = f"{size - self.documents} of {size} entries came without their documents."
            report.explain.append(Wrong("documents-missing", what))
        hours = [day_and_hour(each) for each in (forms.earliest, forms.latest)] if forms.latest else ["", ""]
        seconds = [perf_counter() - self.times[0] - self.times[1], self.times[1]]
        report.facts |= {"entries": self.tree.size, "documents": self.documents, "from": hours[0], "to": hours[1]}
        report.facts |= {"seconds_tree": seconds[0], "seconds_documents": seconds[1]}
        report.checked += [
            f"{self.tree.size} of {size} entries were hashed into the tree; they are from {hours[0]} to {hours[1]}.",
            f"{self.documents} documents were opened, and are what their entries committed to when they were signed.",
        ]


def _hashes(tile: bytes) -> list[bytes]:
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]
