"""From a pseudonym back to the record that it stands for. Only the partner can do that."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.log import canary_asked
from handrail.matching.partner.publishing import CANARY
from handrail.matching.partner.records import Records
from handrail.matching.table import PSEUDONYM_SIZE

_REFERENCE: Final = re.compile(rf"[0-9a-f]{{{2 * PSEUDONYM_SIZE}}}")


class NotAReference(Exception):
    """The text is not a reference, or stands for no record that is in the register now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reference stands for: a record, or a canary of the partner's own, who is nobody."""

    table: UUID
    record_id: str  # "" for a canary
    canary: int | None = None


def open_reference(folder: KeyFolder, written: str, *, at: datetime) -> Opened:
    """The record that a reference stands for: 16 hex digits, with or without hyphens and spaces.

    Where it is a canary, the log of the key folder says so before this returns: nobody was meant by the question, so
    the centre is guessing. Raises :class:`NotAReference`.
    """
    plain = re.sub(r"[\s-]", "", written).lower()
    if not _REFERENCE.fullmatch(plain):
        raise NotAReference(f"A reference has {2 * PSEUDONYM_SIZE} digits or letters from a to f.")
    with Records(folder.path) as records:
        found = _find(folder, records, bytes.fromhex(plain))
    if found is None:
        raise NotAReference("No record of the register has this reference. It may have left since the table was made.")
    if found.canary is not None:
        canary_asked(folder.path, reference=plain, table=found.table, canary=found.canary, at=at)
    return found


def _find(folder: KeyFolder, records: Records, pseudonym: bytes) -> Opened | None:
    for table in folder.tables():
        pseudonyms = folder.pseudonyms(table)
        for number in records.numbers():
            if pseudonyms.of(number) == pseudonym:
                kind, _, id_ = folder.unseal(records.sealed_id(number)).partition(" ")
                return Opened(table, "", int(id_)) if kind == CANARY else Opened(table, id_)
    return None
