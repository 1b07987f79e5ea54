"""Sealing and unsealing the text of records, and erasing an organisation's copy."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from handrail.vault import data_keys
from handrail.vault.data_keys import Copy
from handrail.vault.envelope import KEY_BYTES, Place, seal_text, unseal_text, version_of
from handrail.vault.organisation_keys import load


def seal(*, person: UUID, organisation: UUID, table: str, row: UUID, field: str, text: str) -> bytes:
    """``text``, sealed for this field of this row, under the key of this organisation's copy of this person.

    The caller's transaction must act for ``organisation``. Raises :class:`~handrail.vault.KeyMissing` if the
    organisation has no key file.
    """
    return seal_many([(Place(person, organisation, table, row, field), text)])[0]


def unseal(*, person: UUID, organisation: UUID, table: str, row: UUID, field: str, sealed: bytes) -> str:
    """The text; raises ``Erased``, ``KeyMissing`` or ``Tampered`` (see :mod:`handrail.vault.errors`)."""
    return unseal_many([(Place(person, organisation, table, row, field), sealed)])[0]


def seal_many(texts: Sequence[tuple[Place, str]]) -> list[bytes]:
    """Seal many texts, in order, with one look-up of their keys."""
    keys = data_keys.for_sealing({_copy_at(place) for place, _ in texts})
    return [seal_text(keys[_copy_at(place)], place, text) for place, text in texts]


def unseal_many(sealed_texts: Iterable[tuple[Place, bytes]]) -> list[str]:
    """Unseal many texts, in order, with one look-up of their keys. One that can't be unsealed fails them all."""
    wanted = [((_copy_at(place), version_of(sealed)), place, sealed) for place, sealed in sealed_texts]
    keys = data_keys.for_unsealing({name for name, _, _ in wanted})
    return [unseal_text(keys[name], place, sealed) for name, place, sealed in wanted]


def unseal_what_is_left(sealed_texts: Iterable[tuple[Place, bytes]]) -> list[str | None]:
    """The same, with None for each text whose copy was erased: a list goes on without it."""
    wanted = [((_copy_at(place), version_of(sealed)), place, sealed) for place, sealed in sealed_texts]
    keys = data_keys.left_of({name for name, _, _ in wanted})
    return [unseal_text(keys[name], place, sealed) if name in keys else None for name, place, sealed in wanted]


def erase(*, person: UUID, organisation: UUID, at: datetime) -> None:
    """Destroy this organisation's key for this person. Its sealed texts can never be read again; others' copies can.

    The wrapped key lives on in backups of the database until they end: see docs/how-to/key-custody.md.
    """
    data_keys.destroy(Copy(organisation, person), at)


def keyed_digest(*, organisation: UUID, label: str, data: bytes) -> bytes:
    """HMAC-SHA256 of ``data`` under a key of this organisation and ``label``: equal for equal data, not guessable.

    Without the organisation's key file nobody can test a guess against it, as they could against a plain hash.
    """
    return hmac.digest(_digest_key(load(organisation).digest_key, label), data, "sha256")


@lru_cache(maxsize=64)
def _digest_key(root: bytes, label: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"handrail digest " + label.encode()).derive(root)


def _copy_at(place: Place) -> Copy:
    return Copy(place.organisation, place.person)
