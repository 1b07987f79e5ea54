"""The files of the log's key: outside the database, so that whoever can rewrite entries cannot sign for them.

``ledger-signing-key`` is secret; ``ledger-verification-key`` is for anybody, and for whoever verifies here without
being trusted with the secret.
"""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from handrail.ledger.note import NoteError, SigningKey, VerificationKey

SIGNING_KEY = "ledger-signing-key"
VERIFICATION_KEY = "ledger-verification-key"


class KeyFileError(Exception):
    """The key's file is missing, unsafe or damaged. The text says which file and what to do."""


def create_signing_key(folder: Path, *, origin: str) -> VerificationKey:
    """Make the log's key in ``folder``, or whatever is missing of it. ``origin`` names the log for good, as an address
    without its scheme; a key that is there keeps its own.

    Killed at any moment, it can be run again: the secret comes first and whole, and the public half is made from it.
    Raises :class:`KeyFileError` for a secret that is damaged, is gone, or is not that of the public half.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / SIGNING_KEY).exists():
        if (folder / VERIFICATION_KEY).exists():
            raise KeyFileError(
                f"{folder / SIGNING_KEY} is missing. Restore it from the backup of the keys. A new key would start a "
                f"new log: move {folder / VERIFICATION_KEY} away first if that is what you want."
            )
        _put(folder / SIGNING_KEY, SigningKey.generate(origin).secret_text(), mode=0o600)
    public = load_signing_key(folder).verification_key
    if not (folder / VERIFICATION_KEY).exists():
        _put(folder / VERIFICATION_KEY, str(public), mode=0o644)
    if load_verification_key(folder) != public:
        raise KeyFileError(
            f"{folder / SIGNING_KEY} and {folder / VERIFICATION_KEY} are not of one key. "
            "Restore both from the same backup of the keys."
        )
    return public


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


def _put(path: Path, text: str, *, mode: int) -> None:
    """Put a file in place whole and on disk, unless there is one: whoever was first stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, mode)
            file.write(text + "\n")
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """A new name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
