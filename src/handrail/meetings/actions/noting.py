"""Points and what is written about them. Two people at one note lose nothing: see ``rules.lands``."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from handrail import gate
from handrail.casework import sources
from handrail.casework.words import write
from handrail.gate import Act, Actor, NotFound, action
from handrail.meetings import agenda
from handrail.meetings.models import AgendaCase, AgendaPoint, Note
from handrail.meetings.resources import AGENDA_CASE
from handrail.meetings.rules import MEETING as STATES
from handrail.meetings.rules import NOTE, lands


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a text: it is what the point says now, as ``version``; or it was kept aside, to be merged.

    Of a text kept aside, ``version`` is the one that somebody else had reached meanwhile.
    """

    kept: bool
    version: int


@action("agenda.bring_up_to_date", resource=AGENDA_CASE)
def bring_up_to_date(*, by: Actor, purpose: str, agenda_case: UUID) -> int:
    """Put on the agenda what has fallen due meanwhile; gives how many points are new."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "prepare")
    new = agenda.bring_up_to_date(act, item)
    act.note(points=new)
    return new


@action("agenda.add_point", resource=AGENDA_CASE)
def add_point(*, by: Actor, purpose: str, agenda_case: UUID, words: str, draws_on: Sequence[UUID] = ()) -> UUID:
    """Add a point in one's own words: whoever is asked to a case may bring what they want to talk about."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "prepare")
    point = agenda.add(act, item)
    write(act, item.organisation_id, item.person_id, point, words=words)
    point.save(force_insert=True)
    lean(act, item, "meeting_point", point.id, draws_on)
    act.note(point=point.id)
    return point.id


@action("agenda.write_note", resource=AGENDA_CASE)
def write_note(
    *,
    by: Actor,
    purpose: str,
    agenda_case: UUID,
    point: UUID,
    text: str,
    version: int,
    merges: UUID | None = None,
    draws_on: Sequence[UUID] = (),
) -> Written:
    """Write down what is said about a point; ``version`` is the one that the writer had before them.

    If somebody else has written meanwhile, the text is kept aside and shown beside theirs: nothing is lost, and nothing
    is overwritten. ``merges`` is a text that was kept aside and that this one takes up.
    """
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    STATES.next(item.state, "write")
    found = AgendaPoint.objects.filter(pk=point, agenda_case=item).first()
    if found is None:
        raise NotFound
    current = Note.objects.filter(point=found, state="current").first()
    kept = lands(found.version, version, nothing_there=current is None)
    if current is not None and not _may_replace(act, item, current):
        kept = False
    if kept:
        found.version += 1
        note = _keep(act, found, current)
        if merges is not None:
            _merge(found, merges)
    else:
        note = _set_aside(act, found, version)
    write(act, item.organisation_id, item.person_id, note, text=text)
    note.save()
    found.save(update_fields=("version",))
    lean(act, item, "meeting_note", found.id, draws_on)
    act.note(point=point, version=found.version, kept=kept)
    return Written(kept, found.version)


def _may_replace(act: Act, item: AgendaCase, current: Note) -> bool:
    """Nobody writes over words that they may not read: theirs are kept beside them until somebody who may merges."""
    if current.member_id == act.by.id:
        return True
    point = current.point_id
    return sources.readable(act, keeper=item.organisation_id, person=item.person_id, kind="meeting_note", rows=[point])[
        point
    ]


def _keep(act: Act, point: AgendaPoint, current: Note | None) -> Note:
    """What the point says now. A writer who types on changes their own text; anybody else's is kept as it was."""
    if current is not None and current.member_id == act.by.id:
        note = current
    else:
        if current is not None:
            current.state = NOTE.next(current.state, "replace")
            current.save(update_fields=("state",))
        note = Note(id=uuid4(), point=point, organisation_id=act.organisation, member_id=act.by.id, state=NOTE.initial)
    note.number, note.at = point.version, act.now
    return note


def _set_aside(act: Act, point: AgendaPoint, version: int) -> Note:
    note = Note.objects.filter(point=point, member_id=act.by.id, state="aside").first()
    if note is None:
        note = Note(id=uuid4(), point=point, organisation_id=act.organisation, member_id=act.by.id)
        note.state = NOTE.next(NOTE.initial, "set_aside")
    else:
        note.state = NOTE.next(note.state, "type_on")
    note.number, note.at = version, act.now
    return note


def _merge(point: AgendaPoint, aside: UUID) -> None:
    note = Note.objects.filter(pk=aside, point=point, state="aside").first()
    if note is not None:
        note.state = NOTE.next(note.state, "merge")
        note.save(update_fields=("state",))


def lean(act: Act, item: AgendaCase, kind: str, row: UUID, items: Sequence[UUID]) -> None:
    """Record what a text of the meeting draws on, in the record of the organisation that leads the case."""
    sources.lean(act, keeper=item.organisation_id, person=item.person_id, kind=kind, row=row, items=items)
