"""What is kept when a log's signed word and an earlier one don't go together: both notes, and the request as it came.

Two notes over one size with different roots are **proof**: the log's key has signed both, and both can't be true. The
other kinds are **reason to ask**: a checkpoint that is honest, sent by a stranger with a wrong proof, looks the same.
"""

import enum
import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from handrail.folders import put_whole
from handrail.ledger.checkpoint import Checkpoint
from handrail.witness.folder import EVIDENCE, Seen, WatchedLog
from handrail.witness.request import Request

#: Folders of each kind kept for one log; after that the log is told no less, and nothing more is written. Each kind has
#: its own room: strangers who replay honest checkpoints can't use up that of a proof, which only the log's key makes.
LIMIT = 100

logger = logging.getLogger(__name__)


class Kind(enum.StrEnum):
    """What was shown."""

    FORK = "fork"
    SHRINK = "shrink"
    NO_CONTINUATION = "no-continuation"


WORDS = {
    Kind.FORK: "PROOF OF A FORK: the log's key signed two different trees of {new} entries.",
    Kind.SHRINK: "THE LOG MAY HAVE BEEN CUT BACK: its signed tree of {new} entries was sent after {old} were cosigned.",
    Kind.NO_CONTINUATION: "THE LOG MAY HAVE BEEN REWRITTEN: nothing shows that its tree of {new} entries continues the "
    "one of {old} that was cosigned.",
}


@dataclass(frozen=True)
class Evidence:
    """One folder of evidence, and what it says."""

    path: Path
    what: str


def keep(log: WatchedLog, kind: Kind, seen: Seen, request: Request, *, body: bytes, at: datetime) -> str:
    """Keep what contradicts ``seen``, once, and say so loudly. Returns what it is, in words."""
    new: Checkpoint = request.checkpoint
    what = WORDS[kind].format(new=new.size, old=seen.checkpoint.size)
    fingerprint = sha256(f"{seen.checkpoint.root.hex()} {new.root.hex()} {new.size}".encode()).hexdigest()[:16]
    folder = log.path / EVIDENCE / f"{kind}-{new.size}-{fingerprint}"
    logger.critical("%s log=%s evidence=%s", what, new.origin, folder)
    if not (folder / "what").exists() and len(_folders(log, f"{kind}-*")) < LIMIT:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_whole(folder / "cosigned-before", seen.checkpoint.note)
        put_whole(folder / "refused", new.note)
        put_whole(folder / "request", body.decode())
        # Last: a folder that says what it is has all of it.
        put_whole(folder / "what", f"{what}\nLog: {new.origin}\nRefused: {at:%Y-%m-%d %H:%M:%S} UTC\n")
    return what


def kept(log: WatchedLog) -> list[Evidence]:
    """All that is kept of this log, until somebody who has dealt with it moves the folder away."""
    return [Evidence(path.parent, path.read_text(encoding="utf-8").split("\n", 1)[0]) for path in _folders(log, "*")]


def _folders(log: WatchedLog, name: str) -> list[Path]:
    """The files that say what is kept in each folder so called."""
    return sorted((log.path / EVIDENCE).glob(f"{name}/what"))
