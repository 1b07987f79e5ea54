"""Handing the log over from one key to the next, so that it stays one log.

A handover note names both keys and the tree at that moment, and both sign it. From any key that somebody trusts the
notes lead to the present one: each checkpoint up to the tree of the note is the old key's, every larger one the new
key's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handrail.ledger import checkpoint
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.note import NoteError, SigningKey, VerificationKey, open_note, read_note

HEADING = "handrail key handover v1"


@dataclass(frozen=True)
class Handover:
    """One handover, both signatures checked. Made by :func:`sign` or :func:`read`."""

    old: VerificationKey
    new: VerificationKey
    size: int
    root: bytes
    note: str


@dataclass(frozen=True)
class Chain:
    """The log's keys, oldest first, with the handovers between them."""

    keys: tuple[VerificationKey, ...]
    handovers: tuple[Handover, ...] = ()

    @property
    def current(self) -> VerificationKey:
        """The key that signs from now on."""
        return self.keys[-1]

    def key_for(self, size: int) -> VerificationKey:
        """The key that signs a checkpoint of this size."""
        for handover in self.handovers:
            if size <= handover.size:
                return handover.old
        return self.current

    def read(self, note: str) -> Checkpoint:
        """The checkpoint that ``note`` states; raises :class:`NoteError` unless the key of its size signed it."""
        stated = checkpoint.parse(read_note(note)[0], note)
        return checkpoint.read(note, self.key_for(stated.size))


def sign(old: SigningKey, new: SigningKey, size: int, root: bytes) -> Handover:
    """The handover at a tree, signed by both. Raises :class:`NoteError` as :func:`read` does."""
    origin, *tree = checkpoint.stated(old.name, size, root)
    text = "\n".join([HEADING, origin, str(old.verification_key), str(new.verification_key), *tree]) + "\n"
    return read(old.sign(text) + new.sign(text).removeprefix(text + "\n"))


def read(note: str) -> Handover:
    """The handover that ``note`` states; raises :class:`NoteError` unless both of its keys signed it.

    That alone says nothing of whose keys they are: see :func:`chain`.
    """
    heading, *lines = read_note(note)[0].removesuffix("\n").split("\n")
    if heading != HEADING or len(lines) != 5:
        raise NoteError("The note is not a handover of keys.")
    origin, old, new = lines[0], VerificationKey.parse(lines[1]), VerificationKey.parse(lines[2])
    if not origin == old.name == new.name or old == new:
        raise NoteError("A log is handed over from one of its keys to another of the same name.")
    # The last two lines are a checkpoint's.
    stated = checkpoint.parse("\n".join([origin, *lines[3:], ""]), note)
    if stated.size == 0:
        raise NoteError("An empty log has nothing to hand over.")
    for key in (old, new):
        open_note(note, key)
    return Handover(old=old, new=new, size=stated.size, root=stated.root, note=note)


def chain(trusted: VerificationKey, notes: Sequence[str]) -> Chain:
    """The log's keys as the notes, oldest first, connect them; raises :class:`NoteError` where they don't.

    ``trusted`` may be any key of the chain: whoever trusts it trusts what it signed, and so each of its neighbours.
    """
    handovers = tuple(map(read, notes))
    for number, (before, after) in enumerate(pairwise(handovers), 2):
        if after.old != before.new or after.size < before.size:
            raise NoteError(f"Handover {number} does not continue the one before.")
    keys = (handovers[0].old, *(each.new for each in handovers)) if handovers else (trusted,)
    if len(set(keys)) != len(keys):
        raise NoteError("A key that was given up never comes back.")
    if trusted not in keys:
        raise NoteError(f"None of the handovers is the work of key {trusted.id.hex()}.")
    return Chain(keys, handovers)
