"""The files of an export, and the signed manifest that names each of them with its hash: no byte is left out."""

import os
from hashlib import sha256
from pathlib import Path

from handrail_verify.note import Head, Key, Note
from handrail_verify.report import Report, Unreadable, Wrong


class Folder:
    """An export as it lies there. Without a manifest, files are only read; with one, each is compared with it."""

    def __init__(self, path: Path) -> None:
        self._root = os.fspath(path)
        #: What the manifest says of the files that have not been compared yet; None for those that have.
        self._hashes: dict[str, bytes | None] | None = None

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return os.path.isfile(f"{self._root}/{name}")  # noqa: PTH113 - pathlib takes as long as the hashing

    def read(self, name: str) -> bytes:
        """One whole file: the largest is a bundle of 256. Raises :class:`Wrong` when it is missing."""
        try:
            file = os.open(f"{self._root}/{name}", os.O_RDONLY)
            try:
                return os.read(file, os.fstat(file).st_size)
            finally:
                os.close(file)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise Wrong("file-missing", "The file is missing.", file=name) from None
        except OSError as error:
            raise Unreadable(f"{name} can’t be read: {error.strerror}.") from None

    def compare(self, name: str, data: bytes) -> None:
        """Compare a file with the manifest, if there is one; raises :class:`Wrong`."""
        if self._hashes is None:
            return
        if name not in self._hashes:
            raise Wrong("file-unnamed", "The manifest does not name this file.", file=name)
        expected, self._hashes[name] = self._hashes[name], None
        if sha256(data).digest() != expected:
            raise Wrong("file-changed", "The file is not the one that the manifest names.", file=name)

    def take(self, manifest: bytes, head: Head, key: Key) -> None:
        """Go by ``manifest``. Raises :class:`Wrong` unless ``key`` signed it and it is of the checkpoint's tree."""
        note = Note.parse(manifest)
        note.signed(key)
        title, *tree, files = note.text.split("\n", 4)
        if title != "handrail export v1" or tree != head.note.text.split("\n")[:3] or len(note.signatures) != 1:
            raise Wrong("manifest", "It is of another export: log, size or root are not the checkpoint’s.")
        try:
            hashes = {line[66:]: bytes.fromhex(line[:64]) for line in files.split("\n")[:-1]}
        except ValueError:
            hashes = {}
        if "".join(f"{each.hex()}  {name}\n" for name, each in hashes.items()) != files:
            raise Wrong("malformed", "Some line is not: hash, two spaces, path; or a path is there twice.")
        self._hashes = dict(hashes)

    def conclude(self, report: Report) -> None:
        """Name what is left when all files that belong to such an export have been compared."""
        if self._hashes is None:
            return
        for where, _, files in os.walk(self._root):
            for name in (f"{where}/{file}"[len(self._root) + 1 :] for file in files):
                if self._hashes.pop(name, b"") is not None and name != "manifest":
                    report.add(Wrong("file-unnamed", "The file has no place in this export.", file=name))
        for name, left in self._hashes.items():
            if left is not None and name not in {finding.file for finding in report.wrong}:
                report.add(Wrong("file-missing", "The file is missing.", file=name))
