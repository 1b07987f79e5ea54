"""Taking items back, correcting them, and acknowledging that they are gone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import load
from handrail.sharing.actions import recalling
from handrail.sharing.queries import followups
from handrail.web import banners
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor
from handrail.web.work.forms import Correct, Recall

SEEN = banners.declare(
    "notice.acknowledged",
    happened="You acknowledged that this is gone.",
    told="Its originator can see that you did.",
    next="Look again at anything you wrote from it.",
)
RECALLED = banners.declare(
    "item.recalled",
    happened="You took the item back. Nobody can read its words any more. Organisations that held it: {holders}.",
    told="Each organisation that held it is told why.",
    next="You will see here who has acknowledged it.",
)
CORRECTED = banners.declare(
    "item.corrected",
    happened="The old wording is gone from everybody who held it.",
    told="A colleague who may release it was asked to release the corrected wording.",
    next="Until then nobody has either.",
)


def notice(request: HttpRequest, person: UUID, notice: UUID) -> HttpResponse:
    """A tombstone, and the button to acknowledge it."""
    by, why = actor(request), purpose(request, person)
    form = Confirm(posted(request))
    if form.is_valid():
        recalling.acknowledge(by=by, purpose=why.code, notice=notice)
        return done(request, SEEN, to=reverse("work:waiting"))
    shown = followups.open_notice(by=by, purpose=why.code, notice=notice)
    return page(
        request,
        "work/notice.html",
        title="Something you held is gone" if shown.row.held_here else "Something you gave is gone",
        caption=shown.reference,
        form=form,
        shown=shown,
        person=person,
        purpose=why,
        back=reverse("work:waiting"),
    )


def recall(request: HttpRequest, person: UUID, item: UUID) -> HttpResponse:
    """Take an item back from everybody who holds it."""
    by, why = actor(request), purpose(request, person)
    shown = followups.open_item(by=by, purpose=why.code, item=item)
    form = Recall(request.POST or None, reasons=load(shown.programme).recall_reasons)
    if form.is_valid():
        with form.rules():
            holders = recalling.recall(by=by, purpose=why.code, item=item, **form.cleaned_data)
        if form.accepted:
            to = reverse("work:person", args=[person, shown.person_record])
            return done(request, RECALLED, to=to, holders=holders)
    return page(
        request,
        "work/recall.html",
        title="Take this back",
        caption=shown.reference,
        form=form,
        shown=shown,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:person", args=[person, shown.person_record]),
    )


def correct(request: HttpRequest, person: UUID, item: UUID) -> HttpResponse:
    """Correct an item's wording."""
    by, why = actor(request), purpose(request, person)
    shown = followups.open_item(by=by, purpose=why.code, item=item)
    reasons = load(shown.programme).correction_reasons
    form = Correct(request.POST or None, reasons=reasons, initial={"text": shown.words})
    if form.is_valid():
        said = form.cleaned_data
        answers = {name: said[name] for name in ("necessity", "proportionality", "alternatives")}
        with form.rules():
            recalling.correct(
                by=by, purpose=why.code, item=item, reason=said["reason"], text=said["text"], why=answers, changes={}
            )
        if form.accepted:
            return done(request, CORRECTED, to=reverse("work:person", args=[person, shown.person_record]))
    return page(
        request,
        "work/correct.html",
        title="Correct this",
        caption=shown.reference,
        form=form,
        shown=shown,
        marking=shown.marking,
        purpose=why,
        back=reverse("work:person", args=[person, shown.person_record]),
    )
