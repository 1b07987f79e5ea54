"""What a member may take out of Handrail, with its conditions: as values, and as the document that is written.

A copy that has left can't be called back. So only what is held now goes out, within what its originator allows, and
each item carries its marking, its handling and its end with it; the ledger has what was taken, by whom and when.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from handrail.directory.models import Organisation
from handrail.gate import FAR_FUTURE, Actor, current, listing
from handrail.programme import load
from handrail.sharing.conditions import NONE
from handrail.sharing.models import Holding, HoldingState, Marking
from handrail.sharing.resources import HOLDING, PERSON
from handrail.sharing.sealed import Copy, unseal_copies

FORMAT, VERSION = "handrail-holdings", 1

MARKINGS = {Marking.OFFICIAL: "OFFICIAL", Marking.OFFICIAL_SENSITIVE: "OFFICIAL-SENSITIVE"}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """One item as it leaves. Codes are the rulebook's; ``until`` is None for what the organisation itself wrote."""

    reference: str
    item: str
    number: int
    category: str
    form_of_words: str
    marking: str
    grading: tuple[tuple[str, str], ...]
    conditions: str
    originator: str
    purpose: str
    held_since: datetime
    until: date | None


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that was taken out at one moment, under the highest of its markings."""

    at: datetime
    organisation: str
    purpose: str
    marking: str
    never_for: tuple[str, ...]
    holdings: tuple[TakenOut, ...]


@listing("holding.export")
def take_out(*, by: Actor, purpose: str) -> Export:
    """What the member's organisation holds and the member may take out for ``purpose``, person by person.

    Nothing that was recalled, corrected or has run out is among it, nor what its originator keeps in Handrail.
    """
    act = current()
    people = dict(act.visible(PERSON).values_list("person_id", "reference"))
    held = [
        holding
        for holding in act.visible(HOLDING, action="holding.take_out").filter(state=HoldingState.HELD)
        if holding.person_id in people
    ]
    held.sort(key=lambda holding: (people[holding.person_id], holding.originator.slug, holding.number))
    copies = [(Copy(holding.organisation_id, holding.person_id), holding) for holding in held]
    texts = unseal_copies(copies, "text", "conditions")
    act.listed(holding.id for holding in held)
    highest = max((holding.marking for holding in held), default=Marking.OFFICIAL)
    programmes = sorted({holding.programme for holding in held})
    return Export(
        at=act.now,
        organisation=Organisation.objects.get(pk=act.organisation).slug,
        purpose=purpose,
        marking=MARKINGS[Marking(highest)],
        never_for=tuple(dict.fromkeys(entry.title for slug in programmes for entry in load(slug).never_for)),
        holdings=tuple(
            _taken_out(holding, people[holding.person_id], words, conditions)
            for holding, (words, conditions) in zip(held, texts, strict=True)
        ),
    )


def as_document(export: Export) -> str:
    """The JSON of ``schemas/handrail-holdings-1.schema.json``."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "taken_out_at": export.at.isoformat(timespec="seconds"),
        "organisation": export.organisation,
        "purpose": export.purpose,
        "marking": export.marking,
        "never_for": list(export.never_for),
        "holdings": [_as_object(each) for each in export.holdings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _taken_out(holding: Holding, reference: str, words: str, conditions: str) -> TakenOut:
    codes = {
        "scheme": holding.grading_scheme,
        "source": holding.source_grade,
        "information": holding.information_grade,
        "handling": holding.handling,
        "action": holding.handling_action,
        "sanitisation": holding.sanitisation,
    }
    return TakenOut(
        reference=reference,
        item=str(holding.item),
        number=holding.number,
        category=holding.category,
        form_of_words=words,
        marking=MARKINGS[Marking(holding.marking)],
        grading=tuple((name, code) for name, code in codes.items() if code != NONE),
        conditions=conditions,
        originator=holding.originator.slug,
        purpose=holding.purpose,
        held_since=holding.held_since,
        until=None if holding.expires_on == FAR_FUTURE else holding.expires_on,
    )


def _as_object(taken: TakenOut) -> dict[str, object]:
    return {
        "reference": taken.reference,
        "item": taken.item,
        "number": taken.number,
        "category": taken.category,
        "form_of_words": taken.form_of_words,
        "marking": taken.marking,
        "grading": dict(taken.grading),
        **({"conditions": taken.conditions} if taken.conditions else {}),
        "originator": taken.originator,
        "purpose": taken.purpose,
        "held_since": taken.held_since.isoformat(timespec="seconds"),
        **({"until": taken.until.isoformat()} if taken.until else {}),
    }
