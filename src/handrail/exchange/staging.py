"""Writing the drafts of a file: in short steps that nobody sees, then shown all at once; or cleared away.

What the ledger keeps: one entry for each nomination when it is staged, so that whoever asks what was recorded about a
person finds it under that person, with the import's id; and one for each step. That of the publication says of all of
them together that they are there now. A killed import therefore leaves in the ledger what was in truth done: staged,
and later cleared.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from django.db import connection

from handrail import vault
from handrail.directory.models import Centre
from handrail.exchange.ground import empty_decision
from handrail.exchange.nominated import Nominated
from handrail.exchange.rules import IMPORT, NotComplete
from handrail.exchange.writing import write
from handrail.gate import Act, Actor, Faults, NotFound, RuleBroken, action, current
from handrail.sharing.drafts import check_may_nominate
from handrail.sharing.models import Holding, ImportState, NominationImport, PersonRecord, SharingDecision
from handrail.sharing.resources import DECISION

#: People cleared away in one step.
CLEARED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Published:
    """An import that is there now."""

    import_id: UUID
    nominations: int


@action("decision.refuse_import")
def refuse(*, by: Actor, purpose: str, faults: tuple[RuleBroken, ...]) -> NoReturn:
    """Turn a file away for ``faults``, which are raised again: the ledger says by which rules it was turned away."""
    raise Faults(faults)


@action("decision.begin_import")
def begin(*, by: Actor, purpose: str, centre: UUID, nominations: int) -> UUID:
    """Begin to bring in a file of that many new nominations; give the import's id.

    Raises Conflict while an unfinished import is there.
    """
    act = current()
    place = Centre.objects.filter(pk=centre).first()
    if place is None:
        raise NotFound
    check_may_nominate(act, place)
    act.require("decision.edit", DECISION, empty_decision(act, place))
    begun = NominationImport.objects.create(
        organisation_id=act.organisation,
        centre=place,
        nominations=nominations,
        begun_by=act.by.id,
        begun_at=act.now,
    )
    act.note(import_id=begun.id, centre=centre, nominations=nominations)
    return begun.id


@action("decision.stage_import")
def stage(*, by: Actor, purpose: str, import_id: UUID, nominations: tuple[Nominated, ...]) -> tuple[UUID, ...]:
    """Write some of the nominations, seen by nobody; give the drafts' ids, in the order of the nominations.

    Raises Conflict if a reference was taken at the same moment.
    """
    act = current()
    bringing = _unfinished(act, import_id)
    IMPORT.next(bringing.state, "stage")
    _see(bringing.id)
    example = empty_decision(act, bringing.centre)
    example.marking = max(each.marking for nomination in nominations for each in nomination.statements)
    act.require("decision.edit", DECISION, example)
    drafts = write(act, bringing, nominations)
    act.note(import_id=bringing.id, nominations=len(nominations))
    return drafts


@action("decision.import")
def publish(*, by: Actor, purpose: str, import_id: UUID) -> Published:
    """Show everything that the import has written, at once. Raises NotComplete if that is not the whole file."""
    act = current()
    bringing = _unfinished(act, import_id)
    state = IMPORT.next(bringing.state, "publish")
    _see(bringing.id)
    if SharingDecision.objects.filter(brought_by=bringing.id).count() != bringing.nominations:
        raise NotComplete
    bringing.state, bringing.ended_at = state, act.now
    bringing.save(update_fields=("state", "ended_at"))
    act.note(import_id=bringing.id, nominations=bringing.nominations)
    return Published(bringing.id, bringing.nominations)


@action("decision.clear_import")
def clear(*, by: Actor, purpose: str) -> int:
    """Delete some of what an unfinished import has left, with its keys; give how many people that was.

    None, and the import is closed, once nothing is left. Only the caller knows that the import isn't still at work.
    """
    act = current()
    left = NominationImport.objects.filter(state=ImportState.STAGING).select_for_update(no_key=True).first()
    if left is None:
        return 0
    state = IMPORT.next(left.state, "clear")
    _see(left.id)
    people = list(PersonRecord.objects.filter(brought_by=left.id).values_list("person_id", flat=True)[:CLEARED_AT_ONCE])
    _delete(act, people)
    if not people:
        left.state, left.ended_at = state, act.now
        left.save(update_fields=("state", "ended_at"))
    act.note(import_id=left.id, cleared=len(people))
    return len(people)


def _unfinished(act: Act, import_id: UUID) -> NominationImport:
    """The import at work, locked: one that was cleared meanwhile writes no more."""
    found = NominationImport.objects.select_for_update(no_key=True).filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def _see(import_id: UUID) -> None:
    """Let this transaction, and no other, see what the import has written so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT handrail_say('import', %s)", [str(import_id)])


def _delete(act: Act, people: Collection[UUID]) -> None:
    decisions = SharingDecision.objects.filter(person_id__in=people)
    Holding.objects.filter(person_id__in=people).delete()
    decisions.delete()
    PersonRecord.objects.filter(person_id__in=people).delete()
    for person in people:
        vault.erase(person=person, organisation=act.organisation, at=act.now)
