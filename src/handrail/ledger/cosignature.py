"""Cosignatures (c2sp.org/tlog-cosignature, Ed25519): a witness's dated word that a log has only grown up to here.

A witness has a key of its own kind: its id is worked out with another number than a log's, so that neither can ever
pass for the other. Pure: texts in, texts out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from handrail.ledger.note import NoteError, PublicKey, SecretKey, Signature, read_note, signature_line

_TIMESTAMP_SIZE, _SIGNATURE_SIZE = 8, 64
#: The last second that Python's calendar knows; far within what the format can hold.
_LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


class WitnessKey(PublicKey):
    """The public half of a witness's key."""

    KIND = b"\x04"


class CosigningKey(SecretKey):
    """The private half of a witness's key."""

    PUBLIC = WitnessKey

    @property
    def witness_key(self) -> WitnessKey:
        """The public half."""
        return WitnessKey(self.name, self.public_bytes())

    def cosign(self, text: str, at: datetime) -> str:
        """The signature line, newline included, that says of a checkpoint's text: at this time, this was the newest."""
        seconds = int(at.timestamp())
        signed = seconds.to_bytes(_TIMESTAMP_SIZE, "big") + self.signature(_message(text, seconds))
        return signature_line(self.name, self.witness_key.id, signed)


@dataclass(frozen=True)
class Cosignature:
    """One witness's word on one checkpoint, verified: the line as it stands in the note, and when it was given."""

    key: WitnessKey
    at: datetime
    line: str


def is_word_on(note: str | None, line: str, key: WitnessKey) -> bool:
    """Whether ``line`` is what ``key`` says of the checkpoint ``note``: one signed anew, or removed, is another."""
    try:
        return note is not None and any(cosignatures(note + line, key))
    except NoteError:
        return False


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
    key.verify(signed, _message(text, seconds))
    line = signature_line(signature.name, signature.key_id, signature.signed)
    return Cosignature(key, datetime.fromtimestamp(seconds, UTC), line)


def _message(text: str, seconds: int) -> bytes:
    """What is signed: a first line that sets it apart from a log's signature, the time, and the checkpoint's text."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
