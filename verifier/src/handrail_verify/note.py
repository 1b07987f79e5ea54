"""What is signed, and by whom (c2sp.org: signed-note, tlog-checkpoint, tlog-cosignature); and why to trust them.

A note is a text, a blank line, and lines that say which key signed it. A log signs the text as it stands. A witness
signs it with the time before it: at this moment, this was the log's newest checkpoint, and it only grew.
A log hands over from key to key by a note that both sign. Whoever trusts one of its keys can trust those after it.
"""

import base64
import re
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from handrail_verify.report import Report, Wrong

#: The kinds of key: a log's, a witness's. The number is part of a key's id, so that neither passes for the other.
LOG, WITNESS = 1, 4
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")
_NOTE = re.compile(r"([^\x00-\x09\x0b-\x1f\ufffd]*\n)\n((?:— [^\s+\x00-\x1f]+ [A-Za-z0-9+/]+=*\n)+)")


def decode(text: str) -> bytes:
    """The bytes that ``text`` is the one base64 form of; raises :class:`Wrong`."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except ValueError:
        decoded = b""
    if base64.b64encode(decoded).decode() != text:
        raise Wrong("malformed", "Some base64 is malformed.")
    return decoded


class Key(NamedTuple):
    """A public Ed25519 key, as the C2SP tools write it: ``name+id+base64``. Name and id are in every signature line."""

    text: str
    signer: tuple[str, bytes]
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str, kind: int) -> "Key":
        """Read a written key of this kind; raises :class:`Wrong`."""
        found = _KEY.fullmatch(text)
        name, key_id, material = (found[1], bytes.fromhex(found[2]), decode(found[3])) if found else ("", b"", b"\x00")
        if material[0] != kind or sha256(name.encode() + b"\n" + material).digest()[:4] != key_id:
            raise Wrong("malformed", f"This is not the written key of a {'log' if kind == LOG else 'witness'}.")
        return cls(text, (name, key_id), kind, material[1:])


def read_keys(data: bytes, kind: int) -> list[Key]:
    """The written keys in ``data``, one a line; raises :class:`Wrong`."""
    return [Key.parse(line, kind) for line in data.decode("utf-8", "replace").splitlines()]


class Note(NamedTuple):
    """A note taken apart. Its text means nothing until it is seen who signed it."""

    text: str
    signatures: list[tuple[tuple[str, bytes], bytes]]  # name and id of each key that signed, and its signature
    lines: list[str]

    @classmethod
    def parse(cls, data: bytes) -> "Note":
        """Raises :class:`Wrong` when ``data`` is no note."""
        found = _NOTE.fullmatch(data.decode("utf-8", "replace"))
        if found is None:
            raise Wrong("malformed", "This is not a signed note.")
        decoded = [(line.split(" ")[1], decode(line.split(" ")[2])) for line in found[2].splitlines()]
        return cls(found[1], [((name, each[:4]), each[4:]) for name, each in decoded], found[1].split("\n")[:-1])

    def signed_by(self, key: Key) -> int | None:
        """When ``key`` signed this (POSIX seconds; 0 for a log, which gives no time); None if it didn't."""
        when = None  # other keys are ignored, as the specification says
        for signature in (signature for signer, signature in self.signatures if signer == key.signer):
            dated = signature[:8] if key.kind == WITNESS else b""
            when = int.from_bytes(dated, "big")
            message = (f"cosignature/v1\ntime {when}\n" if dated else "") + self.text
            try:
                Ed25519PublicKey.from_public_bytes(key.public).verify(signature[len(dated) :], message.encode())
            except (InvalidSignature, ValueError):
                raise Wrong("wrong-signature", f"The signature of {key.text} is wrong.") from None
        return when

    def must_be_signed_by(self, key: Key) -> None:
        """Raises :class:`Wrong` unless the log's ``key`` signed this."""
        if self.signed_by(key) is None:
            raise Wrong("not-signed", f"It is not signed by {key.text}.")

    def tree(self, line: int) -> tuple[int, bytes]:
        """The size and the root in two lines; raises :class:`Wrong`. A tree without entries says nothing: refused."""
        size, root = [*self.lines[line : line + 2], "", ""][:2]
        if not re.fullmatch(r"[1-9][0-9]{0,17}", size) or len(decode(root)) != 32:
            raise Wrong("malformed", "Size and root of a tree are malformed, or the tree is empty.")
        return int(size), decode(root)


