"""Minutes and summaries: drafted from what was written at the meeting, approved by its chair, released, read."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from handrail import duties, gate, provenance
from handrail.casework import history, sources
from handrail.casework.models import Case
from handrail.casework.words import write
from handrail.gate import Act, Actor, Conflict, NotFound, action
from handrail.meetings import minutes
from handrail.meetings.models import AgendaCase, MeetingPaper, PaperKind, PaperPart, PaperRelease
from handrail.meetings.resources import AGENDA_CASE, MEETING_PAPER
from handrail.meetings.rules import MEETING as STATES
from handrail.meetings.rules import PAPER, ChairConflicted, NobodyToTell


@action("agenda.draft_minutes", resource=AGENDA_CASE)
def draft_minutes(*, by: Actor, purpose: str, agenda_case: UUID) -> UUID:
    """Draft the minutes of one case from its notes, decisions, dissents and actions; a draft there is made afresh."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    paper = _draft(act, item, PaperKind.MINUTES)
    minutes.write_parts(act, paper, list(minutes.of_the_meeting(act, item)))
    duties.complete(act, subject=("AgendaCase", item.id), kind="draft_minutes")
    return paper.id


@action("agenda.draft_summary", resource=AGENDA_CASE)
def draft_summary(*, by: Actor, purpose: str, agenda_case: UUID, words: str, draws_on: Sequence[UUID] = ()) -> UUID:
    """Draft an executive summary: a few sentences, and after them what was decided and is to be done."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    paper = _draft(act, item, PaperKind.SUMMARY)
    minutes.write_parts(act, paper, [minutes.Draft(minutes.TEXT, words), *minutes.of_the_summary(act, item)])
    opening = PaperPart.objects.get(paper=paper, kind=minutes.TEXT)
    sources.lean(
        act, keeper=item.organisation_id, person=item.person_id, kind="paper_part", row=opening.id, items=draws_on
    )
    return paper.id


@action("paper.amend", resource=MEETING_PAPER)
def amend(
    *,
    by: Actor,
    purpose: str,
    paper: UUID,
    parts: Mapping[UUID, str],
    version: int,
    draws_on: Sequence[UUID] = (),
) -> None:
    """Change the words of parts of a draft. Who does so is one of its authors, and can't approve it.

    Raises :class:`Conflict` where somebody changed the draft after ``version``.
    """
    act = gate.current()
    found = act.resource(MEETING_PAPER)
    found.state = PAPER.next(found.state, "amend")
    if found.version != version:
        raise Conflict
    there = {part.id: part for part in found.parts.exclude(kind=minutes.REPLACED)}
    if parts.keys() - there.keys():
        raise NotFound
    for key, words in parts.items():
        write(act, found.organisation_id, found.person_id, there[key], words=words)
        there[key].save(update_fields=("words_sealed",))
        sources.lean(
            act, keeper=found.organisation_id, person=found.person_id, kind="paper_part", row=key, items=draws_on
        )
    found.version += 1
    found.authors = sorted({*found.authors, act.by.id})
    found.save(update_fields=("state", "version", "authors"))
    act.note(parts=len(parts), version=found.version)


@action("paper.approve", resource=MEETING_PAPER)
def approve(*, by: Actor, purpose: str, paper: UUID, version: int) -> None:
    """The chair approves a draft that somebody else wrote (policy), as it stood when they read it."""
    act = gate.current()
    found = act.resource(MEETING_PAPER)
    found.state = PAPER.next(found.state, "approve")
    if found.version != version:
        raise Conflict
    found.approved_at = act.now
    found.save(update_fields=("state", "approved_at"))
    duties.complete(act, subject=("MeetingPaper", found.id), kind="approve_minutes")
    act.note(version=version)


@action("paper.send_back", resource=MEETING_PAPER)
def send_back(*, by: Actor, purpose: str, paper: UUID) -> None:
    """Make an approved paper a draft again, before anybody was given it."""
    act = gate.current()
    found = act.resource(MEETING_PAPER)
    found.state = PAPER.next(found.state, "send_back")
    found.save(update_fields=("state",))
    _owe_approval(act, found)


@action("paper.release", resource=MEETING_PAPER)
def release(*, by: Actor, purpose: str, paper: UUID, to: Sequence[UUID]) -> int:
    """Release an approved paper to organisations of the case's team; gives how many were not given it before.

    Each reads the parts whose sources it holds, and says that it has read them. The receipt is in both ledgers.
    """
    act = gate.current()
    found = act.resource(MEETING_PAPER)
    found.state = PAPER.next(found.state, "release")
    case = Case.objects.get(pk=found.case_id)
    if not to or not set(to) <= set(case.partners):
        raise NobodyToTell
    new = sorted(set(to) - set(found.partners) - {found.organisation_id})
    found.partners = sorted({*found.partners, *to})
    found.released_at, found.released_by = act.now, act.by.id
    found.save(update_fields=("state", "partners", "released_at", "released_by"))
    for organisation in new:
        PaperRelease.objects.create(id=uuid4(), paper=found, organisation_id=organisation, released_at=act.now)
        _owe_reading(act, found, organisation)
        act.also(
            "paper.released", organisation=organisation, subject=("MeetingPaper", found.id), paper_kind=found.kind,
            parts=found.parts.exclude(kind=minutes.REPLACED).count(), version=found.version,
        )  # fmt: skip
    history.record(act, case, f"{found.kind}_released")
    act.note(to=new, version=found.version)
    return len(new)


@action("paper.acknowledge", resource=MEETING_PAPER)
def acknowledge(*, by: Actor, purpose: str, paper: UUID) -> None:
    """Say that one's organisation has read what it was given."""
    act = gate.current()
    found = act.resource(MEETING_PAPER)
    given = found.releases.filter(organisation_id=act.organisation).first()
    if given is None:
        raise NotFound
    if given.read_at is None:
        given.read_by, given.read_at = act.by.id, act.now
        given.save(update_fields=("read_by", "read_at"))
    duties.complete(act, subject=("MeetingPaper", found.id), kind="read_minutes")


