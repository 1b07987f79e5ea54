"""The assessments of a case: the list, starting one, judging factor by factor, and what changed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.assessments.actions import discarding, judging
from handrail.assessments.queries import reading
from handrail.assessments.rules import PERSON_PARTS
from handrail.assessments.values import AssessmentPage, JudgementCard
from handrail.gate import NotFound, clock
from handrail.programme import UnknownCode, load
from handrail.programme.instruments import ANSWERS, CONFIDENCES, Instrument
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import SeeOther, done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor, current_member
from handrail.web.work import choices
from handrail.web.work.assessment_forms import JudgeFactor, RecordParts, StartAssessment, Summarise
from handrail.web.work.change_picture import picture
from handrail.web.work.views.cases import frame, opened

STARTED = banners.declare(
    "assessment.started",
    happened="You started an assessment.",
    told="The team can see that it was started, and what you write as far as they hold what it rests on.",
    next="Judge what you know about. Others in the team can judge the rest.",
)
JUDGED = banners.declare("assessment.judged", happened="Your judgement was saved, with your name and the time.")
SUMMED_UP = banners.declare(
    "assessment.summed_up",
    happened="Your summary was saved.",
    next="Ask the panel’s chair, or somebody else who did not write the summary, to check and release it.",
)
PARTS = banners.declare("assessment.parts", happened="Who took part was saved.")
DISCARDED = banners.declare(
    "assessment.discarded",
    happened="You discarded the draft.",
    told="The case’s history says that there was one, and by whom it was discarded. Nothing that was written is kept.",
)
LOOKED_AT = banners.declare(
    "assessment.looked_at", happened="It was recorded that you looked at this again, and that it stands."
)


def of_case(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """The assessments of a case, the newest first."""
    by, why, shown = opened(request, person, case)
    listed = reading.assessments(by=by, purpose=why.code, case=case)
    return page(
        request,
        "work/case_assessments.html",
        **frame(shown, "work:case_assessments"),
        purpose=why,
        shown=shown,
        listed=listed,
        instruments=load(shown.programme).instruments,
    )


def start(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Choose a form and start."""
    by, why, shown = opened(request, person, case)
    listed = reading.assessments(by=by, purpose=why.code, case=case)
    instruments = load(shown.programme).instruments
    form = StartAssessment(
        request.POST or None, forms=[each for each in instruments.startable if each.code in listed.startable]
    )
    if form.is_valid():
        with form.rules():
            started = judging.start(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            return done(request, STARTED, to=reverse("work:assessment", args=[person, started]))
    return page(
        request,
        "work/start_assessment.html",
        title="Start an assessment",
        caption=shown.reference,
        form=form,
        shown=shown,
        listed=listed,
        instruments=instruments,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:case_assessments", args=[person, case]),
    )


def assessment(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """One assessment: a list of what is to be judged while it is a draft, and then what was judged."""
    shown = _opened(request, person, assessment)
    draft = shown.state == "draft"
    return _page(
        request, "work/assessment_draft.html" if draft else "work/assessment.html", _instrument(shown).title, shown
    )


def on_paper(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """The whole assessment, to be read on paper."""
    shown = _opened(request, person, assessment)
    member = current_member(request)
    return _page(
        request,
        "work/assessment_on_paper.html",
        _instrument(shown).title,
        shown,
        printed_by=member.name if member else "",
        printed_at=clock.now(),
    )


def judge(request: HttpRequest, person: UUID, assessment: UUID, factor: str) -> HttpResponse:
    """Judge one factor: one thing on a page."""
    shown = _opened(request, person, assessment)
    instrument = _instrument(shown)
    if not instrument.has(factor):
        raise Http404
    card, labels = shown.of(factor), _labels(request, person)
    form = JudgeFactor(
        request.POST or None,
        sources=[Option(str(item), label) for item, label in labels.items()],
        initial=_typed_before(card),
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            judging.judge(
                by=actor(request),
                purpose=purpose(request, person).code,
                assessment=assessment,
                factor=factor,
                version=form.version or 0,
                answer=said["answer"],
                confidence=said["confidence"],
                words=said["words"],
                draws_on=form.sources(),
            )
        if form.accepted:
            return done(request, JUDGED, to=_onward(request, shown, factor))
        shown = _opened(request, person, assessment)
        card = shown.of(factor)
    return _page(
        request,
        "work/judge_factor.html",
        instrument.factor(factor).title,
        shown,
        form=form,
        factor=instrument.factor(factor),
        card=card,
        last_time=shown.last_time(factor),
        version=card.edition if card else 0,
        labels=labels,
    )


def summarise(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """Sum up in words."""
    shown = _opened(request, person, assessment)
    instrument, labels = _instrument(shown), _labels(request, person)
    titles = {factor.code: factor.title for factor in instrument.factors}
    form = Summarise(
        request.POST or None,
        sources=[Option(str(item), label) for item, label in labels.items()],
        judgements=[
            Option(str(card.id), f"{titles[card.factor]}: {ANSWERS[card.said.answer].lower()}")
            for card in _in_order(shown, instrument)
            if card.said
        ],
        initial=_typed_before(shown.summary),
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            judging.summarise(
                by=actor(request),
                purpose=purpose(request, person).code,
                assessment=assessment,
                version=form.version or 0,
                confidence=said["confidence"],
                words=said["words"],
                rests_on=form.judgements(),
                draws_on=form.sources(),
            )
        if form.accepted:
            return done(request, SUMMED_UP, to=_address(shown))
        shown = _opened(request, person, assessment)
    return _page(
        request,
        "work/assessment_summary.html",
        "Sum up",
        shown,
        form=form,
        card=shown.summary,
        version=shown.summary.edition if shown.summary else 0,
        labels=labels,
    )


def record_parts(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """Say who took part."""
    shown = _opened(request, person, assessment)
    form = RecordParts(
        request.POST or None,
        team=[Option(str(each.id), each.name) for each in shown.team],
        initial={"organisations": [str(each.id) for each in shown.took_part], "person_part": shown.person_part},
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            judging.record_parts(
                by=actor(request),
                purpose=purpose(request, person).code,
                assessment=assessment,
                organisations=[UUID(each) for each in said["organisations"]],
                person_part=said["person_part"],
            )
        if form.accepted:
            return done(request, PARTS, to=_address(shown))
    return _page(request, "work/assessment_parts.html", "Who took part", shown, form=form)


def discard(request: HttpRequest, person: UUID, assessment: UUID) -> HttpResponse:
    """Throw a draft away: one button."""
    shown = _opened(request, person, assessment)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            discarding.discard(by=actor(request), purpose=purpose(request, person).code, assessment=assessment)
        if form.accepted:
            return done(request, DISCARDED, to=reverse("work:case_assessments", args=[person, shown.case]))
    return _page(request, "work/discard_assessment.html", "Discard this draft", shown, form=form)


def look_again(request: HttpRequest, person: UUID, assessment: UUID, judgement: UUID) -> HttpResponse:
    """A judgement of which a source has ended: read it again, and say that it stands."""
    shown = _opened(request, person, assessment)
    cards = (*shown.judgements, *([shown.summary] if shown.summary else []))
    card = next((each for each in cards if each.id == judgement), None)
    if card is None:
        raise NotFound
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            judging.look_again(
                by=actor(request),
                purpose=purpose(request, person).code,
                assessment=assessment,
                judgement=judgement,
            )
        if form.accepted:
            return done(request, LOOKED_AT, to=_address(shown))
    return _page(
        request, "work/look_again_at.html", "Look at this again", shown, form=form, card=card,
        labels=_labels(request, person),
    )  # fmt: skip


def judgement(request: HttpRequest, person: UUID, judgement: UUID) -> HttpResponse:
    """The way from a duty about one judgement to the assessment that it is in."""
    why = purpose(request, person)
    found = reading.assessment_of(by=actor(request), purpose=why.code, person=person, judgement=judgement)
    if found is None:
        raise NotFound
    return SeeOther(reverse("work:assessment", args=[person, found]))


def compare(request: HttpRequest, person: UUID, assessment: UUID, earlier: UUID) -> HttpResponse:
    """What changed since an earlier assessment: a picture, and the same as a table."""
    why = purpose(request, person)
    shown = reading.compare(by=actor(request), purpose=why.code, assessment=assessment, earlier=earlier)
    form = load(shown.programme).instruments.version(shown.instrument, shown.version)
    return page(
        request,
        "work/compare_assessments.html",
        title="What changed",
        caption=f"{shown.reference} · {form.title}",
        shown=shown,
        instrument=form,
        picture=picture(shown.changes, form),
        answers=ANSWERS,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:assessment", args=[person, assessment]),
    )


def instrument(request: HttpRequest, programme: str, code: str, version: str) -> HttpResponse:
    """One version of a form, to be read. It is about nobody."""
    member = current_member(request)
    if member is None or programme != member.programme:
        raise Http404
    try:
        form = load(programme).instruments.version(code, version)
    except UnknownCode:
        raise Http404 from None
    return page(request, "work/instrument.html", title=form.title, caption=f"Version {version}", instrument=form)


def _opened(request: HttpRequest, person: UUID, assessment: UUID) -> AssessmentPage:
    why = purpose(request, person)
    return reading.open_assessment(by=actor(request), purpose=why.code, assessment=assessment)


def _instrument(shown: AssessmentPage) -> Instrument:
    return load(shown.programme).instruments.version(shown.instrument, shown.version)


def _page(
    request: HttpRequest, template: str, title: str, shown: AssessmentPage, *, form: Form | None = None, **more: Any
) -> HttpResponse:
    """A page of one assessment."""
    here = template in ("work/assessment.html", "work/assessment_draft.html")
    case = reverse("work:case_assessments", args=[shown.person, shown.case])
    context: dict[str, Any] = {
        "caption": shown.reference,
        "shown": shown,
        "instrument": _instrument(shown),
        "answers": ANSWERS,
        "confidences": CONFIDENCES,
        "person_parts": PERSON_PARTS,
        "labels": more.pop("labels", None) or _labels(request, shown.person),
        "marking": shown.marking,
        "purpose": purpose(request, shown.person),
        "back": case if here else _address(shown),
        **more,
    }
    return page(request, template, title=title, form=form, **context)


def _labels(request: HttpRequest, person: UUID) -> dict[UUID, str]:
    """What the items are called that the member can draw on."""
    known = choices.information(actor(request), purpose(request, person).code, person)
    return {UUID(item.code): item.title for item in known}


def _typed_before(card: JudgementCard | None) -> dict[str, Any]:
    """What stands, as the first values of a form."""
    if card is None or card.said is None:
        return {}
    return {
        "answer": card.said.answer,
        "confidence": card.said.confidence,
        "words": card.said.words,
        "draws_on": [str(item) for item in card.items],
    }


def _in_order(shown: AssessmentPage, instrument: Instrument) -> list[JudgementCard]:
    """The judgements in the order of the form."""
    return [card for factor in instrument.factors if (card := shown.of(factor.code))]


def _onward(request: HttpRequest, shown: AssessmentPage, factor: str) -> str:
    """The next factor that nobody has judged, if the member chose to go on; else the list."""
    if request.POST.get("then") != "next":
        return _address(shown)
    codes = [each.code for each in _instrument(shown).factors]
    rest = codes[codes.index(factor) + 1 :]
    following = next((code for code in rest if shown.of(code) is None), None)
    if following is None:
        return _address(shown)
    return reverse("work:judge_factor", args=[shown.person, shown.id, following])


def _address(shown: AssessmentPage) -> str:
    return reverse("work:assessment", args=[shown.person, shown.id])