class Checkpoint(NamedTuple):
    """What a log says of itself: its name, how many entries it has, and the root of their tree."""

    origin: str
    size: int
    root: bytes
    note: Note

    @classmethod
    def parse(cls, data: bytes) -> "Checkpoint":
        """Raises :class:`Wrong` when ``data`` is no checkpoint. Who signed it is still to be checked."""
        note = Note.parse(data)
        if "" in note.lines:
            raise Wrong("malformed", "This is not a checkpoint.")
        return cls(note.lines[0], *note.tree(1), note)


class Asked(NamedTuple):
    """What the user brings along: nothing of it comes from whoever is being verified."""

    key: Key | None
    witnesses: list[Key]
    need: int  # how many of them must have cosigned
    known: list[tuple[str, Checkpoint]]  # what the user has kept, by the names of the files
    all_payloads: bool


class Met(NamedTuple):
    """A tree that the log's must have been when it had ``size`` entries: ``file`` says so, signed."""

    size: int
    root: bytes
    file: str
    seen: int = 0  # when a trusted witness saw it (POSIX seconds): what was added to it, was added later


def follow(head: Checkpoint, keys: list[Key], handovers: list[tuple[str, bytes]], report: Report) -> list[Met]:
    """Check that each key was handed over to the next, and that the last signed ``head``; gives the trees of that."""
    if len(set(keys)) != len(handovers) + 1 or len(keys) != len(handovers) + 1:
        raise Wrong("handover", f"Each key but the first is handed over to: keys {len(keys)}, notes {len(handovers)}.")
    met: list[Met] = []
    for (file, data), old, new in zip(handovers, keys, keys[1:], strict=False):
        with report.at(file):
            note = Note.parse(data)
            if note.lines[:4] != ["handrail key handover v1", head.origin, old.text, new.text] or len(note.lines) != 6:
                raise Wrong("handover", f"It does not hand over from {old.text} to {new.text}.")
            note.must_be_signed_by(old)
            note.must_be_signed_by(new)
            met.append(Met(*note.tree(4), file))
            if not met[len(met) - 2].size <= met[-1].size <= head.size:
                raise Wrong("handover", "It is over fewer entries than the one before, or over more than the tree has.")
    with report.at("checkpoint"):
        if {key.signer[0] for key in keys} != {head.origin}:
            raise Wrong("wrong-key", "The checkpoint is of a log of another name than its keys.")
        head.note.must_be_signed_by(keys[-1])
    return met


def trust(head: Checkpoint, keys: list[Key], asked: Asked, report: Report) -> list[Met]:
    """Say on which key all rests: the user's or, if none, the one that signed. Gives the trees that the user kept."""
    first, met = asked.key or keys[-1], []
    report.facts |= {"origin": head.origin, "size": head.size, "root": head.root.hex(), "key": first.text}
    # For people who compare: the first 32 digits of the hash of the written key, in fours.
    fingerprint = sha256(first.text.encode()).digest()[:16].hex(" ", 2)
    report.facts |= {"fingerprint": fingerprint, "key_given": asked.key is not None}
    if first not in keys:
        raise Wrong("wrong-key", "The key that you trust is no key of this log: somebody else may have signed.")
    steps = len(keys) - 1 - keys.index(first)
    report.checked.append(f"Handovers from that key to the one that signed the checkpoint: {steps}.")
    for name, known in asked.known:
        with report.at(name):
            if known.origin != head.origin or all(known.note.signed_by(key) is None for key in keys):
                raise Wrong("wrong-key", "It is signed by no key of this log.")
            seen = max((known.note.signed_by(key) or 0 for key in asked.witnesses), default=0)
            met.append(Met(known.size, known.root, name, seen))
    return met


def witnessed(head: Checkpoint, own: list[Key], asked: Asked, report: Report) -> int:
    """Check the cosignatures of the user's witnesses or, if none, the operator's; gives when the first signed."""
    witnesses, seen = asked.witnesses or own, {}
    for key in witnesses:
        with report.at("checkpoint"):
            if (when := head.note.signed_by(key)) is not None:
                seen[key.text] = when
    report.facts |= {"cosigned": seen, "witnesses_given": bool(asked.witnesses)}
    whose = "that you trust" if asked.witnesses else "that the operator names"
    report.checked.append(f"Witnesses {whose}: {len(witnesses)}. Of these have cosigned the checkpoint: {len(seen)}.")
    if len(seen) < asked.need:
        what = f"Witnesses that have cosigned it: {len(seen)}. Asked for: {asked.need}."
        report.explain.append(Wrong("cosignatures", what, file="checkpoint"))
    return min(seen.values(), default=0)
