"""The assessments of a case, one of them, and what changed since an earlier one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from handrail import gate
from handrail.assessments import sources
from handrail.assessments.actions.judging import SUMMARY
from handrail.assessments.actions.releasing import others
from handrail.assessments.models import Assessment, AssessmentState, Judgement, Wording
from handrail.assessments.resources import ASSESSMENT
from handrail.assessments.values import (
    Answered,
    AssessmentPage,
    AssessmentRow,
    CaseAssessments,
    Change,
    Comparison,
    JudgementCard,
    Party,
)
from handrail.casework.resources import CASE
from handrail.casework.sources import held
from handrail.casework.words import read
from handrail.directory.models import Member, Organisation
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, NotFound, RuleBroken, listing, query
from handrail.programme import load

#: What a reader might do on an assessment, offered where its state and policy let them.
STEPS = ("judge", "record_parts", "ask", "take_back", "release", "look_again", "discard")


@query("assessment.list", resource=CASE)
def assessments(*, by: Actor, purpose: str, case: UUID) -> CaseAssessments:
    """The assessments of a case that the actor may know of, the newest first."""
    act = gate.current()
    found = act.resource(CASE)
    may_start = found.state == "open" and act.allows("assessment.start", CASE, found)
    under_way = set(
        Assessment.objects.filter(case=found, state__in=("draft", "proposed")).values_list("instrument", flat=True)
    )
    forms = load(found.programme).instruments.startable if may_start else ()
    return CaseAssessments(
        rows=_rows(act, act.visible(ASSESSMENT).filter(case=found)),
        startable=tuple(form.code for form in forms if form.code not in under_way),
    )


@listing("assessment.find")
def assessment_of(*, by: Actor, purpose: str, person: UUID, judgement: UUID) -> UUID | None:
    """The assessment that a judgement about ``person`` is in, if the actor may know of it."""
    act = gate.current()
    act.about(person)
    found = act.visible(ASSESSMENT).filter(person_id=person, judgements=judgement).first()
    act.listed([found.id] if found else [])
    return found.id if found else None


@query("assessment.open", resource=ASSESSMENT)
def open_assessment(*, by: Actor, purpose: str, assessment: UUID) -> AssessmentPage:
    """One assessment with what this reader is given of it."""
    act = gate.current()
    found = act.resource(ASSESSMENT)
    case = found.case
    earlier = [each for each in _others_of(act, found) if each.started_at < found.started_at]
    last = next((each for each in earlier if each.state != AssessmentState.DRAFT), None)
    steps = tuple(step for step in STEPS if act.allows(f"assessment.{step}", ASSESSMENT, found))
    cards = _cards(act, found)
    names = _members((found.started_by, found.author, found.released_by))
    return AssessmentPage(
        id=found.id,
        case=case.id,
        person=found.person_id,
        reference=case.reference,
        programme=case.programme,
        marking=case.marking,
        case_open=case.state == "open",
        instrument=found.instrument,
        version=found.instrument_version,
        state=found.state,
        started_by=names.get(found.started_by, ""),
        started_in=found.started_in.name,
        started_at=found.started_at,
        author=names.get(found.author, ""),
        took_part=_parties(found.took_part),
        person_part=found.person_part,
        team=_parties(case.partners),
        readers=_parties(found.readers),
        released_by=names.get(found.released_by, ""),
        released_at=_moment(found),
        judgements=tuple(card for card in cards if card.factor != SUMMARY),
        summary=next((card for card in cards if card.factor == SUMMARY), None),
        to_ask=_to_ask(act, found) if "ask" in steps else (),
        answers=_answers(act, found),
        earlier=_rows(act, earlier),
        before=_cards(act, last) if last else (),
        steps=steps,
    )


@query("assessment.compare", resource=ASSESSMENT)
def compare(*, by: Actor, purpose: str, assessment: UUID, earlier: UUID) -> Comparison:
    """What changed between an earlier assessment of the same case, made with the same instrument, and this one.

    Factor by factor, from what to what. Nothing is added up, and nothing says whether a change is for the better.
    """
    act = gate.current()
    later = act.resource(ASSESSMENT)
    first = next((each for each in _others_of(act, later) if each.id == earlier), None)
    if first is None:
        raise NotFound
    if first.started_at >= later.started_at:
        raise RuleBroken("earlier-first", "Compare an assessment with an earlier one.")
    case = later.case
    act.note(earlier=earlier)
    (after_row,), (before_row,) = _rows(act, [later]), _rows(act, [first])
    return Comparison(
        later=after_row,
        earlier=before_row,
        case=case.id,
        person=later.person_id,
        reference=case.reference,
        programme=case.programme,
        marking=case.marking,
        instrument=later.instrument,
        version=later.instrument_version,
        changes=_changes(act, first, later),
    )


def _changes(act: Act, first: Assessment, later: Assessment) -> tuple[Change, ...]:
    before = {card.factor: card for card in _cards(act, first)}
    after = {card.factor: card for card in _cards(act, later)}
    form = load(later.case.programme).instruments.version(later.instrument, later.instrument_version)
    return tuple(
        _change(factor.code, before.get(factor.code), after.get(factor.code))
        for factor in form.factors
        if factor.code in before or factor.code in after
    )


def _change(factor: str, before: JudgementCard | None, after: JudgementCard | None) -> Change:
    was, now = (card.said.answer if card and card.said else None for card in (before, after))
    if (before and was is None) or (after and now is None):
        how = "not_given"
    elif before is None:
        how = "new"
    elif after is None:
        how = "gone"
    else:
        how = "unchanged" if was == now else "moved"
    return Change(factor, was, now, how)


def _others_of(act: Act, assessment: Assessment) -> list[Assessment]:
    """The other assessments of the case made with the same instrument that the actor may know of, newest first."""
    same = act.visible(ASSESSMENT).filter(case_id=assessment.case_id, instrument=assessment.instrument)
    return list(same.exclude(pk=assessment.pk).order_by("-started_at"))


def _rows(act: Act, found: Iterable[Assessment]) -> tuple[AssessmentRow, ...]:
    """Assessments of one case as lines of a list, newest first."""
    rows = sorted(found, key=lambda each: each.started_at, reverse=True)
    current = dict(Judgement.objects.filter(assessment__in=rows, current=True).values_list("id", "assessment_id"))
    waiting = sources.to_review(act, rows[0].organisation_id, current) if rows else frozenset()
    marked = {current[judgement] for judgement in waiting}
    return tuple(
        AssessmentRow(
            id=each.id,
            instrument=each.instrument,
            version=each.instrument_version,
            state=each.state,
            started_in=each.started_in.name,
            started_at=each.started_at,
            released_at=_moment(each),
            to_review=each.id in marked,
        )
        for each in rows
    )


def _cards(act: Act, assessment: Assessment) -> tuple[JudgementCard, ...]:
    """The judgements that stand, as this reader is given them."""
    rows = list(Judgement.objects.filter(assessment=assessment, current=True).select_related("organisation"))
    readings = sources.read(act, assessment, rows)
    drawn = sources.drawn(act, assessment, rows)
    mine = held(act, assessment.person_id, {item for items in drawn.values() for item in items})
    names = _members(row.judged_by for row in rows)
    given_out = assessment.state in (AssessmentState.RELEASED, AssessmentState.SUPERSEDED)
    return tuple(
        JudgementCard(
            id=row.id,
            factor=row.factor,
            edition=row.edition,
            said=readings[row.id].said,
            judged_by=names.get(row.judged_by, ""),
            organisation=row.organisation.name,
            judged_at=row.judged_at,
            items=tuple(sorted(drawn.get(row.id, frozenset()) & mine)),
            more_sources=not drawn.get(row.id, frozenset()) <= mine,
            to_review=readings[row.id].to_review,
            withdrawn=readings[row.id].withdrawn,
            kept_back=given_out and not row.released,
        )
        for row in rows
    )


def _to_ask(act: Act, assessment: Assessment) -> tuple[str, ...]:
    current = list(Judgement.objects.filter(assessment=assessment, current=True))
    return tuple(party.name for party in _parties(others(act, assessment, current)))


def _answers(act: Act, assessment: Assessment) -> tuple[Answered, ...]:
    """What the originators said, for the organisation that asked them; nobody else learns who they are."""
    if act.organisation != assessment.organisation_id:
        return ()
    asked = Wording.objects.filter(assessment_id=assessment.id).exclude(state="taken_back")
    rows = list(asked.select_related("originator").order_by("originator__name"))
    reasons = read(act, assessment.organisation_id, assessment.person_id, list(rows), "answer")
    return tuple(
        Answered(
            originator=row.originator.name,
            state=row.state,
            asked_at=row.asked_at,
            answered_at=None if row.answered_at == FAR_FUTURE_MOMENT else row.answered_at,
            reason=reason,
        )
        for row, (reason,) in zip(rows, reasons, strict=True)
    )


def _parties(organisations: Iterable[UUID]) -> tuple[Party, ...]:
    named = Organisation.objects.filter(pk__in=list(organisations)).order_by("name").values_list("id", "name")
    return tuple(Party(id_, name) for id_, name in named)


def _members(members: Iterable[UUID]) -> Mapping[UUID, str]:
    return dict(Member.objects.filter(pk__in=list(members)).values_list("id", "name"))


def _moment(assessment: Assessment) -> datetime | None:
    return None if assessment.released_at == FAR_FUTURE_MOMENT else assessment.released_at
