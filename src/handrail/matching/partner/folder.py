"""The partner's key folder: its secrets, and what it remembers of what it has published. Nothing in it is a name.

| File | Holds |
|---|---|
| `signing-key` | the Ed25519 key that signs tables and answers; its name is the register's id |
| `verification-key` | its public half, for the centre |
| `oprf-seed` | what the key of the oblivious function is derived from |
| `records-key` | seals the ids of records, and hides what they say |
| `canaries-seed` | who the partner's canaries are |
| `records.sqlite` | the secrets of each record's tokens: see `records` |
| `tables/` | for each table that was published, what its pseudonyms are derived from |
| `register.tags` | the newest table |
| `scratch/` | while a table is made: what follows from the secrets |

Whoever has the whole folder can test guesses offline, as the partner itself can: it is kept, backed up and destroyed
like the register.
"""

import fcntl
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handrail.folders import ReadByOthers, put_whole, read_secret
from handrail.ledger.note import NoteError, SigningKey
from handrail.matching.oprf import SEED_SIZE, Evaluator
from handrail.matching.table import PSEUDONYM_SIZE

SIGNING_KEY = "signing-key"
VERIFICATION_KEY = "verification-key"
OPRF_SEED = "oprf-seed"
RECORDS_KEY = "records-key"
CANARIES_SEED = "canaries-seed"
TABLES = "tables"
TABLE = "register.tags"
SCRATCH = "scratch"
LOCK = "publishing"

_SECRETS: Final = (OPRF_SEED, RECORDS_KEY, CANARIES_SEED)
#: What a new folder may hold: that of a making that was cut short.
_MADE: Final = (*_SECRETS, VERIFICATION_KEY, TABLES, LOCK)
#: What is left of a file whose writer was killed before it had its name: see `folders.put_whole`, and `table.build`.
_DRAFT: Final = re.compile(r"\..+\.[0-9a-f]{8}")
_KEY_SIZE: Final = 32
_NONCE_SIZE: Final = 12


