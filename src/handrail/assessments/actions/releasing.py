"""From a draft to what the team reads: originators are asked about its wording, and somebody else releases it."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID, uuid4

from handrail import duties, gate, provenance
from handrail.assessments import sources, unfinished
from handrail.assessments.actions.judging import SUMMARY
from handrail.assessments.models import Assessment, Judgement, Wording
from handrail.assessments.resources import ASSESSMENT, WORDING
from handrail.assessments.rules import ASSESSMENT as STATES
from handrail.assessments.rules import WORDING as WORDING_STATES
from handrail.assessments.rules import NotAllReadable, NotReady
from handrail.casework import history
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.words import write
from handrail.directory.models import Organisation
from handrail.gate import Act, Actor, action
from handrail.programme import load

#: Who is asked at an originator: its contact or, at a kind of organisation that has none, whoever authorises.
CONTACT, AUTHORISER = "single_point_of_contact", "authoriser"

_UNREADABLE = "You don’t hold everything that this rests on, so you can’t put your name to it."


@action("assessment.ask", resource=ASSESSMENT)
def ask(*, by: Actor, purpose: str, assessment: UUID) -> tuple[UUID, ...]:
    """Ask every other originator whether the team may read what was written from its information.

    What it says is fixed while they look at it. Gives what each of them was asked.
    """
    act = gate.current()
    found = act.resource(ASSESSMENT)
    CASE_STATES.next(found.case.state, "work")
    state = STATES.next(found.state, "ask")
    judgements = ready(act, found)
    asked = others(act, found, judgements)
    if not asked:
        raise NotReady("It draws on nobody else’s information. Release it.")
    found.state = state
    found.readers = sorted(found.case.partners)
    found.save(update_fields=("state", "readers"))
    wordings = tuple(_ask(act, found, originator, rows) for originator, rows in sorted(asked.items()))
    history.record(act, found.case, "assessment_asked", found.instrument)
    act.note(wordings=wordings)
    return wordings


@action("assessment.take_back", resource=ASSESSMENT)
def take_back(*, by: Actor, purpose: str, assessment: UUID) -> None:
    """Make it a draft again, to change what it says. What originators agreed to was other wording."""
    act = gate.current()
    found = act.resource(ASSESSMENT)
    found.state = STATES.next(found.state, "take_back")
    found.save(update_fields=("state",))
    for wording in (
        Wording.objects.select_for_update(no_key=True).filter(assessment_id=found.id).exclude(state="taken_back")
    ):
        wording.state = WORDING_STATES.next(wording.state, "take_back")
        wording.save(update_fields=("state",))
        with act.deliver_to(wording.originator_id):
            duties.cancel(act, subject=("Wording", wording.id))
    history.record(act, found.case, "assessment_taken_back", found.instrument)


@action("assessment.release", resource=ASSESSMENT)
def release(*, by: Actor, purpose: str, assessment: UUID) -> None:
    """Let the team read it, as far as the originators agreed. The one released before it is superseded.

    A judgement whose originator refused stays with its common readers. The leading organisation's own agreement is
    the signature of whoever releases: somebody who did not write the summary, and who can read all of it.
    """
    act = gate.current()
    found = act.resource(ASSESSMENT)
    CASE_STATES.next(found.case.state, "work")
    state = STATES.next(found.state, "release")
    judgements = ready(act, found)
    asked = others(act, found, judgements)
    answers = dict(
        Wording.objects.filter(assessment_id=found.id).exclude(state="taken_back").values_list("originator_id", "state")
    )
    if any(answers.get(originator, "asked") == "asked" for originator in asked):
        raise NotReady("Not every organisation whose information it draws on has answered yet.")
    kept_back = {row.id for originator, rows in asked.items() if answers[originator] == "refused" for row in rows}
    if found.state == "draft":
        found.readers = sorted(found.case.partners)
    found.state, found.released_by, found.released_at = state, act.by.id, act.now
    found.save(update_fields=("state", "readers", "released_by", "released_at"))
    given = [row.id for row in judgements if row.id not in kept_back]
    Judgement.objects.filter(pk__in=given).update(released=True)
    _supersede(found)
    unfinished.finished(act, found)
    duties.complete(act, subject=("Case", found.case_id), kind="further_assessment")
    history.record(act, found.case, "assessment_released", found.instrument)
    act.note(released=given, kept_back=sorted(kept_back), readers=found.readers)


@action("wording.agree", resource=WORDING)
def agree(*, by: Actor, purpose: str, wording: UUID) -> None:
    """Agree that the team reads what was written from this organisation's information, in this wording."""
    act = gate.current()
    found = act.resource(WORDING)
    rows = pieces(found)
    if not all(common_reader(act, found, rows).values()):
        raise NotAllReadable(
            "Part of it rests on information that your organisation doesn’t hold, so you can’t agree to it as it is."
        )
    _answer(act, found, "agree", "")


