"""The files of the log's key: outside the database, so that whoever can rewrite entries cannot sign for them.

``ledger-signing-key`` is secret; ``ledger-verification-key`` is for anybody, and for whoever verifies here without
being trusted with the secret.
"""

import os
import stat
from pathlib import Path

from handrail.ledger.note import NoteError, SigningKey, VerificationKey

SIGNING_KEY = "ledger-signing-key"
VERIFICATION_KEY = "ledger-verification-key"


class KeyFileError(Exception):
    """The key's file is missing, unsafe or damaged. The text says which file and what to do."""


def create_signing_key(folder: Path, *, origin: str) -> VerificationKey:
    """Make the log's key in ``folder``. ``origin`` names the log for good, as an address without its scheme.

    Raises :class:`KeyFileError` when there is a key already: another key would start another log.
    """
    key = SigningKey.generate(origin)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / SIGNING_KEY, key.secret_text(), mode=0o600)
    _write(folder / VERIFICATION_KEY, str(key.verification_key), mode=0o644)
    return key.verification_key


def load_signing_key(folder: Path) -> SigningKey:
    """The log's key; raises :class:`KeyFileError` when others than its owner may read or change the file."""
    path = folder / SIGNING_KEY
    text, mode = _read(path)
    if mode & 0o077:
        raise KeyFileError(f"{path} can be read by others. Find out who did so, then give it mode 600.")
    try:
        return SigningKey.parse(text)
    except NoteError as error:
        raise KeyFileError(f"{path} is damaged: {error} Restore it from the backup of the keys.") from None


def load_verification_key(folder: Path) -> VerificationKey:
    """The public half of the log's key; raises :class:`KeyFileError` when others than its owner may change the file."""
    path = folder / VERIFICATION_KEY
    text, mode = _read(path)
    if mode & 0o022:
        raise KeyFileError(
            f"{path} can be changed by others. Compare it with the published key, then give it mode 644."
        )
    try:
        return VerificationKey.parse(text)
    except NoteError as error:
        raise KeyFileError(f"{path} is damaged: {error} Restore it from the published key.") from None


def _write(path: Path, text: str, *, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise KeyFileError(
            f"{path} exists already. A new key would start a new log: move it away first if that is what you want."
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, mode)
        file.write(text + "\n")
        file.flush()
        os.fsync(descriptor)


def _read(path: Path) -> tuple[str, int]:
    """The file's text and its permission bits."""
    try:
        with path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError
            return file.read(4096).strip(), status.st_mode & 0o777
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(
            f"{path} cannot be read. `handrail init` makes it; a lost key is restored from the backup of the keys."
        ) from None
