"""What one entry says: a document that stays inside, and a leaf that anybody may see.

The **document** holds who, what, when and why, as codes, identifiers, counts and dates; it can be erased. The **leaf**
shows kind, hour and a commitment to the document, and stays in the tree for good. The commitment is an HMAC under a
random salt of its own: without the salt not even the right guess of a document can be recognised. The kind is what an
act was about and not what was done: see :func:`shown_kind`.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from handrail.ledger.canonical import Json, canonical
from handrail.ledger.tree import leaf_hash

#: Stands in an indexed column for "no actor", "no record" or "no person", so that no column is NULL.
NOBODY = UUID(int=0)
#: Bytes of random salt under each commitment.
SALT_SIZE = 32
#: Characters in one text of a document. With no spaces allowed, it is enough for a code and too little for a story.
TEXT_LIMIT = 200
#: Bytes in one document.
DOCUMENT_LIMIT = 64 * 1024

#: What codes look like: kinds, rules, outcomes, types of record. Also a constraint of the table.
CODE = "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$"

_CODE = re.compile(CODE)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TEXT = re.compile(rf"[!-~]{{0,{TEXT_LIMIT}}}")


class EntryRefused(ValueError):
    """The ledger does not take this entry. The text names the place and never the value."""


@dataclass(frozen=True)
class Entry:
    """What a caller wants recorded: see :func:`handrail.ledger.append`."""

    kind: str
    organisation: UUID
    payload: Mapping[str, Json]
    at: datetime


@dataclass(frozen=True)
class Facets:
    """What auditors filter by: taken from the document, so that it can never say anything else."""

    actor: UUID
    outcome: str
    rules: tuple[str, ...]
    subject_type: str
    subject_id: UUID
    person: UUID


#: What is left of the facets of an erased document.
NO_FACETS = Facets(actor=NOBODY, outcome="", rules=(), subject_type="", subject_id=NOBODY, person=NOBODY)


@dataclass(frozen=True)
class Sealed:
    """An entry as it is stored: the leaf's three parts, and the document with the salt that opens the commitment."""

    id: UUID
    kind: str
    action: str
    at: datetime
    organisation: UUID
    facets: Facets
    salt: bytes
    document: bytes
    commitment: bytes

    @property
    def hour(self) -> datetime:
        """The hour in which it happened, UTC: all that a leaf shows of the time."""
        return hour_of(self.at)


def seal(entry: Entry) -> Sealed:
    """Make the stored form of ``entry``, with an id and a salt of its own. Raises :class:`EntryRefused`."""
    if not _CODE.fullmatch(entry.kind):
        raise EntryRefused("The kind of an entry is a code.")
    if entry.at.tzinfo is None:
        raise EntryRefused("The time of an entry says its time zone.")
    _check(dict(entry.payload), "payload")
    entry_id, at = uuid4(), entry.at.astimezone(UTC)
    contents = {
        **entry.payload,
        "action": entry.kind,
        "at": instant(at),
        "entry": str(entry_id),
        "organisation": str(entry.organisation),
    }
    document = canonical(contents)
    if len(document) > DOCUMENT_LIMIT:
        raise EntryRefused(f"An entry's document holds at most {DOCUMENT_LIMIT} bytes.")
    salt = secrets.token_bytes(SALT_SIZE)
    return Sealed(
        id=entry_id,
        kind=shown_kind(entry.kind),
        action=entry.kind,
        at=at,
        organisation=entry.organisation,
        facets=facets(contents),
        salt=salt,
        document=document,
        commitment=commit(salt, document),
    )


def facets(contents: Mapping[str, Any]) -> Facets:
    """The indexed columns of a document; raises :class:`EntryRefused` where a value is not of its kind."""
    subject = contents.get("subject") or {}
    rules = contents.get("rules") or ()
    if not isinstance(subject, Mapping) or not isinstance(rules, list | tuple):
        raise EntryRefused("The subject is an object with type and id; the rules are a list.")
    return Facets(
        actor=_identifier(contents.get("actor"), "actor"),
        outcome=_code(contents.get("outcome", "done"), "outcome"),
        rules=tuple(_code(each, "rules") for each in rules),
        subject_type=_code(subject["type"], "subject type") if subject else "",
        subject_id=_identifier(subject.get("id"), "subject id"),
        person=_identifier(contents.get("person"), "person"),
    )


def commit(salt: bytes, document: bytes) -> bytes:
    """HMAC-SHA256 of the canonical document under its salt."""
    return hmac.digest(salt, document, "sha256")


def shown_kind(action: str) -> str:
    """What the leaf shows of an action: the part before the dot, "disclosure" of ``disclosure.acknowledge``.

    With the whole action anybody could count how many others acknowledge in the hours after a release (ADR 35).
    """
    return action.partition(".")[0]


def is_of_kind(action: str, kind: str) -> bool:
    """Whether a leaf of this kind may commit to ``action``: leaves written before ADR 35 show the whole of it."""
    return kind in (action, shown_kind(action))


def leaf(kind: str, hour: datetime, commitment: bytes) -> bytes:
    """The leaf's bytes: the canonical JSON of ``commitment`` (hex), ``hour`` (RFC 3339, UTC) and ``kind``, no more.

    Written out by hand, as this runs once for every entry of a verification; a test holds it equal to RFC 8785.
    """
    return b'{"commitment":"%b","hour":"%b","kind":"%b"}' % (commitment.hex().encode(), hour_text(hour), _kind(kind))


def hash_of(kind: str, hour: datetime, commitment: bytes) -> bytes:
    """The leaf hash of an entry. Raises :class:`EntryRefused` when ``kind`` is no code."""
    return leaf_hash(leaf(kind, hour, commitment))


def hour_of(at: datetime) -> datetime:
    """The whole hour, UTC, that ``at`` lies in."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def instant(at: datetime) -> str:
    """``at`` as the documents write it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=1024)
def hour_text(hour: datetime) -> bytes:
    """An hour as leaves write it: RFC 3339, UTC."""
    return hour.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()


@lru_cache(maxsize=1024)
def _kind(kind: str) -> bytes:
    return _code(kind, "kind").encode()


def _check(value: object, place: str) -> None:
    """Refuse whatever could be somebody's words: a text with a space, a long one, one that is not ASCII."""
    match value:
        case str():
            if not _TEXT.fullmatch(value):
                raise EntryRefused(
                    f"{place} holds a text that is not a code: ASCII without spaces, at most {TEXT_LIMIT} characters."
                )
        case dict():
            for number, (key, each) in enumerate(value.items()):
                _code(key, f"key {number} of {place}")
                _check(each, f"{place}.{key}")
        case list() | tuple():
            for number, each in enumerate(value):
                _check(each, f"{place}[{number}]")


def _code(value: object, name: str) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise EntryRefused(f"The {name} is not a code.")
    return value


def _identifier(value: object, name: str) -> UUID:
    if value is None:
        return NOBODY
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    raise EntryRefused(f"The {name} is not an identifier.")
