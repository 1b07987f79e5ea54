"""The files of an export, and the signed manifest that names each of them with its hash: no byte is left out.

Tiles and bundles are what the tree grows into, so the signed root vouches for them already. Their hashes in the
manifest are looked at as soon as something does not fit: then they tell which file was changed.
"""

import os
from hashlib import sha256
from pathlib import Path

from handrail_verify.note import Head, Key, Note
from handrail_verify.report import Report, Unreadable, Wrong


class Folder:
    """An export as it lies there. Faults of its files are taken down in the report."""

    def __init__(self, path: Path, report: Report) -> None:
        self._root, self._report = os.fspath(path), report
        self._read: set[str] = set()
        self._note, lines = Note("", []), [""]
        with report.at("manifest"):
            self._note = Note.parse(self._bytes("manifest"))
            lines = self._note.text.split("\n")[:-1]
        #: What the manifest says of each file.
        self.hashes = {line[66:]: line[:64] for line in lines[4:]}
        self._title, self._whole = lines[:4], len(self.hashes) == len(lines[4:])

    def signed(self, head: Head, key: Key) -> None:
        """Raises :class:`Wrong` unless ``key`` signed the manifest, and it is of the checkpoint's tree."""
        self._note.signed(key)
        title = ["handrail export v1", *head.note.text.split("\n")[:3]]
        if self._title != title or not self._whole or len(self._note.signatures) != 1:
            raise Wrong("manifest", "It is not of this log, size and root, or not in form.")

    def read(self, name: str) -> bytes:
        """One whole file: the largest is a bundle of 256. One that is missing is empty."""
        self._read.add(name)
        try:
            data = self._bytes(name)
        except Wrong as error:
            self._report.add(error, name)
            return b""
        if name not in self.hashes:
            self._report.add(Wrong("file-unnamed", "The manifest does not name this file."), name)
        elif not name.startswith("tile/"):
            self.unchanged(name, data)
        return data

    def unchanged(self, name: str, data: bytes) -> bool:
        """Whether ``data`` is what the manifest says of the file; if not, that is taken down."""
        if sha256(data).hexdigest() != self.hashes.get(name):
            self._report.add(Wrong("file-changed", "The file is not the one that the manifest names."), name)
            return False
        return True

    def conclude(self) -> None:
        """Name what is left when all files that belong to such an export have been read."""
        walked = ((where[len(self._root) + 1 :], files) for where, _, files in os.walk(self._root))
        found = {f"{where}/{name}" if where else name for where, files in walked for name in files}
        reported = {"manifest", *(finding.file for finding in self._report.wrong)}
        for name in sorted(found - self._read - reported):
            self._report.add(Wrong("file-unnamed", "The file has no place in this export."), name)
        for name in sorted(self.hashes.keys() - self._read - found - reported):
            self._report.add(Wrong("file-missing", "The file is missing."), name)
        for name in sorted(self._read & found - reported) if self._report.wrong else ():
            self.unchanged(name, self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        try:
            file = os.open(f"{self._root}/{name}", os.O_RDONLY)
            try:
                return os.read(file, os.fstat(file).st_size)
            finally:
                os.close(file)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise Wrong("file-missing", "The file is missing.") from None
        except OSError as error:
            raise Unreadable(f"{name} can’t be read: {error.strerror}.") from None
