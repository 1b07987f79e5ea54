"""The files of the log's key: outside the database, so that whoever can rewrite entries cannot sign for them.

``ledger-signing-key`` is secret; ``ledger-verification-key`` is for anybody, and for whoever verifies here without
being trusted with the secret. ``ledger-handovers`` holds the notes by which one key followed another, and
``ledger-next-signing-key`` is there, as secret as the first, while the next handover is prepared.
"""

import itertools
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from handrail.folders import ReadByOthers, flush
from handrail.ledger import handover
from handrail.ledger.handover import Chain
from handrail.ledger.note import NoteError, SigningKey, VerificationKey

SIGNING_KEY = "ledger-signing-key"
VERIFICATION_KEY = "ledger-verification-key"
NEXT_SIGNING_KEY = "ledger-next-signing-key"
HANDOVERS = "ledger-handovers"


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
    return _load_secret(folder / SIGNING_KEY)


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


def load_chain(folder: Path) -> Chain:
    """The log's keys from the first to the present one; raises :class:`KeyFileError` where they don't hang together.

    Of the files only the verification key is taken as true: what it signed leads to the others.
    """
    trusted, notes = load_verification_key(folder), []
    for number in itertools.count(1):
        path = folder / HANDOVERS / _name(number)
        if not path.exists():
            break
        notes.append(_read(path)[0] + "\n")
    try:
        return handover.chain(trusted, notes)
    except NoteError as error:
        raise KeyFileError(
            f"{folder / HANDOVERS} and {folder / VERIFICATION_KEY} do not belong together: {error} "
            "Restore both from the same backup of the keys."
        ) from None


def prepare_next_key(folder: Path) -> VerificationKey:
    """Make the key that is to follow, or keep the one that was made already; return its public half."""
    path = folder / NEXT_SIGNING_KEY
    if not path.exists():
        _put(path, SigningKey.generate(load_signing_key(folder).name).secret_text(), mode=0o600)
    return load_next_key(folder).verification_key


def load_next_key(folder: Path) -> SigningKey:
    """The key that is to follow; raises :class:`KeyFileError` when none was prepared, or others can read it."""
    if not (folder / NEXT_SIGNING_KEY).exists():
        raise KeyFileError(f"{folder / NEXT_SIGNING_KEY} is not there: no key was prepared to follow the present one.")
    return _load_secret(folder / NEXT_SIGNING_KEY)


def hand_over(folder: Path, size: int, root: bytes) -> None:
    """Hand the log over to the key that was prepared, at this tree, and put it in its place.

    The note is the moment: from then on nothing is signed with the old key. Nothing may be signed meanwhile. Killed
    at any point, :func:`finish_handover` does the rest.
    """
    note = handover.sign(load_signing_key(folder), load_next_key(folder), size, root).note
    number = len(load_chain(folder).handovers) + 1
    (folder / HANDOVERS).mkdir(mode=0o700, exist_ok=True)
    _put(folder / HANDOVERS / _name(number), note.removesuffix("\n"), mode=0o644)
    finish_handover(folder)


def finish_handover(folder: Path) -> bool:
    """Put the key of the newest handover in its place, unless it is there; say whether something was left to do."""
    chain = load_chain(folder)
    if load_signing_key(folder).verification_key != chain.current:
        if load_next_key(folder).verification_key != chain.current:
            raise KeyFileError(
                f"{folder / NEXT_SIGNING_KEY} is not the key that the log was handed over to. "
                "Restore it from the backup of the keys."
            )
        (folder / NEXT_SIGNING_KEY).replace(folder / SIGNING_KEY)
        flush(folder)
    elif load_verification_key(folder) == chain.current:
        return False
    draft = folder / f".{VERIFICATION_KEY}.{secrets.token_hex(4)}"
    _put(draft, str(chain.current), mode=0o644)
    draft.replace(folder / VERIFICATION_KEY)
    flush(folder)
    return True


def _name(number: int) -> str:
    return f"{number:04}"


def _load_secret(path: Path) -> SigningKey:
    text, mode = _read(path)
    if mode & 0o077:
        raise KeyFileError(str(ReadByOthers(path)))
    try:
        return SigningKey.parse(text)
    except NoteError as error:
        raise KeyFileError(f"{path} is damaged: {error} Restore it from the backup of the keys.") from None


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
    flush(path.parent)


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
