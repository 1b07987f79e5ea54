"""What the ledger says, entry by entry, read past row security for tests that compare it with what was done."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from handrail import ledger
from handrail.gate.act import COVER


@dataclass(frozen=True)
class Said:
    """One entry, as its document says it."""

    entry: UUID
    organisation: UUID
    action: str
    outcome: str
    rules: tuple[str, ...]
    subject: tuple[str, UUID] | None
    person: UUID | None
    actor: UUID
    purpose: str
    facts: dict[str, Any]


def recorded(*, organisation: UUID | None = None, action: str = "", since: int = 0, covers: bool = False) -> list[Said]:
    """Every entry whose document is there, in the order in which they were written; of one organisation or action, if
    given.

    ``since`` leaves out the entries that there were when :func:`how_many` gave that number. Covers, which stand for
    nothing, are left out unless they are asked for.
    """
    with ledger.across_organisations(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.payload FROM ledger_payload p JOIN ledger_entry e ON e.id = p.entry_id"
            " WHERE p.payload IS NOT NULL ORDER BY e.epoch, e.xid, p.at OFFSET %s",
            [since],
        )
        documents = [json.loads(bytes(payload)) for (payload,) in cursor.fetchall()]
    said = [_said(document) for document in documents]
    return [
        each
        for each in said
        if organisation in (None, each.organisation)
        and (not action or each.action == action)
        and (covers or each.outcome != COVER)
    ]


def how_many() -> int:
    """How many entries there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        return int(cursor.fetchone()[0])


def outcomes(action: str) -> list[tuple[str, tuple[str, ...]]]:
    """How each call of ``action`` ended, and by which rules."""
    return [(each.outcome, each.rules) for each in recorded(action=action)]


def _said(document: dict[str, Any]) -> Said:
    subject = document["subject"]
    return Said(
        entry=UUID(document["entry"]),
        organisation=UUID(document["organisation"]),
        action=document["action"],
        outcome=document["outcome"],
        rules=tuple(document["rules"]),
        subject=(subject["type"], UUID(subject["id"])) if subject else None,
        person=UUID(document["person"]) if document["person"] else None,
        actor=UUID(document["actor"]),
        purpose=document["purpose"],
        facts=document["facts"],
    )