class NotAKeyFolder(Exception):
    """The folder, or a file in it, is not what a partner can publish or answer with. The text says what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyFolder:
    """An opened key folder."""

    path: Path
    signing_key: SigningKey
    oprf_seed: bytes
    canaries_seed: bytes
    _records_key: bytes

    @classmethod
    def open(cls, path: Path) -> "KeyFolder":
        """The folder at ``path``. Raises :class:`NotAKeyFolder`, also where others can read a secret in it, or put a
        file into it: a centre that may ask is one.
        """
        if not (path / SIGNING_KEY).exists():
            raise NotAKeyFolder(f"{path} is not a key folder. `handrail match publish` makes one.")
        if path.stat().st_mode & 0o022:
            raise NotAKeyFolder(f"Others can put files into {path}. Find out who did so, then give it mode 700.")
        try:
            key = SigningKey.parse(_read(path / SIGNING_KEY))
            seed, records, canaries = (bytes.fromhex(_read(path / name)) for name in _SECRETS)
        except (NoteError, ValueError) as error:
            raise NotAKeyFolder(f"A key in {path} is damaged: {error}. Restore the folder from its backup.") from None
        if {len(seed), len(records), len(canaries)} != {SEED_SIZE}:
            raise NotAKeyFolder(f"A key in {path} is cut. Restore the folder from its backup.")
        return cls(path, key, seed, canaries, records)

    @classmethod
    def begin(cls, path: Path) -> "KeyFolder":
        """The folder at ``path``, made with new keys unless it is there. Raises :class:`NotAKeyFolder`."""
        if (path / SIGNING_KEY).exists():
            return cls.open(path)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(each.name not in _MADE and not _DRAFT.fullmatch(each.name) for each in path.iterdir()):
            raise NotAKeyFolder(f"{path} holds other files. Name a new folder for the keys.")
        path.chmod(0o700)
        # Two that begin at once would mix their keys.
        with _alone_in(path):
            return cls.open(path) if (path / SIGNING_KEY).exists() else cls._make(path)

    @classmethod
    def _make(cls, path: Path) -> "KeyFolder":
        _clear_drafts(path)
        (path / TABLES).mkdir(mode=0o700, exist_ok=True)
        for name in _SECRETS:
            put_whole(path / name, f"{secrets.token_hex(_KEY_SIZE)}\n")
        key = SigningKey.generate(f"register-{secrets.token_hex(8)}")
        put_whole(path / VERIFICATION_KEY, f"{key.verification_key}\n", mode=0o644)
        # Last: a folder with a signing key is a whole one.
        put_whole(path / SIGNING_KEY, f"{key.secret_text()}\n")
        return cls.open(path)

    @property
    def register(self) -> str:
        """The register's id: random, the same for good."""
        return self.signing_key.name

    @property
    def table(self) -> Path:
        """Where the newest table is."""
        return self.path / TABLE

    def evaluator(self) -> Evaluator:
        """The oblivious function under the partner's key."""
        return Evaluator(self.oprf_seed, self.register.encode())

    def hidden(self, what: str, text: str) -> bytes:
        """16 bytes that stand for ``text``, and that nobody can test without the folder. ``what`` keeps uses apart."""
        return hmac.digest(self._records_key, f"{what}\n{text}".encode(), "sha256")[:16]

    def seal(self, text: str) -> bytes:
        """``text`` under the key of the records."""
        nonce = secrets.token_bytes(_NONCE_SIZE)
        return nonce + AESGCM(self._sealing_key()).encrypt(nonce, text.encode(), None)

    def unseal(self, sealed: bytes) -> str:
        """What :meth:`seal` sealed."""
        return AESGCM(self._sealing_key()).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], None).decode()

    def _sealing_key(self) -> bytes:
        return hmac.digest(self._records_key, b"sealing", "sha256")

    def new_pseudonyms(self, table: UUID) -> "Pseudonyms":
        """Pseudonyms for a table that is about to be published. What they are derived from is on disk before it is."""
        put_whole(self.path / TABLES / str(table), f"{secrets.token_hex(_KEY_SIZE)}\n")
        return self.pseudonyms(table)

    def pseudonyms(self, table: UUID) -> "Pseudonyms":
        """The pseudonyms of a table that was published from here. Raises :class:`NotAKeyFolder` for another."""
        return Pseudonyms(bytes.fromhex(_read(self.path / TABLES / str(table))))

    def tables(self) -> list[UUID]:
        """Every table that was published from here and can still be opened, the newest first."""
        paths = [path for path in (self.path / TABLES).iterdir() if not _DRAFT.fullmatch(path.name)]
        return [UUID(path.name) for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True)]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Publish from here alone. Raises :class:`NotAKeyFolder` while another process does."""
        with _alone_in(self.path):
            # A table as large as the register, where the one who wrote it was killed.
            _clear_drafts(self.path, TABLE)
            yield


@dataclass(frozen=True, slots=True, repr=False)
class Pseudonyms:
    """What the records are called in one table: random to all who have not this key, and different in every table."""

    _key: bytes

    def of(self, record: int) -> bytes:
        """The pseudonym of the record with this number."""
        return hmac.digest(self._key, record.to_bytes(8), "sha256")[:PSEUDONYM_SIZE]


@contextmanager
def _alone_in(path: Path) -> Iterator[None]:
    with (path / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAKeyFolder(f"Another `handrail match publish` is at work in {path}.") from None
        yield


def _clear_drafts(path: Path, of: str = "*") -> None:
    for draft in path.glob(f".{of}.*"):
        if _DRAFT.fullmatch(draft.name):
            draft.unlink()


def _read(path: Path) -> str:
    try:
        return read_secret(path)
    except ReadByOthers as error:
        raise NotAKeyFolder(str(error)) from None
    except (OSError, UnicodeDecodeError):
        raise NotAKeyFolder(f"{path} is missing or cannot be read. Restore the folder from its backup.") from None
