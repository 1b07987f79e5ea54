"""The form of a tag table: a signed header, then all tags in ascending order, then their labels in the same order.

An output of the oblivious function gives a **secret** of 16 bytes. The records that share a token have the **numbers**
0, 1, 2… For each number the secret gives a **slot** in this table, and in this table alone: a tag of 8 bytes and a pad
of 12. The **label** is the record's pseudonym (8 bytes) and four bytes of zero, both under the pad. So no pad is used
twice, neither within a table nor in the next one, and records that share a token look like records that do not.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final
from uuid import UUID

from handrail.ledger.note import SigningKey, VerificationKey
from handrail.matching.messages.framing import (
    HEADER_LIMIT,
    SIGNATURE,
    Fields,
    Malformed,
    header_line,
    is_signed,
    seconds,
    signed,
    written,
)

#: How many records of one token are published. A token that more records share says nothing about any of them.
CAP: Final = 8

#: Records that a register can declare, more than the country has people. Evidence weighs less in a larger register: one
#: of any size would have none, also of people whom the centre made up to see whether it claims them.
MOST_RECORDS: Final = 100_000_000

#: As many bits as the group's own security: 16 bytes of the output are enough.
SECRET_SIZE: Final = 16
PSEUDONYM_SIZE: Final = 8
TAG_SIZE: Final = 8
CHECK_SIZE: Final = 4
LABEL_SIZE: Final = PSEUDONYM_SIZE + CHECK_SIZE
ENTRY_SIZE: Final = TAG_SIZE + LABEL_SIZE

_KIND: Final = "tags"
_VERSION: Final = 1
_DOMAIN: Final = b"handrail match tags 1\n"
#: What keeps the two uses of BLAKE2b with a key (RFC 7693) apart. It is four times as fast as HMAC, a twentieth of all.
_SECRET: Final = b"handrail secret1"
_SLOT: Final = b"handrail slot 1"
_ORGANISATION: Final = r"[^\x00-\x1f\x7f]{1,200}"
#: Bytes of the same, so that the header has room for all else.
_ORGANISATION_BYTES: Final = 400


class DamagedTable(Exception):
    """The file is not a tag table, was cut or changed, or another key signed it. The text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a table says of itself, signed by the partner."""

    register: str  # also the name of the key that signs
    table: UUID  # random for each table
    schema: str  # of the match keys
    size: int  # records that the partner declares its register to have
    service: str  # the kind of service, by its code
    organisation: str  # in words, as the partner calls itself
    public_key: bytes  # of the oblivious function
    hour: datetime  # of publishing
    entries: int
    digest: bytes  # SHA-256 of all tags and labels, as they stand in the file

    def to_bytes(self, key: SigningKey) -> bytes:
        """The header and its signature, as they open the file."""
        return signed(
            _DOMAIN,
            header_line(
                {
                    "digest": written(self.digest),
                    "entries": self.entries,
                    "hour": seconds(self.hour),
                    "kind": _KIND,
                    "organisation": self.organisation,
                    "public_key": written(self.public_key),
                    "register": self.register,
                    "schema": self.schema,
                    "service": self.service,
                    "size": self.size,
                    "table": written(self.table.bytes),
                    "version": _VERSION,
                }
            ),
            key,
        )


def names_an_organisation(text: str) -> bool:
    """Whether a header can say so: in one line, in 200 characters and 400 bytes."""
    return (
        text.isprintable()
        and re.fullmatch(_ORGANISATION, text) is not None
        and len(text.encode()) <= _ORGANISATION_BYTES
    )


def parse_header(opening: bytes, key: VerificationKey) -> tuple[Header, int]:
    """The header that ``opening`` (at least :data:`OPENING_LIMIT` bytes of a file, or all) begins with, and its length.

    Raises :class:`DamagedTable` unless it is in its form and ``key`` signed it.
    """
    end = opening.find(b"\n", 0, HEADER_LIMIT) + 1
    length = end + SIGNATURE
    if not end or len(opening) < length:
        raise DamagedTable("This is not a tag table: it does not begin with a header.")
    try:
        fields = Fields(opening[: end - 1])
        fields.exactly("kind", _KIND)
        fields.exactly("version", _VERSION)
        header = Header(
            register=fields.text("register"),
            table=fields.identifier("table"),
            schema=fields.text("schema"),
            size=fields.number("size"),
            service=fields.text("service"),
            organisation=fields.text("organisation", _ORGANISATION),
            public_key=fields.hash("public_key"),
            hour=fields.moment("hour"),
            entries=fields.number("entries"),
            digest=fields.hash("digest"),
        )
        fields.end()
    except Malformed as error:
        raise DamagedTable(f"The table's header cannot be read: {error}") from None
    if header.register != key.name or not is_signed(_DOMAIN, opening[:length], key):
        raise DamagedTable("The table is not signed with the key of this register, or its header was changed.")
    return header, length


#: A header and its signature are within so many bytes.
OPENING_LIMIT: Final = HEADER_LIMIT + SIGNATURE


def secret_of(output: bytes) -> bytes:
    """What the slots of a token are derived from; ``output`` is what the oblivious function gave for it."""
    return blake2b(key=output, digest_size=SECRET_SIZE, person=_SECRET).digest()


def slot(secret: bytes, table: bytes, number: int) -> tuple[bytes, bytes]:
    """Tag and pad of the record with this number among those that share a token, in the table of this id."""
    drawn = blake2b(table + bytes([number]), key=secret, digest_size=ENTRY_SIZE, person=_SLOT).digest()
    return drawn[:TAG_SIZE], drawn[TAG_SIZE:]


def under_pad(pad: bytes, pseudonym: bytes) -> bytes:
    """The label: pseudonym and zeros under the pad."""
    plain = int.from_bytes(pseudonym) << 8 * CHECK_SIZE
    return (plain ^ int.from_bytes(pad)).to_bytes(LABEL_SIZE)


def from_under_pad(pad: bytes, label: bytes) -> bytes | None:
    """The pseudonym, or None where the four bytes of zero are not there: the tag was another token's by chance."""
    plain = (int.from_bytes(label) ^ int.from_bytes(pad)).to_bytes(LABEL_SIZE)
    return plain[:PSEUDONYM_SIZE] if plain[PSEUDONYM_SIZE:] == bytes(CHECK_SIZE) else None
