"""Signed notes (c2sp.org/signed-note, Ed25519): a text, and lines that say which key signed it.

A key has a name and a short id; together they find it. The written forms of keys are those of the C2SP tools, so that
an outside witness or verifier can take ours as they are.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ID_SIZE = 4
_PRIVATE = "PRIVATE+KEY+"
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")
#: A note has room for every witness's signature; beyond this it is not a note but an attempt to waste our time.
_SIZE_LIMIT = 64 * 1024


class NoteError(ValueError):
    """A note or a key is not what it should be. The text says what is wrong."""


@dataclass(frozen=True)
class PublicKey:
    """The public half of an Ed25519 key: whoever holds it can check signatures.

    Keys of logs and of witnesses are of different kinds (c2sp.org/signed-note). The kind is part of a key's id, so that
    neither ever passes for the other.
    """

    KIND: ClassVar[bytes]

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line finds its key."""
        return sha256(self.name.encode() + b"\n" + self.KIND + self.public).digest()[:_ID_SIZE]

    def __str__(self) -> str:
        """The key in writing: name, id and key, joined by ``+``."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.KIND + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` writes; raises :class:`NoteError`."""
        name, key_id, material = _key_parts(text, cls.KIND)
        key = cls(name, material)
        if key.id.hex() != key_id:
            raise NoteError("The key and its id do not belong together.")
        return key

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raises :class:`NoteError` unless this key signed ``message``."""
        try:
            self._key.verify(signature, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"The signature of {self.name} is wrong.") from None

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True, repr=False)
class SecretKey:
    """The private half: whoever holds it speaks in its name. Never printed, never logged."""

    PUBLIC: ClassVar[type[PublicKey]]

    name: str
    seed: bytes

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key; raises :class:`NoteError` for a name that signature lines cannot carry."""
        if not _NAME.fullmatch(name):
            raise NoteError("The name of a key has no spaces and no plus sign.")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    def secret_text(self) -> str:
        """The key in writing, for its file."""
        material = base64.b64encode(self.PUBLIC.KIND + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self._public_id().hex()}+{material}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what :meth:`secret_text` writes; raises :class:`NoteError`."""
        if not text.startswith(_PRIVATE):
            raise NoteError("This is not a secret key.")
        name, key_id, seed = _key_parts(text.removeprefix(_PRIVATE), cls.PUBLIC.KIND)
        key = cls(name, seed)
        if key._public_id().hex() != key_id:
            raise NoteError("The key and its id do not belong together.")
        return key

    def public_bytes(self) -> bytes:
        """The 32 bytes of the public half."""
        return self._key.public_key().public_bytes_raw()

    def signature(self, message: bytes) -> bytes:
        """The 64 bytes by which this key signs ``message``."""
        return self._key.sign(message)

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def _public_id(self) -> bytes:
        return self.PUBLIC(self.name, self.public_bytes()).id


class VerificationKey(PublicKey):
    """The public half of a log's key."""

    KIND = b"\x01"

    @property
    def fingerprint(self) -> str:
        """For people who compare two keys: the first 32 hex digits of the SHA-256 of the written key, in fours."""
        return sha256(str(self).encode()).digest()[:16].hex(" ", 2)


class SigningKey(SecretKey):
    """The private half of a log's key."""

    PUBLIC = VerificationKey

    @property
    def verification_key(self) -> VerificationKey:
        """The public half."""
        return VerificationKey(self.name, self.public_bytes())

    def sign(self, text: str) -> str:
        """The signed note over ``text``, which ends with a newline."""
        if not text.endswith("\n"):
            raise NoteError("The text of a note ends with a newline.")
        return f"{text}\n{signature_line(self.name, self.verification_key.id, self.signature(text.encode()))}"


@dataclass(frozen=True)
class Signature:
    """One signature line of a note, not verified: the key it names, and what that key is said to have signed with."""

    name: str
    key_id: bytes
    signed: bytes


def read_note(note: str) -> tuple[str, tuple[Signature, ...]]:
    """The text of ``note`` and its signature lines, none of them verified. Raises :class:`NoteError`."""
    if len(note) > _SIZE_LIMIT:
        raise NoteError("The note is too long.")
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n") or any(ord(each) < 0x20 and each != "\n" for each in note):
        raise NoteError("This is not a signed note.")
    return text + "\n", tuple(_signature(line) for line in lines.removesuffix("\n").split("\n"))


def open_note(note: str, *keys: VerificationKey) -> str:
    """The text of ``note``, once one of ``keys`` is seen to have signed it. Signatures of other keys are ignored.

    Raises :class:`NoteError` when the note is malformed, when none of the keys signed it, or when a signature that
    names one of them is wrong.
    """
    text, signatures = read_note(note)
    signed = False
    for key in keys:
        for each in signatures:
            if (each.name, each.key_id) == (key.name, key.id):
                key.verify(each.signed, text.encode())
                signed = True
    if not signed:
        asked = " or ".join(f"{key.name} with key {key.id.hex()}" for key in keys)
        raise NoteError(f"The note is not signed by {asked or 'any key'}.")
    return text


def signature_line(name: str, key_id: bytes, signed: bytes) -> str:
    """The line of a note that holds this signature."""
    return f"— {name} {base64.b64encode(key_id + signed).decode()}\n"


def _signature(line: str) -> Signature:
    found = _SIGNATURE_LINE.fullmatch(line)
    if found is None:
        raise NoteError("A signature line is malformed.")
    decoded = _decode(found[2])
    return Signature(found[1], decoded[:_ID_SIZE], decoded[_ID_SIZE:])


def _key_parts(text: str, kind: bytes) -> tuple[str, str, bytes]:
    """Name, id in hex, and the 32 bytes of a written Ed25519 key of that kind. Raises :class:`NoteError`."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
        raise NoteError("This is not a key.")
    material = _decode(parts[2])
    if len(material) != 33 or material[:1] != kind:
        raise NoteError("This is not an Ed25519 key of the kind asked for: logs and witnesses have their own.")
    return parts[0], parts[1], material[1:]


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise NoteError("The base64 is malformed.") from None
