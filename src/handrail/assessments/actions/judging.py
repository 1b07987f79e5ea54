"""Starting an assessment, judging factor by factor, summing up in words, and saying who took part."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from handrail import duties, gate, provenance
from handrail.assessments import sources, unfinished
from handrail.assessments.models import Assessment, Judgement
from handrail.assessments.resources import ASSESSMENT
from handrail.assessments.rules import ASSESSMENT as STATES
from handrail.assessments.rules import (
    PERSON_PARTS,
    NotAFactor,
    NotAnAnswer,
    NothingToReview,
    NotInTheTeam,
    NotStartable,
    ReadFirst,
    UnderWay,
)
from handrail.assessments.sources import KIND, Said
from handrail.casework import history
from handrail.casework.resources import CASE
from handrail.casework.rules import CASE as CASE_STATES
from handrail.gate import Act, Actor, Conflict, action
from handrail.programme import load
from handrail.programme.instruments import ANSWERS, CONFIDENCES

#: The judgement of the whole stands where a factor's code would.
SUMMARY = ""


@action("assessment.start", resource=CASE)
def start(*, by: Actor, purpose: str, case: UUID, instrument: str) -> UUID:
    """Start an assessment with the version of ``instrument`` that is in use; the coordinator has it to finish."""
    act = gate.current()
    found = act.resource(CASE)
    CASE_STATES.next(found.state, "work")
    form = next((each for each in load(found.programme).instruments.startable if each.code == instrument), None)
    if form is None:
        raise NotStartable
    if Assessment.objects.filter(case=found, instrument=instrument, state__in=("draft", "proposed")).exists():
        raise UnderWay
    assessment = Assessment.objects.create(
        id=uuid4(),
        case=found,
        organisation_id=found.organisation_id,
        person_id=found.person_id,
        instrument=form.code,
        instrument_version=form.version,
        started_by=act.by.id,
        started_in_id=act.organisation,
        started_at=act.now,
    )
    unfinished.owe(act, found, assessment)
    history.record(act, found, "assessment_started", form.code)
    act.note(assessment=assessment.id, instrument=form.code, version=form.version)
    return assessment.id


@action("assessment.judge", resource=ASSESSMENT)
def judge(
    *,
    by: Actor,
    purpose: str,
    assessment: UUID,
    factor: str,
    version: int,
    answer: str,
    confidence: str,
    words: str,
    draws_on: Collection[UUID] = (),
) -> UUID:
    """Judge one factor, in the name of whoever acts.

    ``version`` is the edition that they had before them (0 for a factor that nobody had judged): :class:`Conflict`
    when somebody judged it in between. ``draws_on`` are the items that the judgement rests on.
    """
    act = gate.current()
    found = _open(act)
    if not load(found.case.programme).instruments.version(found.instrument, found.instrument_version).has(factor):
        raise NotAFactor
    if answer not in ANSWERS:
        raise NotAnAnswer("answer")
    judgement = _judge(act, found, factor, version, Said(answer, confidence, words))
    sources.lean(act, found, judgement, items=draws_on)
    act.note(judgement=judgement.id, factor=factor)
    return judgement.id


@action("assessment.summarise", resource=ASSESSMENT)
def summarise(
    *,
    by: Actor,
    purpose: str,
    assessment: UUID,
    version: int,
    confidence: str,
    words: str,
    rests_on: Collection[UUID] = (),
    draws_on: Collection[UUID] = (),
) -> UUID:
    """Judge the whole, in words: never by adding up. It rests on judgements of this assessment, and on items.

    Whoever writes it is the assessment's author, and somebody else releases it.
    """
    act = gate.current()
    found = _open(act)
    leaned = Judgement.objects.filter(assessment=found, current=True, pk__in=rests_on).exclude(factor=SUMMARY)
    chosen = list(leaned)
    if len(chosen) != len(set(rests_on)) or not _readable(act, found, chosen):
        raise NotAnAnswer("rests_on")
    judgement = _judge(act, found, SUMMARY, version, Said("", confidence, words))
    sources.lean(act, found, judgement, items=draws_on, judgements=[each.id for each in chosen])
    found.author = act.by.id
    found.save(update_fields=("author",))
    act.note(judgement=judgement.id)
    return judgement.id


@action("assessment.record_parts", resource=ASSESSMENT)
def record_parts(
    *, by: Actor, purpose: str, assessment: UUID, organisations: Collection[UUID], person_part: str
) -> None:
    """Record which organisations of the team took part, and the person's own part in it."""
    act = gate.current()
    found = _open(act)
    if not organisations or not set(organisations) <= set(found.case.partners):
        raise NotInTheTeam
    if person_part not in PERSON_PARTS:
        raise NotAnAnswer("person_part")
    found.took_part, found.person_part = sorted(set(organisations)), person_part
    found.save(update_fields=("took_part", "person_part"))
    act.note(took_part=found.took_part, person_part=person_part)


@action("assessment.look_again", resource=ASSESSMENT)
def look_again(*, by: Actor, purpose: str, assessment: UUID, judgement: UUID) -> None:
    """Record that a judgement stands although something that it draws on was withdrawn, corrected or ran out."""
    act = gate.current()
    found = act.resource(ASSESSMENT)
    STATES.next(found.state, "look_again")
    marked = Judgement.objects.filter(assessment=found, current=True, pk=judgement).first()
    if marked is None or not _looked_at(act, found, marked):
        raise NothingToReview
    history.record(act, found.case, "judgement_looked_at", found.instrument)
    act.note(judgement=judgement)


def _open(act: Act) -> Assessment:
    """The assessment, which can be written in, of a case that is open."""
    found = act.resource(ASSESSMENT)
    CASE_STATES.next(found.case.state, "work")
    STATES.next(found.state, "judge")
    return found


def _judge(act: Act, assessment: Assessment, factor: str, version: int, said: Said) -> Judgement:
    if said.confidence not in CONFIDENCES:
        raise NotAnAnswer("confidence")
    before = Judgement.objects.filter(assessment=assessment, factor=factor, current=True).first()
    if (before.edition if before else 0) != version:
        raise Conflict
    if before is not None:
        reading = sources.read(act, assessment, [before])[before.id]
        if reading.said is None and not reading.to_review:
            raise ReadFirst
        before.current = False
        before.save(update_fields=("current",))
        _looked_at(act, assessment, before)
    judgement = Judgement(
        id=uuid4(),
        assessment=assessment,
        organisation_id=act.organisation,
        factor=factor,
        edition=version + 1,
        judged_by=act.by.id,
        judged_at=act.now,
    )
    sources.write(act, assessment, judgement, said)
    judgement.save(force_insert=True)
    return judgement


def _looked_at(act: Act, assessment: Assessment, judgement: Judgement) -> bool:
    """Whoever judged anew, or said that it stands, has looked again; False if nothing was marked."""
    with act.deliver_to(assessment.organisation_id):
        duties.complete(act, subject=(KIND, judgement.id), kind="review_judgement")
        return bool(provenance.reviewed(act, derived=(KIND, judgement.id)))


def _readable(act: Act, assessment: Assessment, judgements: Iterable[Judgement]) -> bool:
    return all(reading.said is not None for reading in sources.read(act, assessment, judgements).values())
