"""Whether the partner's log still begins as it once did: by its own signed checkpoints, and by what centres keep.

A checkpoint (c2sp.org/tlog-checkpoint) is the partner's signed word on how many entries there are and what they hash
to. Each answer holds the same; whoever kept one can have the log checked against it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from handrail.folders import put_whole
from handrail.ledger.checkpoint import read, sign
from handrail.ledger.note import NoteError, SigningKey, VerificationKey
from handrail.ledger.tree import EMPTY_ROOT, CompactRange, leaf_hash
from handrail.matching.partner.log import LOG, PartnerLog

CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there are, or were, and what they hash to."""

    size: int
    root: bytes


def sign_head(folder: Path, key: SigningKey, log: PartnerLog) -> None:
    """Sign how the log stands. The checkpoint is on disk when this returns."""
    put_whole(folder / CHECKPOINT, sign(key, log.size, log.root()).note, mode=0o644)


def signed_head(folder: Path, key: VerificationKey) -> Head | None:
    """What was signed last; None where nothing was. Raises NoteError for what this key did not sign."""
    path = folder / CHECKPOINT
    try:
        found = read(path.read_text(encoding="utf-8"), key)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise NoteError(f"{path} is no text.") from None
    return Head(found.size, found.root)


def differences(folder: Path, heads: Collection[Head]) -> list[Head]:
    """Those of ``heads`` that the log does not begin with: entries were taken out or changed since."""
    wanted = {head.size for head in heads}
    found = {0: EMPTY_ROOT}
    tree = CompactRange()
    with (folder / LOG).open("rb") as file:
        for line in file:
            tree.append(leaf_hash(line.removesuffix(b"\n")))
            if tree.size in wanted:
                found[tree.size] = tree.root()
    return [head for head in heads if found.get(head.size) != head.root]
