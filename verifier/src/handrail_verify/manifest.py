"""The files of an export, and the signed manifest that names each of them with its hash: no byte is left out."""

import os
from hashlib import sha256
from pathlib import Path

from handrail_verify.note import Head, Key, Note
from handrail_verify.report import Report, Unreadable, Wrong


class Folder:
    """An export as it lies there. Each file that is read is compared with the manifest, and faults are taken down."""

    def __init__(self, path: Path, report: Report) -> None:
        self._root, self._report = os.fspath(path), report
        self._note, lines = Note("", ()), [""]
        with report.at("manifest"):
            self._note = Note.parse(self._bytes("manifest"))
            lines = self._note.text.split("\n")
        #: What the manifest says of the files that have not been read yet; None for those that have.
        self._hashes: dict[str, str | None] = {line[66:]: line[:64] for line in lines[4:-1]}
        self._title, self._whole = lines[:4], len(self._hashes) == len(lines[4:-1])

    def signed(self, head: Head, key: Key) -> None:
        """Raises :class:`Wrong` unless ``key`` signed the manifest, and it is of the checkpoint's tree."""
        self._note.signed(key)
        title = ["handrail export v1", *head.note.text.split("\n")[:3]]
        if self._title != title or not self._whole or len(self._note.signatures) != 1:
            raise Wrong("manifest", "It is not of this log, size and root, or not in form.")

    def has(self, name: str) -> bool:
        """Whether there is such a file, or should be."""
        return name in self._hashes or os.path.isfile(f"{self._root}/{name}")  # noqa: PTH113 - pathlib takes too long

    def read(self, name: str) -> bytes:
        """One whole file: the largest is a bundle of 256. One that is missing is empty."""
        data = b""
        with self._report.at(name):
            data = self._bytes(name)
            if name not in self._hashes:
                raise Wrong("file-unnamed", "The manifest does not name this file.")
            expected, self._hashes[name] = self._hashes[name], None
            if sha256(data).hexdigest() != expected:
                raise Wrong("file-changed", "The file is not the one that the manifest names.")
        return data

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

    def conclude(self) -> None:
        """Name what is left when all files that belong to such an export have been read."""
        reported = {"manifest", *(finding.file for finding in self._report.wrong)}
        for where, _, files in os.walk(self._root):
            for name in (f"{where}/{file}"[len(self._root) + 1 :] for file in files):
                with self._report.at(name):
                    if self._hashes.pop(name, "") is not None and name not in reported:
                        raise Wrong("file-unnamed", "The file has no place in this export.")
        for name, left in self._hashes.items():
            with self._report.at(name):
                if left is not None and name not in reported:
                    raise Wrong("file-missing", "The file is missing.")