@action("agenda.look_again", resource=AGENDA_CASE)
def look_again(*, by: Actor, purpose: str, agenda_case: UUID) -> int:
    """Say that what was written was looked at again, after something it drew on was withdrawn; gives how many texts."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    looked_at = 0
    for written in minutes.leanings(item):
        looked_at += bool(provenance.reviewed(act, derived=written))
        duties.complete(act, subject=written, kind="review_judgement")
    act.note(texts=looked_at)
    return looked_at


def _draft(act: Act, item: AgendaCase, kind: PaperKind) -> MeetingPaper:
    """An empty draft of this kind: a new one, or the one that was there, made afresh."""
    STATES.next(item.state, "minute")
    if item.chair_id in item.conflicted:
        raise ChairConflicted
    paper = MeetingPaper.objects.select_for_update(no_key=True).filter(agenda_case=item, kind=kind).first()
    if paper is None:
        paper = MeetingPaper(
            id=uuid4(),
            agenda_case=item,
            kind=kind,
            organisation_id=item.organisation_id,
            centre_id=item.centre_id,
            case_id=item.case_id,
            person_id=item.person_id,
            reference=item.reference,
            programme=item.programme,
            marking=item.marking,
            held_at=item.meeting.began_at,
            readers=item.invited,
            conflicted=item.conflicted,
        )
    else:
        paper.state = PAPER.next(paper.state, "amend")
        paper.version += 1
        # Their words go; the rows stay, so that a recall of what they drew on is still looked at and settled.
        paper.parts.update(kind=minutes.REPLACED, words_sealed=b"")
    paper.chair, paper.drafted_at = item.chair, act.now
    paper.authors = sorted({*paper.authors, act.by.id})
    paper.save()
    _owe_approval(act, paper)
    act.note(paper=paper.id, version=paper.version)
    return paper


def _owe_approval(act: Act, paper: MeetingPaper) -> None:
    duties.raise_about(
        act,
        paper,
        organisation=paper.organisation_id,
        kind="approve_minutes",
        role="panel_chair",
        subject=("MeetingPaper", paper.id),
        owner=paper.chair_id,
    )


def _owe_reading(act: Act, paper: MeetingPaper, organisation: UUID) -> None:
    with act.deliver_to(organisation):
        duties.raise_about(
            act,
            paper,
            organisation=organisation,
            kind="read_minutes",
            role="single_point_of_contact",
            subject=("MeetingPaper", paper.id),
        )
