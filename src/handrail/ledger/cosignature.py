"""Cosignatures (c2sp.org/tlog-cosignature, Ed25519): a witness's dated word that a log has only grown up to here.

A witness has a key of its own kind: its id is worked out with another number than a log's, so that neither can ever
pass for the other. Pure: texts in, texts out.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from handrail.ledger.note import NoteError, Signature, key_parts, read_note, signature_line

#: The signature type by which key ids and written keys differ from a log's (c2sp.org/signed-note).
_COSIGNATURE = b"\x04"
_PRIVATE = "PRIVATE+KEY+"
_NAME = re.compile(r"[^\s+]+")
_TIMESTAMP_SIZE, _SIGNATURE_SIZE = 8, 64
#: The last second that Python's calendar knows; far within what the format can hold.
_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class WitnessKey:
    """The public half of a witness's key."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line finds its key."""
        return sha256(self.name.encode() + b"\n" + _COSIGNATURE + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key in writing: name, id and key, joined by ``+``."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_COSIGNATURE + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "WitnessKey":
        """Read what ``str`` writes; raises :class:`NoteError`."""
        name, key_id, material = key_parts(text, _COSIGNATURE)
        key = cls(name, material)
        if key.id.hex() != key_id:
            raise NoteError("The key and its id do not belong together.")
        return key


@dataclass(frozen=True, repr=False)
class CosigningKey:
    """The private half: whoever holds it speaks in the witness's name. Never printed, never logged."""

    name: str
    seed: bytes

    @classmethod
    def generate(cls, name: str) -> "CosigningKey":
        """A new key; raises :class:`NoteError` for a name that signature lines cannot carry."""
        if not _NAME.fullmatch(name):
            raise NoteError("The name of a key has no spaces and no plus sign.")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def witness_key(self) -> WitnessKey:
        """The public half."""
        return WitnessKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def secret_text(self) -> str:
        """The key in writing, for its file."""
        material = base64.b64encode(_COSIGNATURE + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.witness_key.id.hex()}+{material}"

    @classmethod
    def parse(cls, text: str) -> "CosigningKey":
        """Read what :meth:`secret_text` writes; raises :class:`NoteError`."""
        if not text.startswith(_PRIVATE):
            raise NoteError("This is not the secret key of a witness.")
        name, key_id, seed = key_parts(text.removeprefix(_PRIVATE), _COSIGNATURE)
        key = cls(name, seed)
        if key.witness_key.id.hex() != key_id:
            raise NoteError("The key and its id do not belong together.")
        return key

    def cosign(self, text: str, at: datetime) -> str:
        """The signature line, newline included, that says of a checkpoint's text: at this time, this was the newest."""
        seconds = int(at.timestamp())
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(_message(text, seconds))
        return signature_line(self.name, self.witness_key.id, seconds.to_bytes(_TIMESTAMP_SIZE, "big") + signature)


@dataclass(frozen=True)
class Cosignature:
    """One witness's word on one checkpoint, verified: the line as it stands in the note, and when it was given."""

    key: WitnessKey
    at: datetime
    line: str


def cosignatures(note: str, *keys: WitnessKey) -> Iterator[Cosignature]:
    """What ``keys`` say of the checkpoint ``note``; signatures of other keys are ignored.

    Raises :class:`NoteError` when the note is malformed, or when a signature that names one of the keys is wrong.
    """
    text, signatures = read_note(note)
    for each in signatures:
        for key in keys:
            if (each.name, each.key_id) == (key.name, key.id):
                yield _verified(text, each, key)


def _verified(text: str, signature: Signature, key: WitnessKey) -> Cosignature:
    seconds = int.from_bytes(signature.signed[:_TIMESTAMP_SIZE], "big")
    signed = signature.signed[_TIMESTAMP_SIZE:]
    if len(signed) != _SIGNATURE_SIZE or not 0 < seconds <= _LAST_SECOND:
        raise NoteError(f"The cosignature of {key.name} is malformed.")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, _message(text, seconds))
    except (InvalidSignature, ValueError):
        raise NoteError(f"The cosignature of {key.name} is wrong.") from None
    line = signature_line(signature.name, signature.key_id, signature.signed)
    return Cosignature(key, datetime.fromtimestamp(seconds, UTC), line)


def _message(text: str, seconds: int) -> bytes:
    """What is signed: a first line that sets it apart from a log's signature, the time, and the checkpoint's text."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
