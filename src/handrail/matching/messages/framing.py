"""What every message is made of: a header line, fixed-size parts, a signature. The same bytes over HTTP and in files.

The header is one line of canonical JSON (RFC 8785), so that one meaning has one form, and what was signed is what was
read. Identifiers and hashes are base64url without padding, moments are seconds since 1970: a request about one person
stays below 1,000 bytes. Lengths are looked at before anything is parsed.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from handrail.ledger.canonical import Json, NotCanonical, canonical
from handrail.ledger.note import NoteError, SigningKey, VerificationKey

#: The version of the messages. Another one is refused: both sides then update.
VERSION: Final = 1
#: How many elements a request has: always one of these, so that its length says next to nothing.
SIZES: Final = (16, 256, 4096)
#: Bytes of a group element (RFC 9496), of a proof (RFC 9497, two scalars) and of a signature (RFC 8032).
ELEMENT, PROOF, SIGNATURE = 32, 64, 64
#: Bytes of a header with its newline.
HEADER_LIMIT: Final = 1024
#: Bytes of the longest message that can be right.
MESSAGE_LIMIT: Final = HEADER_LIMIT + SIZES[-1] * ELEMENT + PROOF + SIGNATURE

#: Where a partner takes requests over HTTP, and what they are called there.
PATH: Final = "/match/evaluate"
CONTENT_TYPE: Final = "application/vnd.handrail.match"

#: What names look like: of centres, registers, tables, schemas, quota tokens. Also a file's name, so no path.
NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}"
NAME_FORM: Final = re.compile(NAME)
_LARGEST: Final = 1 << 53
#: Seconds up to the end of the year 9999, the last that Python's calendar knows.
_LAST_SECOND: Final = 253_402_300_799


class Malformed(ValueError):
    """A message is not in its form. The text says which part, and never what stands in it."""


class Fields:
    """A header that was read: each field is taken once, by its kind, and none may be left."""

    def __init__(self, line: bytes) -> None:
        self._left = _parse(line)

    def text(self, name: str, pattern: str = NAME) -> str:
        """A text that matches ``pattern`` as a whole."""
        value = self._take(name)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise Malformed(f"{name} is missing, or not in its form.")
        return value

    def number(self, name: str) -> int:
        """A whole number, not below zero."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST:
            raise Malformed(f"{name} is missing, or not a number.")
        return value

    def identifier(self, name: str) -> UUID:
        """A UUID."""
        return UUID(bytes=self._bytes(name, 16))

    def hash(self, name: str) -> bytes:
        """A SHA-256 hash."""
        return self._bytes(name, 32)

    def moment(self, name: str) -> datetime:
        """A second."""
        seconds = self.number(name)
        if seconds > _LAST_SECOND:
            raise Malformed(f"{name} is no moment.")
        return datetime.fromtimestamp(seconds, UTC)

    def exactly(self, name: str, value: str | int) -> None:
        """A field that can say only one thing."""
        found = self._take(name)
        if found != value or isinstance(found, bool):
            raise Malformed(f"{name} is not {value}.")

    def end(self) -> None:
        """Refuse whatever was not asked for."""
        if self._left:
            raise Malformed("There is a field that this version does not know.")

    def _bytes(self, name: str, size: int) -> bytes:
        value = self.text(name, r"[A-Za-z0-9_-]+")
        try:
            found = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        except binascii.Error:
            found = b""
        # The last character has bits to spare: only one way to write the same bytes is taken.
        if len(found) != size or written(found) != value:
            raise Malformed(f"{name} does not have {size} bytes.")
        return found

    def _take(self, name: str) -> object:
        return self._left.pop(name, None)


def header_line(header: Mapping[str, Json]) -> bytes:
    """A header as it is sent. Raises ValueError for one that is too long."""
    line = canonical(header) + b"\n"
    if len(line) > HEADER_LIMIT:
        raise ValueError(f"A header has at most {HEADER_LIMIT} bytes.")
    return line


def split_header(message: bytes) -> tuple[bytes, bytes]:
    """The header's line without its newline, and all that follows. Raises :class:`Malformed`."""
    if len(message) > MESSAGE_LIMIT:
        raise Malformed(f"A message has at most {MESSAGE_LIMIT} bytes.")
    end = message.find(b"\n", 0, HEADER_LIMIT)
    if end < 0:
        raise Malformed("There is no header.")
    return message[:end], message[end + 1 :]


def elements_in(body: bytes) -> tuple[bytes, ...]:
    """The elements that ``body`` is made of."""
    return tuple(body[at : at + ELEMENT] for at in range(0, len(body), ELEMENT))


def written(value: bytes) -> str:
    """An identifier or a hash as headers write it."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def seconds(at: datetime) -> int:
    """A moment as headers write it."""
    return int(at.timestamp())


def signed(domain: bytes, unsigned: bytes, key: SigningKey) -> bytes:
    """The message with its signature. ``domain`` keeps a signature of one kind of message from passing for another."""
    return unsigned + key.signature(domain + unsigned)


def is_signed(domain: bytes, message: bytes, key: VerificationKey) -> bool:
    """Whether ``key`` signed the message."""
    try:
        key.verify(message[-SIGNATURE:], domain + message[:-SIGNATURE])
    except NoteError:
        return False
    return True


def _parse(line: bytes) -> dict[str, Any]:
    try:
        found = _DECODER.decode(line.decode())
        if not isinstance(found, dict) or canonical(found) != line:
            raise Malformed("The header is not canonical JSON.")
    except (ValueError, RecursionError, NotCanonical):
        raise Malformed("The header is not canonical JSON.") from None
    return found


def _refuse_number(_: str) -> None:
    raise Malformed("The header has a number that is not whole.")


_DECODER: Final = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)
