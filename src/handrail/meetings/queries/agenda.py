"""One case at one meeting, as far as the reader may see it; and the meetings that talked about a case."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from handrail import gate, provenance
from handrail.casework import deconfliction, sources
from handrail.casework.models import Case, CasePartner
from handrail.casework.resources import CASE
from handrail.casework.rules import is_late
from handrail.casework.words import read
from handrail.directory.models import Organisation
from handrail.directory.names import member_names
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, query
from handrail.meetings import invitations, minutes
from handrail.meetings.models import (
    AgendaCase,
    AgendaPoint,
    Dissent,
    MeetingAction,
    MeetingDecision,
    Note,
    PlannedSupport,
)
from handrail.meetings.queries.meetings import guests, papers
from handrail.meetings.resources import AGENDA_CASE, MEETING_PAPER
from handrail.meetings.rules import MEETING as STATES
from handrail.meetings.values import (
    ActionLine,
    AgendaPage,
    DecisionCard,
    DissentLine,
    NoteText,
    PastMeeting,
    Point,
)
from handrail.sharing.initials import initials_of

#: What a reader might do about a case at a meeting, and the step of the meeting's lifecycle that it takes.
_STEPS = {
    "agenda.invite": "prepare", "agenda.uninvite": "prepare", "agenda.bring_up_to_date": "prepare",
    "agenda.add_point": "prepare", "agenda.declare_conflict": "prepare", "agenda.name_chair": "prepare",
    "agenda.write_note": "write", "agenda.propose_decision": "decide", "agenda.dissent": "decide",
    "agenda.speak_for": "decide", "agenda.settle_dissent": "decide", "agenda.record_decision": "decide",
    "agenda.drop_decision": "decide", "agenda.withdraw_dissent": "decide", "agenda.add_action": "write",
    "agenda.link_support": "write", "agenda.draft_minutes": "minute", "agenda.draft_summary": "minute",
}  # fmt: skip


@query("agenda.open", resource=AGENDA_CASE)
def open_agenda(*, by: Actor, purpose: str, agenda_case: UUID) -> AgendaPage:
    """One case at one meeting: its points, what was written, decided and disagreed with, what is left to do."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    case = Case.objects.filter(pk=item.case_id).first()
    words = _Words(act, item)
    possible = STATES.transitions[item.state]
    confirmed_on = deconfliction.confirmed_on(act, case, item.meeting_id) if case else None
    waits = case is None or deconfliction.needed(case.programme, deconfliction.MEETING)
    return AgendaPage(
        id=item.id,
        meeting=item.meeting_id,
        case=item.case_id,
        person=item.person_id,
        reference=item.reference,
        initials=initials_of(act, [item.person_id]).get(item.person_id, ""),
        programme=item.programme,
        marking=item.marking,
        state=item.state,
        starts_at=item.meeting.starts_at,
        place=item.meeting.place,
        centre_id=item.centre_id,
        lead=item.organisation_id,
        lead_name=item.organisation.name,
        chair=item.chair.name,
        chair_conflicted=item.chair_id in item.conflicted,
        points=words.points(),
        actions=words.actions(list(MeetingAction.objects.filter(agenda_case=item, decision=None))),
        guests=guests(item.meeting, [item]),
        papers=papers(act, [item.id]).get(item.id, ()),
        partners=_named(item.partners),
        team=_team(item),
        told=case.told if case else False,
        confirmed=confirmed_on is not None or not waits,
        confirmed_on=confirmed_on,
        to_review=len(words.to_review),
        invited=act.by.id in item.invited,
        steps=tuple(step for step, state in _STEPS.items() if state in possible and act.allows(step, AGENDA_CASE, item))
        + (("agenda.look_again",) if act.allows("agenda.look_again", AGENDA_CASE, item) else ()),
    )


@query("agenda.see_who", resource=AGENDA_CASE)
def who_may_come(*, by: Actor, purpose: str, agenda_case: UUID) -> tuple[tuple[UUID, str, str], ...]:
    """Who may still be asked to hear the case: (member, name, organisation)."""
    act = gate.current()
    item = act.resource(AGENDA_CASE)
    found = invitations.may_come(Case.objects.get(pk=item.case_id)).exclude(pk__in=item.invited)
    return tuple((member.pk, member.name, member.organisation.name) for member in found)


