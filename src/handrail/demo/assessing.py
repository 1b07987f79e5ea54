"""What professionals judge of a person in the demonstration: a draft under way, one released, and one some weeks on."""

from collections.abc import Sequence
from uuid import UUID

from handrail.assessments.actions import judging, releasing
from handrail.assessments.queries.wordings import open_wording
from handrail.casework.actions.needs import close_need
from handrail.demo import wording
from handrail.demo.pilot import SUPPORT
from handrail.demo.story import Story
from handrail.demo.supporting import Case
from handrail.demo.wording import Judged
from handrail.gate import Actor

FORM = "needs_and_strengths"


def begin(story: Story, case: Case) -> UUID:
    """Start the plain form and judge the first few factors; the rest waits for others in the team."""
    assessment = judging.start(by=case.coordinator, purpose=SUPPORT, case=case.id, instrument=FORM)
    _judge(story, case, assessment, wording.assessments().judgements[:3], again=False)
    return assessment


def ask(story: Story, case: Case, *, again: bool = False) -> UUID:
    """Fill in the whole form, and ask whose information it draws on; ``again`` is the one weeks later."""
    words, contact = wording.assessments(), case.lead.by("contact")
    assessment = judging.start(by=case.coordinator, purpose=SUPPORT, case=case.id, instrument=FORM)
    rests_on = _judge(story, case, assessment, words.judgements, again=again)
    judging.record_parts(
        by=contact,
        purpose=SUPPORT,
        assessment=assessment,
        organisations=(case.lead.id, case.helper.id),
        person_part="took_part" if again else "not_told",
    )
    judging.summarise(
        by=contact,
        purpose=SUPPORT,
        assessment=assessment,
        version=0,
        confidence="some_grounds",
        words=words.later if again else words.first,
        rests_on=rests_on,
    )
    if rests_on:
        story.wordings = releasing.ask(by=case.coordinator, purpose=SUPPORT, assessment=assessment)
    return assessment


def assess(story: Story, case: Case, *, again: bool = False) -> None:
    """The same, agreed to by the unit and released."""
    assessment = ask(story, case, again=again)
    for asked in story.wordings:
        open_wording(by=story.authoriser, purpose=SUPPORT, wording=asked)
        releasing.agree(by=story.authoriser, purpose=SUPPORT, wording=asked)
    story.wordings = ()
    releasing.release(by=case.coordinator, purpose=SUPPORT, assessment=assessment)


def assess_and_keep_back(story: Story, case: Case) -> None:
    """Asked about, taken back to be put better, asked again and refused: released without what the unit keeps back."""
    assessment = ask(story, case)
    releasing.take_back(by=case.coordinator, purpose=SUPPORT, assessment=assessment)
    for asked in releasing.ask(by=case.coordinator, purpose=SUPPORT, assessment=assessment):
        reason = wording.assessments().refusal
        releasing.refuse(by=story.authoriser, purpose=SUPPORT, wording=asked, reason=reason)
    story.wordings = ()
    releasing.release(by=case.coordinator, purpose=SUPPORT, assessment=assessment)


def end_the_need(case: Case, step: str) -> None:
    """Record that what was needed is there now (``meet``), or is needed no more (``close``)."""
    if case.need is None:
        raise LookupError("Nobody has said yet what is needed.")
    words = wording.assessments().endings[step]
    close_need(by=case.coordinator, purpose=SUPPORT, case=case.id, need=case.need, step=step, words=words)


def _judge(story: Story, case: Case, assessment: UUID, chosen: Sequence[Judged], *, again: bool) -> list[UUID]:
    """Judge these factors; gives the judgements that draw on what the council was given."""
    drawing = []
    for each in chosen:
        if again and not each.then:
            continue
        draws_on = _given(story) if each.draws and not again else ()
        judgement = judging.judge(
            by=_judge_of(case, each),
            purpose=SUPPORT,
            assessment=assessment,
            factor=each.factor,
            version=0,
            answer=each.then if again else each.answer,
            confidence=each.confidence,
            words=each.now if again else each.words,
            draws_on=draws_on,
        )
        if draws_on:
            drawing.append(judgement)
    return drawing


def _judge_of(case: Case, judged: Judged) -> Actor:
    return case.helper.by("contact") if judged.judge == "helper" else case.coordinator


def _given(story: Story) -> tuple[UUID, ...]:
    return story.at("council").items[-1:]
