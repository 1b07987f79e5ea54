"""The cryptography alone: bytes in, bytes out, no files and no database.

Everything is AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, stored in front of its ciphertext. What the
ciphertext belongs to is bound to it as associated data, so bytes moved to another row, field, person or organisation
no longer open. Every part of the associated data carries its length: no two different places encode alike.
"""

import os
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handrail.vault.errors import Tampered

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES

#: The first byte of a sealed text: how the rest is laid out.
FORMAT = 1
_VERSION_BYTES = 4
_HEADER_BYTES = 1 + _VERSION_BYTES
SHORTEST_SEALED = _HEADER_BYTES + NONCE_BYTES + TAG_BYTES

#: Texts are padded to a multiple of this, so that "yes" and "no" are the same length in the database.
_PAD_BYTES = 32
_PAD_MARK = b"\x80"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text lives: a field of a row, in one organisation's copy of what concerns one person."""

    person: UUID
    organisation: UUID
    table: str
    row: UUID
    field: str


@dataclass(frozen=True, slots=True)
class KeyName:
    """Which data key, and which version of the organisation's key it is wrapped under."""

    person: UUID
    organisation: UUID
    version: int
    organisation_key_version: int


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A data key, unwrapped, and its version. Its text form doesn't show it."""

    version: int
    key: bytes = field(repr=False)


def new_key() -> bytes:
    """A fresh 256-bit key from the operating system's random source."""
    return os.urandom(KEY_BYTES)


def seal_text(key: OpenKey, place: Place, text: str) -> bytes:
    """Seal ``text`` for ``place`` under its data key."""
    try:
        plain = text.encode()
    except UnicodeEncodeError:
        # The error's own text would quote the character, which is part of what is being protected.
        raise ValueError("The text holds half a surrogate pair, which is not a character.") from None
    return _header(key.version) + _encrypt(key.key, _pad(plain), _sealed_for(place, key.version))


def unseal_text(key: OpenKey, place: Place, sealed: bytes) -> str:
    """The text sealed for ``place``; raises :class:`Tampered` if the bytes are not exactly what was sealed there."""
    plain = _decrypt(key.key, sealed[_HEADER_BYTES:], _sealed_for(place, key.version), "A sealed text")
    return plain[: plain.rindex(_PAD_MARK)].decode()


def version_of(sealed: bytes) -> int:
    """The version of the data key under which ``sealed`` was made."""
    if len(sealed) < SHORTEST_SEALED or sealed[0] != FORMAT:
        raise Tampered("A sealed text")
    return int.from_bytes(sealed[1:_HEADER_BYTES])


def wrap(organisation_key: bytes, name: KeyName, data_key: bytes) -> bytes:
    """Wrap a data key under its organisation's key."""
    return _encrypt(organisation_key, data_key, _wrapped_for(name))


def unwrap(organisation_key: bytes, name: KeyName, wrapped: bytes) -> bytes:
    """The data key; raises :class:`Tampered` if ``wrapped`` was altered or is another person's or organisation's."""
    return _decrypt(organisation_key, wrapped, _wrapped_for(name), "A wrapped data key")


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, stored: bytes, bound: bytes, what: str) -> bytes:
    if len(stored) < NONCE_BYTES + TAG_BYTES:
        raise Tampered(what)
    try:
        return AESGCM(key).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], bound)
    except InvalidTag:
        raise Tampered(what) from None


def _pad(plain: bytes) -> bytes:
    """``plain``, the mark, and zeros up to the next multiple (ISO/IEC 7816-4): always undone without ambiguity."""
    return plain + _PAD_MARK + bytes(-(len(plain) + 1) % _PAD_BYTES)


def _header(version: int) -> bytes:
    return bytes([FORMAT]) + version.to_bytes(_VERSION_BYTES)


def _sealed_for(place: Place, version: int) -> bytes:
    return _joined(
        b"handrail sealed text",
        _header(version),
        place.table.encode(),
        place.row.bytes,
        place.field.encode(),
        place.person.bytes,
        place.organisation.bytes,
    )


def _wrapped_for(name: KeyName) -> bytes:
    return _joined(
        b"handrail data key",
        name.person.bytes,
        name.organisation.bytes,
        name.version.to_bytes(_VERSION_BYTES),
        name.organisation_key_version.to_bytes(_VERSION_BYTES),
    )


def _joined(*parts: bytes) -> bytes:
    """The parts, each behind its length in four bytes, so that no part can borrow from its neighbour."""
    return b"".join([len(part).to_bytes(4) + part for part in parts])