@action("wording.refuse", resource=WORDING)
def refuse(*, by: Actor, purpose: str, wording: UUID, reason: str) -> None:
    """Refuse, and say why: what was written stays with those who hold the information themselves."""
    act = gate.current()
    _answer(act, act.resource(WORDING), "refuse", reason)


def ready(act: Act, assessment: Assessment) -> list[Judgement]:
    """The judgements that stand, all of them read by whoever acts; raises NotReady for what is still missing."""
    judgements = list(Judgement.objects.filter(assessment=assessment, current=True))
    if not assessment.person_part:
        raise NotReady("Say first who took part.")
    if not any(row.factor == SUMMARY for row in judgements):
        raise NotReady("Somebody has to sum it up in words first.")
    readings = sources.read(act, assessment, judgements).values()
    if any(reading.to_review for reading in readings):
        raise NotReady("Something that it draws on was withdrawn. Look again at what is marked, and judge it anew.")
    if any(reading.said is None for reading in readings):
        raise NotAllReadable(_UNREADABLE)
    return judgements


def others(act: Act, assessment: Assessment, judgements: list[Judgement]) -> Mapping[UUID, list[Judgement]]:
    """The originators besides the organisation that leads, each with the judgements that draw on its information."""
    by_id = {row.id: row for row in judgements}
    found: defaultdict[UUID, list[Judgement]] = defaultdict(list)
    with act.deliver_to(assessment.organisation_id):
        drawn = provenance.originators_of(sources.KIND, by_id)
    for row, originators in drawn.items():
        for originator in originators - {assessment.organisation_id}:
            found[originator].append(by_id[row])
    return found


def pieces(wording: Wording) -> list[UUID]:
    """The judgements whose wording is asked about."""
    return list(wording.judgements)


def common_reader(act: Act, wording: Wording, rows: list[UUID]) -> Mapping[UUID, bool]:
    """Whether whoever acts for the originator holds everything that each of them rests on."""
    return sources.held_by_reader(act, keeper=wording.organisation_id, person=wording.person_id, rows=rows)


def _ask(act: Act, assessment: Assessment, originator: UUID, rows: list[Judgement]) -> UUID:
    case = assessment.case
    wording = Wording.objects.create(
        id=uuid4(),
        assessment_id=assessment.id,
        organisation_id=assessment.organisation_id,
        originator_id=originator,
        person_id=assessment.person_id,
        reference=case.reference,
        programme=case.programme,
        marking=case.marking,
        readers=assessment.readers,
        judgements=sorted(row.id for row in rows),
        asked_by=act.by.id,
        asked_at=act.now,
    )
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=originator)
    role = CONTACT if kind in load(case.programme).roles[CONTACT].held_in else AUTHORISER
    with act.deliver_to(originator):
        duties.raise_duty(
            act,
            organisation=originator,
            programme=case.programme,
            kind="agree_wording",
            role=role,
            subject=("Wording", wording.id),
            person=assessment.person_id,
            person_reference=case.reference,
        )
    return wording.id


def _answer(act: Act, wording: Wording, step: str, reason: str) -> None:
    wording.state = WORDING_STATES.next(wording.state, step)
    wording.answered_by, wording.answered_at = act.by.id, act.now
    write(act, wording.organisation_id, wording.person_id, wording, answer=reason)
    wording.save(update_fields=("state", "answered_by", "answered_at", "answer_sealed"))
    duties.complete(act, subject=("Wording", wording.id), kind="agree_wording")
    act.note(wording=wording.id, assessment=wording.assessment_id, judgements=wording.judgements)


def _supersede(assessment: Assessment) -> None:
    earlier = Assessment.objects.filter(case_id=assessment.case_id, instrument=assessment.instrument, state="released")
    for each in earlier.exclude(pk=assessment.pk).select_for_update(no_key=True):
        each.state = STATES.next(each.state, "supersede")
        each.save(update_fields=("state",))