@query("case.see_meetings", resource=CASE)
def meetings_of(*, by: Actor, purpose: str, case: UUID) -> tuple[PastMeeting, ...]:
    """The meetings about a case that the reader was asked to, may run or was given minutes of; the latest first."""
    act = gate.current()
    found = act.resource(CASE)
    heard = list(act.visible(AGENDA_CASE).filter(case=found).order_by("-meeting__starts_at"))
    written = papers(act, [item.id for item in heard])
    rows = [
        PastMeeting(
            agenda_case=item.id,
            starts_at=item.meeting.starts_at,
            state=item.state,
            decisions=item.decisions.filter(state="recorded").count(),
            actions_open=item.actions.filter(state="open").count(),
            papers=written.get(item.id, ()),
            to_review=len(_to_review(act, item, minutes.leanings(item))),
        )
        for item in heard
    ]
    rows += _only_given(act, found, besides=[item.id for item in heard])
    return tuple(sorted(rows, key=lambda row: row.starts_at, reverse=True))


def _only_given(act: Act, case: Case, *, besides: list[UUID]) -> list[PastMeeting]:
    """The meetings of which the reader knows no more than what was released of them."""
    given: dict[datetime, list[tuple[UUID, str, str]]] = {}
    visible = act.visible(MEETING_PAPER).filter(case_id=case.id).exclude(agenda_case_id__in=besides)
    for paper in visible.order_by("kind"):
        given.setdefault(paper.held_at, []).append((paper.id, paper.kind, paper.state))
    return [PastMeeting(None, held_at, "held", 0, 0, tuple(papers), 0) for held_at, papers in given.items()]


def _named(organisations: Iterable[UUID]) -> tuple[tuple[UUID, str], ...]:
    found = Organisation.objects.filter(pk__in=tuple(organisations)).order_by("name")
    return tuple(found.values_list("id", "name"))


def _team(item: AgendaCase) -> tuple[tuple[UUID, str], ...]:
    """The organisations of the case's team: who may be left something to do."""
    rows = CasePartner.objects.filter(case_id=item.case_id, until=FAR_FUTURE_MOMENT)
    return tuple(rows.order_by("organisation__name").values_list("organisation_id", "organisation__name"))


def _to_review(act: Act, item: AgendaCase, written: tuple[provenance.Derived, ...]) -> frozenset[provenance.Derived]:
    """What of what was written about the case leans on something that was withdrawn."""
    with act.deliver_to(item.organisation_id):
        return provenance.all_to_review(written)


