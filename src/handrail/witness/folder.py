"""The witness's folder: its key, and a folder for each log that it watches.

Everything in it is text that a person can read. Nothing is changed in place: a file is written beside, put on disk, and
then takes the old one's name, so that a power cut leaves the old text or the new one.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from handrail.folders import ReadByOthers, put_whole, read_secret
from handrail.ledger.checkpoint import Checkpoint, parse
from handrail.ledger.cosignature import Cosignature, CosigningKey, WitnessKey, cosignatures
from handrail.ledger.note import NoteError, VerificationKey, read_note

SIGNING_KEY = "witness-signing-key"
VERIFICATION_KEY = "witness-verification-key"
LOGS = "logs"
TRUSTED, CHECKPOINT, LOCK, EVIDENCE = "trusted", "checkpoint", "lock", "evidence"
#: Stands in place of a checkpoint before there is one. Not an empty file: that is what a fault of a disk leaves.
NOTHING_YET = "Nothing was cosigned yet.\n"


class NotAWitness(Exception):
    """The folder, or a file in it, is not what a witness can work with. The text says which and what to do."""


@dataclass(frozen=True)
class Seen:
    """The newest checkpoint of a log that this witness has cosigned."""

    checkpoint: Checkpoint
    cosignature: Cosignature


@dataclass(frozen=True)
class WatchedLog:
    """One log: the keys it may sign with, and the newest checkpoint that was cosigned."""

    path: Path
    witness: WitnessKey

    @property
    def is_known(self) -> bool:
        """Whether this witness was told to watch it."""
        return (self.path / TRUSTED).exists()

    @property
    def keys(self) -> tuple[VerificationKey, ...]:
        """The keys that count, oldest first; those before the last have handed over and count no more."""
        try:
            first, *others = (self.path / TRUSTED).read_text(encoding="utf-8").split() or [""]
            return (VerificationKey.parse(first), *map(VerificationKey.parse, others))
        except (OSError, NoteError, UnicodeDecodeError) as error:
            raise NotAWitness(
                f"{self.path / TRUSTED} can't be read ({error}). Until it is back, nothing is cosigned for this log."
            ) from None

    @property
    def key(self) -> VerificationKey:
        """The key that the log signs with now."""
        return self.keys[-1]

    def newest(self) -> Seen | None:
        """What was cosigned last; None when nothing was yet. What this witness did not sign itself is not believed.

        Raises :class:`NotAWitness` when it is gone or damaged. To begin anew would let the log begin anew too.
        """
        path = self.path / CHECKPOINT
        try:
            note = path.read_text(encoding="utf-8")
            if note == NOTHING_YET:
                return None
            text, _ = read_note(note)
            [cosignature] = cosignatures(note, self.witness)
            return Seen(parse(text, note), cosignature)
        except (OSError, ValueError) as error:
            raise NotAWitness(
                f"{path} is gone or damaged ({error}). Until it is back, nothing is cosigned for this log. Ask the log "
                "for a checkpoint with this witness's cosignature, and put the newest one there."
            ) from None

    def begin(self) -> None:
        """Say that nothing was cosigned yet: only whoever runs the witness knows that."""
        put_whole(self.path / CHECKPOINT, NOTHING_YET)

    def put(self, note: str) -> None:
        """Keep the newest checkpoint. It is on disk when this returns."""
        put_whole(self.path / CHECKPOINT, note)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time for this log, also with another process that works in the same folder."""
        with (self.path / LOCK).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@dataclass(frozen=True)
class Witness:
    """A witness's folder and key."""

    path: Path
    key: CosigningKey

    @classmethod
    def create(cls, path: Path, name: str) -> "Witness":
        """Make a folder with a new key. Raises :class:`NotAWitness` where there is one, NoteError for a bad name."""
        key = CosigningKey.generate(name)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise NotAWitness(f"{path} is not empty. A witness begins in a folder of its own.")
        (path / LOGS).mkdir(mode=0o700)
        put_whole(path / VERIFICATION_KEY, f"{key.witness_key}\n", mode=0o644)
        # Last: a folder with a secret key is a whole one.
        put_whole(path / SIGNING_KEY, f"{key.secret_text()}\n")
        return cls(path, key)

    @classmethod
    def open(cls, path: Path) -> "Witness":
        """The witness of this folder; raises :class:`NotAWitness`, also when others can read its key."""
        secret = path / SIGNING_KEY
        try:
            return cls(path, CosigningKey.parse(read_secret(secret)))
        except ReadByOthers as error:
            raise NotAWitness(str(error)) from None
        except (OSError, NoteError, UnicodeDecodeError) as error:
            raise NotAWitness(f"{path} is not a witness's folder: {error} `handrail witness init` makes one.") from None

    def log(self, origin: str) -> WatchedLog:
        """The log that calls itself so, watched or not."""
        return self._log(sha256(origin.encode()).hexdigest())

    def _log(self, origin_hash: str) -> WatchedLog:
        return WatchedLog(self.path / LOGS / origin_hash, self.key.witness_key)

    def logs(self) -> list[WatchedLog]:
        """Every log that is watched."""
        found = (self._log(path.name) for path in sorted((self.path / LOGS).iterdir()))
        return [log for log in found if log.is_known]

    def served(self, origin_hash: str) -> str:
        """The cosigned checkpoint of the log with this hash of its origin; empty where there is none."""
        log = self._log(origin_hash)
        seen = log.newest() if log.is_known else None
        return seen.checkpoint.note if seen else ""
