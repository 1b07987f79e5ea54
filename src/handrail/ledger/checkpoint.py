"""Checkpoints (c2sp.org/tlog-checkpoint): the log's signed word on how many entries there are and what they hash to."""

import base64
import re
from dataclasses import dataclass

from handrail.ledger.note import NoteError, SigningKey, VerificationKey, open_note
from handrail.ledger.tree import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    """A tree head with the signed note that states it. Made by :func:`sign` or, once verified, by :func:`read`."""

    origin: str
    size: int
    root: bytes
    note: str


def sign(key: SigningKey, size: int, root: bytes) -> Checkpoint:
    """The checkpoint of a tree, signed. The key's name is the log's origin."""
    note = key.sign("\n".join([*stated(key.name, size, root), ""]))
    return Checkpoint(origin=key.name, size=size, root=root, note=note)


def stated(origin: str, size: int, root: bytes) -> list[str]:
    """The lines by which notes of a log name a tree: checkpoints, handovers and the manifests of exports."""
    return [origin, str(size), hash_line(root)]


def read(note: str, key: VerificationKey) -> Checkpoint:
    """The checkpoint that ``note`` states; raises :class:`NoteError` unless ``key`` signed it for its own origin."""
    found = parse(open_note(note, key), note)
    if found.origin != key.name:
        raise NoteError("The checkpoint is another log's.")
    return found


def parse(text: str, note: str) -> Checkpoint:
    """The checkpoint that the text of ``note`` states, whoever signed it. Raises :class:`NoteError`."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or "" in lines or not _SIZE.fullmatch(lines[1]):
        raise NoteError("The note is not a checkpoint.")
    origin, size, root = lines[:3]
    return Checkpoint(origin=origin, size=int(size), root=hash_from(root), note=note)


def hash_line(digest: bytes) -> str:
    """The line that holds a hash, for :func:`hash_from`."""
    return base64.b64encode(digest).decode()


def hash_from(text: str) -> bytes:
    """The SHA-256 hash that a line holds in base64, in its one right form. Raises :class:`NoteError`."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except ValueError:
        decoded = b""
    if len(decoded) != HASH_SIZE or base64.b64encode(decoded).decode() != text:
        raise NoteError("This line is not a SHA-256 hash in base64.")
    return decoded