class _Words:
    """Reads what was written about one case, each text only for a reader who holds everything that it draws on."""

    def __init__(self, act: Act, item: AgendaCase) -> None:
        self.act, self.item = act, item
        written = minutes.leanings(item)
        self.reader = sources.Reader(act, item.organisation_id, item.person_id, written)
        self.to_review = _to_review(act, item, written)

    def points(self) -> tuple[Point, ...]:
        """The points of the agenda, in order."""
        points = list(self.item.points.order_by("position"))
        added = self.reader.texts("meeting_point", [point for point in points if point.kind == "added"], "words")
        notes = self._notes(points)
        decisions = self._decisions()
        return tuple(
            self._point(
                number,
                point,
                added,
                notes=notes.get(point.id, []),
                decisions=decisions.get(point.id, ()),
            )
            for number, point in enumerate(points, 1)
        )

    def _point(
        self,
        number: int,
        point: AgendaPoint,
        added: Mapping[UUID, tuple[str, ...]],
        *,
        notes: list[tuple[str, NoteText]],
        decisions: tuple[DecisionCard, ...],
    ) -> Point:
        words = added.get(point.id)
        return Point(
            id=point.id,
            number=number,
            kind=point.kind,
            subject=point.subject_id,
            detail=point.detail,
            due_on=point.due_on,
            words=words[0] if words else None if point.kind == "added" else "",
            version=point.version,
            draws_on=self.reader.draws_on("meeting_note", point.id),
            note=next((note for state, note in notes if state == "current"), None),
            aside=tuple(note for state, note in notes if state == "aside"),
            earlier=tuple(note for state, note in notes if state in ("superseded", "merged")),
            decisions=decisions,
            to_review=bool(self.to_review & {("meeting_note", point.id), ("meeting_point", point.id)}),
        )

    def _notes(self, points: list[AgendaPoint]) -> dict[UUID, list[tuple[str, NoteText]]]:
        notes = list(Note.objects.filter(point__in=points).select_related("organisation").order_by("at"))
        me = self.act.by.id
        shown = [note for note in notes if note.member_id == me or self.reader.may("meeting_note", note.point_id)]
        texts = read(self.act, self.item.organisation_id, self.item.person_id, shown, "text")
        words = {note.id: text for note, (text,) in zip(shown, texts, strict=True)}
        names = member_names(note.member_id for note in notes)
        found: dict[UUID, list[tuple[str, NoteText]]] = {}
        for note in notes:
            line = NoteText(
                id=note.id,
                words=words.get(note.id),
                by=names.get(note.member_id, ""),
                organisation=note.organisation.name,
                at=note.at,
                mine=note.member_id == me,
                number=note.number,
            )
            found.setdefault(note.point_id, []).append((note.state, line))
        return found

    def _decisions(self) -> dict[UUID, tuple[DecisionCard, ...]]:
        records = list(self.item.decisions.select_related("organisation").order_by("proposed_at"))
        words = self.reader.texts("meeting_decision", records, "decision", "reason")
        dissents = self._dissents(records)
        left = self._left(records)
        found: dict[UUID, list[DecisionCard]] = {}
        for record in records:
            decision, reason = words.get(record.id, (None, None))
            card = DecisionCard(
                id=record.id,
                decision=decision,
                reason=reason,
                organisation=record.organisation.name,
                state=record.state,
                draws_on=self.reader.draws_on("meeting_decision", record.id),
                dissents=tuple(dissents.get(record.id, ())),
                actions=tuple(left.get(record.id, ())),
            )
            found.setdefault(record.point_id, []).append(card)
        return {point: tuple(cards) for point, cards in found.items()}

    def _dissents(self, decisions: list[MeetingDecision]) -> dict[UUID, list[DissentLine]]:
        said = Dissent.objects.filter(decision__in=decisions).select_related("organisation")
        records = list(said.order_by("said_at"))
        words = self.reader.texts("dissent", records, "why", "way_forward")
        found: dict[UUID, list[DissentLine]] = {}
        for record in records:
            why, way_forward = words.get(record.id, (None, None))
            line = DissentLine(
                id=record.id,
                organisation=record.organisation.name,
                why=why,
                way_forward=way_forward,
                state=record.state,
                mine=record.organisation_id == self.act.organisation,
            )
            found.setdefault(record.decision_id, []).append(line)
        return found

    def _left(self, decisions: list[MeetingDecision]) -> dict[UUID, list[ActionLine]]:
        found: dict[UUID, list[ActionLine]] = {}
        own = list(MeetingAction.objects.filter(decision__in=decisions))
        for record, line in zip(own, self.actions(own), strict=True):
            if record.decision_id is not None:
                found.setdefault(record.decision_id, []).append(line)
        planned = PlannedSupport.objects.filter(decision__in=decisions).select_related("support_action__owner")
        for each in planned:
            support = each.support_action
            late = is_late(support.state, support.due_on, self.act.today)
            found.setdefault(each.decision_id, []).append(
                ActionLine(
                    support.id, "support", support.action, "", support.owner.name, support.due_on, support.state, late
                )
            )
        return found

    def actions(self, records: list[MeetingAction]) -> tuple[ActionLine, ...]:
        """Lines for these actions, in their order."""
        words = self.reader.texts("meeting_action", records, "words")
        mine = self.act.organisation
        lines = []
        for record in records:
            texts = words.get(record.id)
            if texts is None and record.owner_id == mine:
                texts = read(self.act, self.item.organisation_id, self.item.person_id, [record], "words")[0]
            late = record.state == "open" and record.due_on < self.act.today
            lines.append(
                ActionLine(
                    record.id, "meeting", "", texts[0] if texts else None, record.owner.name, record.due_on,
                    record.state, late,
                )
            )  # fmt: skip
        return tuple(lines)
