"""The table that a partner answers about now: the newest it has published, also when that changes meanwhile."""

from handrail.matching.partner.folder import KeyFolder
from handrail.matching.table import Header, read_header


class NewestTable:
    """The newest table of a key folder."""

    def __init__(self, folder: KeyFolder) -> None:
        """Nothing is read yet."""
        self._path = folder.table
        self._key = folder.signing_key.verification_key
        self._read: tuple[tuple[int, int, int], Header] | None = None

    def header(self) -> Header:
        """What the table says of itself. Raises DamagedTable, and OSError where none was published."""
        status = self._path.stat()
        which = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._read is None or self._read[0] != which:
            self._read = which, read_header(self._path, self._key)
        return self._read[1]
