"""Minutes and summaries as each reader sees them; and one thing that a meeting left to do."""

from uuid import UUID

from handrail import gate, provenance
from handrail.casework import sources
from handrail.casework.models import CasePartner
from handrail.casework.words import read
from handrail.directory.names import member_names
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, query
from handrail.meetings import minutes
from handrail.meetings.models import MeetingPaper
from handrail.meetings.resources import MEETING_ACTION, MEETING_PAPER
from handrail.meetings.rules import MEETING_ACTION as ACTION_STATES
from handrail.meetings.rules import PAPER as STATES
from handrail.meetings.values import Left, Paper, Part, Receipt

_STEPS = ("amend", "approve", "send_back", "release")


@query("paper.open", resource=MEETING_PAPER)
def open_paper(*, by: Actor, purpose: str, paper: UUID) -> Paper:
    """Minutes or a summary, with the parts whose sources this reader holds."""
    act = gate.current()
    return _paper(act, act.resource(MEETING_PAPER))


@query("paper.print", resource=MEETING_PAPER)
def print_paper(*, by: Actor, purpose: str, paper: UUID) -> Paper:
    """The same, to be taken away on paper: the ledger says who did, and how many parts of it they were given."""
    act = gate.current()
    shown = _paper(act, act.resource(MEETING_PAPER))
    act.note(parts=sum(part.words is not None for part in shown.parts), version=shown.version)
    return shown


@query("meeting_action.open", resource=MEETING_ACTION)
def open_action(*, by: Actor, purpose: str, meeting_action: UUID) -> Left:
    """One thing that a meeting left to do. Its owner reads it whatever it was drawn from: they are asked to do it."""
    act = gate.current()
    found = act.resource(MEETING_ACTION)
    readable = sources.readable(
        act, keeper=found.organisation_id, person=found.person_id, kind="meeting_action", rows=[found.id]
    )[found.id]
    words, outcome = None, ""
    if readable or found.owner_id == act.organisation:
        words, outcome = read(act, found.organisation_id, found.person_id, [found], "words", "outcome")[0]
    possible = ACTION_STATES.transitions[found.state]
    return Left(
        id=found.id,
        case=found.case_id,
        agenda_case=found.agenda_case_id,
        person=found.person_id,
        reference=found.reference,
        marking=found.marking,
        words=words,
        outcome=outcome,
        owner=found.owner.name,
        owner_member=member_names([found.owner_member_id]).get(found.owner_member_id, "")
        if found.owner_member_id
        else "",
        due_on=found.due_on,
        late=found.state == "open" and found.due_on < act.today,
        state=found.state,
        steps=tuple(
            step
            for step in ("complete", "cancel")
            if step in possible and act.allows(f"meeting_action.{step}", MEETING_ACTION, found)
        ),
    )


def _paper(act: Act, found: MeetingPaper) -> Paper:
    possible = STATES.transitions[found.state]
    given = list(found.releases.select_related("organisation").order_by("organisation__name"))
    steps = [step for step in _STEPS if step in possible and act.allows(f"paper.{step}", MEETING_PAPER, found)]
    unread = any(each.organisation_id == act.organisation and each.read_at is None for each in given)
    if unread and act.allows("paper.acknowledge", MEETING_PAPER, found):
        steps.append("acknowledge")
    names = member_names(found.authors)
    return Paper(
        id=found.id,
        agenda_case=found.agenda_case_id,
        kind=found.kind,
        person=found.person_id,
        case=found.case_id,
        reference=found.reference,
        programme=found.programme,
        marking=found.marking,
        state=found.state,
        held_at=found.held_at,
        lead=found.organisation.name,
        lead_id=found.organisation_id,
        centre=found.centre.name,
        chair=found.chair.name,
        authors=tuple(sorted(names.values())),
        approved_at=None if found.approved_at == FAR_FUTURE_MOMENT else found.approved_at,
        released_at=None if found.released_at == FAR_FUTURE_MOMENT else found.released_at,
        version=found.version,
        parts=_parts(act, found),
        receipts=tuple(
            Receipt(each.organisation.name, each.released_at, each.read_at, each.organisation_id == act.organisation)
            for each in given
        ),
        recipients=_recipients(found),
        steps=tuple(steps),
    )


def _parts(act: Act, paper: MeetingPaper) -> tuple[Part, ...]:
    rows = list(paper.parts.exclude(kind=minutes.REPLACED).order_by("position"))
    words = sources.text(act, paper, "paper_part", rows, "words")
    with act.deliver_to(paper.organisation_id):
        review = {waiting.id for waiting in provenance.to_review("paper_part", [row.id for row in rows])}
    return tuple(Part(row.id, row.kind, row.heading, words.get(row.id), row.id in review) for row in rows)


def _recipients(paper: MeetingPaper) -> tuple[tuple[UUID, str], ...]:
    """The organisations of the case's team that it can be released to yet, besides the one that leads."""
    rows = CasePartner.objects.filter(case_id=paper.case_id, until=FAR_FUTURE_MOMENT)
    given = paper.releases.values("organisation")
    others = rows.exclude(organisation_id=paper.organisation_id).exclude(organisation__in=given)
    return tuple(others.order_by("organisation__name").values_list("organisation_id", "organisation__name"))
