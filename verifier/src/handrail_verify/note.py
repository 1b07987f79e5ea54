"""Keys, signed notes, checkpoints and cosignatures (c2sp.org: signed-note, tlog-checkpoint, tlog-cosignature).

A note is a text, a blank line, and lines that say which key signed it. In a checkpoint, a log says how many entries it
has and what they hash to. A cosignature is a witness's dated word under it: this is the newest, and it only grew.
"""

import base64
import re
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from handrail_verify.report import Wrong

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
    public: bytes

    @classmethod
    def parse(cls, text: str, kind: int) -> "Key":
        """Read a written key of this kind; raises :class:`Wrong`."""
        found = _KEY.fullmatch(text)
        name, key_id, material = (found[1], bytes.fromhex(found[2]), decode(found[3])) if found else ("", b"", b"\x00")
        if material[0] != kind or sha256(name.encode() + b"\n" + material).digest()[:4] != key_id:
            raise Wrong("malformed", f"This is not the written key of a {'log' if kind == LOG else 'witness'}.")
        return cls(text, (name, key_id), material[1:])

    def verify(self, signature: bytes, message: str) -> None:
        """Raises :class:`Wrong` unless this key signed ``message``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except (InvalidSignature, ValueError):
            raise Wrong("wrong-signature", f"The signature of {self.text} is wrong.") from None


class Note(NamedTuple):
    """A note taken apart. Its text means nothing until it is seen to be :meth:`signed`."""

    text: str
    #: Name and id of each key that signed, and its signature.
    signatures: list[tuple[tuple[str, bytes], bytes]]

    @classmethod
    def parse(cls, data: bytes) -> "Note":
        """Raises :class:`Wrong` when ``data`` is no note."""
        found = _NOTE.fullmatch(data.decode("utf-8", "replace"))
        if found is None:
            raise Wrong("malformed", "This is not a signed note.")
        decoded = [(line.split(" ")[1], decode(line.split(" ")[2])) for line in found[2].splitlines()]
        return cls(found[1], [((name, each[:4]), each[4:]) for name, each in decoded])

    def of(self, key: Key) -> list[bytes]:
        """The signatures that claim to be by ``key``. Those of other keys are ignored, as the specification says."""
        return [signature for signer, signature in self.signatures if signer == key.signer]

    def signed(self, key: Key) -> None:
        """Raises :class:`Wrong` unless the log's ``key`` signed this."""
        if not self.of(key):
            raise Wrong("not-signed", f"It is not signed by {key.text}.")
        for signature in self.of(key):
            key.verify(signature, self.text)

    def cosigned(self, key: Key) -> int:
        """When (POSIX seconds) the witness with ``key`` cosigned this; 0 if it didn't. :class:`Wrong` if forged."""
        seconds = 0
        for signature in self.of(key):
            seconds = int.from_bytes(signature[:8], "big")
            key.verify(signature[8:], f"cosignature/v1\ntime {seconds}\n{self.text}")
        return seconds


class Head(NamedTuple):
    """What a checkpoint states: whose log, how many entries, the root of their tree."""

    origin: str
    size: int
    root: bytes
    note: Note

    @classmethod
    def parse(cls, data: bytes) -> "Head":
        """Raises :class:`Wrong` when ``data`` is no checkpoint. Who signed it is still to be checked."""
        note = Note.parse(data)
        lines = note.text.split("\n")[:-1]
        if len(lines) < 3 or "" in lines:
            raise Wrong("malformed", "This is not a checkpoint.")
        return cls(lines[0], *size_and_root(lines[1], lines[2]), note)


def size_and_root(size: str, root: str) -> tuple[int, bytes]:
    """The two lines by which notes name a tree; raises :class:`Wrong`. A tree without entries says nothing: refused."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", size) or len(decode(root)) != 32:
        raise Wrong("malformed", "Size and root of a tree are malformed, or the tree is empty.")
    return int(size), decode(root)
