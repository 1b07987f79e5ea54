"""What minutes and summaries are made from: the parts of a case at a meeting, in order, each with its own sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from handrail import provenance
from handrail.casework.words import read, write
from handrail.gate import Act
from handrail.meetings.models import (
    AgendaCase,
    AgendaPoint,
    Dissent,
    Invited,
    MeetingAction,
    MeetingDecision,
    MeetingPaper,
    Note,
    PaperPart,
)

#: Kinds of a part: who was there, what its author wrote freely, and what a new draft took the place of.
PRESENT, TEXT, REPLACED = "present", "text", "replaced"


@dataclass(frozen=True, slots=True)
class Draft:
    """One part to be written: what it is made from, its words, and the records whose sources it takes over."""

    kind: str
    words: str
    heading: str = ""
    leans_on: tuple[provenance.Derived, ...] = field(default=())


def of_the_meeting(act: Act, item: AgendaCase) -> Iterator[Draft]:
    """The parts of the minutes: who was there; point by point what was said, decided, disagreed with, left to do."""
    yield Draft(PRESENT, _who_was_there(item))
    for point in item.points.order_by("position"):
        yield from _of_a_point(act, item, point)
    loose = MeetingAction.objects.filter(agenda_case=item, decision=None).exclude(state="cancelled")
    yield from _actions(act, item, list(loose.order_by("due_on")))


def of_the_summary(act: Act, item: AgendaCase) -> Iterator[Draft]:
    """The parts of a summary: what was decided, with dissent and the way forward; and what is to be done."""
    decisions = item.decisions.filter(state="recorded").order_by("point__position", "proposed_at")
    for decision in decisions.select_related("point"):
        yield from _of_a_decision(act, item, decision)
    loose = MeetingAction.objects.filter(agenda_case=item, decision=None).exclude(state="cancelled")
    yield from _actions(act, item, list(loose.order_by("due_on")))


def write_parts(act: Act, paper: MeetingPaper, drafts: list[Draft]) -> None:
    """Write the parts of a paper, sealed in the record of the organisation that leads, each with its sources."""
    for position, draft in enumerate(drafts, 1):
        part = PaperPart(id=uuid4(), paper=paper, position=position, kind=draft.kind, heading=draft.heading)
        write(act, paper.organisation_id, paper.person_id, part, words=draft.words)
        part.save(force_insert=True)
        take_over(act, paper, part.id, draft.leans_on)


def take_over(act: Act, paper: MeetingPaper, part: UUID, records: tuple[provenance.Derived, ...]) -> None:
    """Let a part lean on everything that these records lean on."""
    with act.deliver_to(paper.organisation_id):
        provenance.record(
            act, organisation=paper.organisation_id, derived=("paper_part", part), items={}, records=records
        )


def leanings(item: AgendaCase) -> tuple[provenance.Derived, ...]:
    """Everything written about a case at a meeting that may lean on an item, for looking at it again."""
    points = AgendaPoint.objects.filter(agenda_case=item)
    rows: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("meeting_point", points),
        ("meeting_decision", MeetingDecision.objects.filter(agenda_case=item)),
        ("dissent", Dissent.objects.filter(decision__agenda_case=item)),
        ("meeting_action", MeetingAction.objects.filter(agenda_case=item)),
        ("paper_part", PaperPart.objects.filter(paper__agenda_case=item)),
    )
    found = [(kind, row) for kind, records in rows for row in records.values_list("pk", flat=True)]
    return (*found, *(("meeting_note", row) for kind, row in found if kind == "meeting_point"))


def _who_was_there(item: AgendaCase) -> str:
    """Who heard this case, who sent apologies, and who declared a conflict of interest in it; by name and place."""
    heard = item.invitations.select_related("attendee", "member", "organisation")
    asked = list(heard.order_by("organisation__name", "member__name"))
    there = [each for each in asked if each.attendee.attended and not each.conflict]
    apologies = [each for each in asked if not each.attendee.attended and each.attendee.answer == "apologies"]
    missing = [each for each in asked if each.attendee.attended is False and each.attendee.answer != "apologies"]
    lists = (
        ("Present", there),
        ("Apologies", apologies),
        ("Did not come", missing),
        ("Left for this case, having declared a conflict of interest", [each for each in asked if each.conflict]),
    )
    lines = [f"{title}: {', '.join(_named(each) for each in rows)}." for title, rows in lists if rows]
    return "\n".join(lines) or "Who was there was not recorded."


def _named(invited: Invited) -> str:
    return f"{invited.member.name} ({invited.organisation.name})"


def _of_a_point(act: Act, item: AgendaCase, point: AgendaPoint) -> Iterator[Draft]:
    note = Note.objects.filter(point=point, state="current").first()
    if note is not None:
        ((text,),) = read(act, item.organisation_id, item.person_id, [note], "text")
        if text:
            leans_on = (("meeting_note", point.id), ("meeting_point", point.id))
            ((subject,),) = read(act, item.organisation_id, item.person_id, [point], "words")
            yield Draft("note", f"{subject}\n{text}" if subject else text, point.kind, leans_on)
    for decision in point.decisions.filter(state="recorded").order_by("proposed_at"):
        yield from _of_a_decision(act, item, decision)


def _of_a_decision(act: Act, item: AgendaCase, decision: MeetingDecision) -> Iterator[Draft]:
    ((words, reason),) = read(act, item.organisation_id, item.person_id, [decision], "decision", "reason")
    leans_on = (("meeting_decision", decision.id),)
    yield Draft("decision", f"Decided: {words}\nReason: {reason}", decision.point.kind, leans_on)
    for dissent in decision.dissents.select_related("organisation").order_by("said_at"):
        why, way_forward = read(act, item.organisation_id, item.person_id, [dissent], "why", "way_forward")[0]
        outcome = f"Way forward: {way_forward}" if way_forward else "The dissent was withdrawn."
        words = f"{dissent.organisation.name} disagreed: {why}\n{outcome}"
        yield Draft("dissent", words, leans_on=(*leans_on, ("dissent", dissent.id)))
    actions = MeetingAction.objects.filter(decision=decision).exclude(state="cancelled").order_by("due_on")
    yield from _actions(act, item, list(actions))
    planned = decision.planned.select_related("support_action__owner").order_by("support_action__due_on")
    for each in planned:
        support = each.support_action
        ((objective,),) = read(act, item.organisation_id, item.person_id, [support], "objective")
        words = f"{support.owner.name}, by {_day(support.due_on)}: {objective}"
        yield Draft("support", words, support.action, (("support", support.id), *leans_on))


def _actions(act: Act, item: AgendaCase, actions: list[MeetingAction]) -> Iterator[Draft]:
    texts = read(act, item.organisation_id, item.person_id, list(actions), "words")
    for action, (words,) in zip(actions, texts, strict=True):
        yield Draft(
            "action", f"{action.owner.name}, by {_day(action.due_on)}: {words}", "", (("meeting_action", action.id),)
        )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
