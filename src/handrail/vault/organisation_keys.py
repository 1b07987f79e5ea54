"""Each organisation's key-encryption key: one file, outside the database, readable by the service's own user only.

``KEY_DIR/organisations/<organisation>.key`` holds every version still in use and, apart from them, the organisation's
digest key, which rotation leaves alone (a digest must mean the same next year). Files are replaced whole and never
written in place, so a reader sees the old file or the new one.
"""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from handrail.folders import flush
from handrail.vault.envelope import KEY_BYTES, new_key
from handrail.vault.errors import KeyMissing, KeyUnreadable

FORMAT = "handrail-organisation-key"
FORMAT_VERSION = 1
FILE_MODE = 0o600
FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True)
class OrganisationKeys:
    """The versions of one organisation's key, and its digest key. Its text form shows no key."""

    organisation: UUID
    versions: Mapping[int, bytes] = field(repr=False)
    digest_key: bytes = field(repr=False)

    @property
    def latest(self) -> int:
        """The version under which new data keys are wrapped."""
        return max(self.versions)

    def version(self, number: int) -> bytes:
        """One version's key; raises :class:`KeyMissing`, with the number to look for in a backup of the keys."""
        try:
            return self.versions[number]
        except KeyError:
            raise KeyMissing(f"Version {number} of organisation {self.organisation}'s key") from None

    def with_new_version(self) -> "OrganisationKeys":
        """The same keys and a new latest one."""
        return OrganisationKeys(self.organisation, {**self.versions, self.latest + 1: new_key()}, self.digest_key)

    def without(self, numbers: Collection[int]) -> "OrganisationKeys":
        """The same keys without these versions."""
        kept = {number: key for number, key in self.versions.items() if number not in numbers}
        return OrganisationKeys(self.organisation, kept, self.digest_key)


#: What was last read, with the file's identity then: another process may have rotated it since.
_read: dict[Path, tuple[tuple[int, ...], OrganisationKeys]] = {}


def folder() -> Path:
    """Where the organisations' key files lie."""
    return Path(settings.HANDRAIL_KEY_DIR) / "organisations"


def path_of(organisation: UUID) -> Path:
    """The organisation's key file."""
    return folder() / f"{organisation}.key"


def create_organisation_key(organisation: UUID) -> None:
    """Make the organisation's first key. A key that exists is kept: to replace it would lose all it protects."""
    with suppress(FileExistsError):
        _write(OrganisationKeys(organisation, {1: new_key()}, new_key()), replace=False)


def load(organisation: UUID) -> OrganisationKeys:
    """The organisation's keys, read again whenever the file has changed."""
    path = path_of(organisation)
    try:
        stat = path.stat()
        identity = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        known = _read.get(path)
        if known is None or known[0] != identity:
            known = _read[path] = (identity, _parsed(organisation, path.read_bytes()))
    except FileNotFoundError:
        raise KeyMissing(f"The key file of organisation {organisation}") from None
    except PermissionError:
        raise KeyUnreadable(organisation, "this user may not read it") from None
    return known[1]


def replace(keys: OrganisationKeys) -> None:
    """Put ``keys`` in the place of what the organisation's file held."""
    _write(keys, replace=True)


@contextmanager
def every_version_kept() -> Iterator[None]:
    """While this lasts, no version is thrown away: the keys that a backup copies last open the database copied first.

    Waits for a throwing away that is under way, and makes the next one wait.
    """
    with _folder_locked(fcntl.LOCK_SH):
        yield


@contextmanager
def versions_thrown_away() -> Iterator[None]:
    """Wait until nobody needs every version kept, and make them wait while this lasts."""
    with _folder_locked(fcntl.LOCK_EX):
        yield


@contextmanager
def _folder_locked(how: int) -> Iterator[None]:
    _make_folder()
    handle = os.open(folder(), os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _parsed(organisation: UUID, content: bytes) -> OrganisationKeys:
    try:
        stored = json.loads(content)
        if (stored["format"], stored["version"]) != (FORMAT, FORMAT_VERSION):
            raise KeyUnreadable(organisation, "it is of a format that this version of Handrail does not know")
        if UUID(stored["organisation"]) != organisation:
            raise KeyUnreadable(organisation, "it was made for another organisation")
        versions = {int(number): _key(text) for number, text in stored["keys"].items()}
        keys = OrganisationKeys(organisation, versions, _key(stored["digest_key"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyUnreadable(organisation, "it is damaged") from None
    if not keys.versions:
        raise KeyUnreadable(organisation, "it holds no key")
    return keys


def _key(text: str) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except NotBase64:
        raise ValueError("not base64") from None
    if len(key) != KEY_BYTES:
        raise ValueError("not 256 bits")
    return key


def _write(keys: OrganisationKeys, *, replace: bool) -> None:
    """Write the file whole, flushed to disk, under a name of its own; then give it its real name in one step."""
    _make_folder()
    path = path_of(keys.organisation)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
            file.write(_document(keys))
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    flush(folder())


def _make_folder() -> None:
    for each in (folder().parent, folder()):
        each.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def _document(keys: OrganisationKeys) -> bytes:
    stored = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "organisation": str(keys.organisation),
        "digest_key": b64encode(keys.digest_key).decode(),
        "keys": {str(number): b64encode(key).decode() for number, key in keys.versions.items()},
    }
    return json.dumps(stored, indent=1).encode() + b"\n"
