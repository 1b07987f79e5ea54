"""A case that moves to another area: the offer, the second person who lets it go, the other centre's answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import transferring
from handrail.casework.queries import transfers as queries
from handrail.casework.transfer_values import TransferPage
from handrail.gate import Actor
from handrail.programme import load
from handrail.web import banners
from handrail.web.fields import Option
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import SeeOther, done, page
from handrail.web.purposes import Purpose, purpose
from handrail.web.requests import actor
from handrail.web.work import choices as parties
from handrail.web.work.transfer_forms import AnswerTransfer, LetGo, OfferCase
from handrail.web.work.views.cases import form_page, opened

WRITTEN = banners.declare(
    "transfer.written",
    happened="You wrote the offer.",
    told="A second person at your organisation was asked to let it go.",
    next="Until they do, nobody else knows of it. You can take it back.",
)
SENT = banners.declare(
    "transfer.sent",
    happened="You let the offer go.",
    told="The case coordinators of the other centre were told that it waits.",
    next="Until they accept, the case stays yours with everything in it.",
)
DECLINED = banners.declare(
    "transfer.declined",
    happened="You did not let the offer go. Nothing left your organisation.",
    told="Whoever wrote it was asked to decide what happens now.",
)
WITHDRAWN = banners.declare(
    "transfer.withdrawn",
    happened="You took the offer back. The case is still yours.",
    told="Nobody is asked about it any more.",
)
ACCEPTED = banners.declare(
    "transfer.accepted",
    happened="You lead this case from now on, as {reference}.",
    told="The centre it came from was told, and so was everybody who owns a risk in it.",
    next="Each risk stays with its owner until somebody accepts it. Decide what support the person is offered here.",
)
REFUSED = banners.declare(
    "transfer.refused",
    happened="You refused the case. It stays with whoever offered it.",
    told="They were told, with your reason, and asked to decide what happens now.",
)


def offer(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Offer the case to whoever would lead it in another area."""
    by, why, shown = opened(request, person, case)
    choices = queries.choices(by=by, purpose=why.code, case=case)
    rulebook = load(shown.programme)
    form = OfferCase(
        request.POST or None,
        destinations=[
            Option(f"{each.centre}/{each.organisation}", each.organisation_name, hint=f"Centre: {each.centre_name}")
            for each in choices.destinations
        ],
        reasons=rulebook.transfer_reasons,
        powers=[rulebook.powers[code] for code in choices.powers],
        items=[
            Option(str(each.id), f"{each.number}. {rulebook.categories[each.category].title}", hint=each.words)
            for each in choices.items
        ],
    )
    if form.is_valid():
        with form.rules():
            made = transferring.offer(by=by, purpose=why.code, case=case, **form.chosen())
        if form.accepted:
            return done(request, WRITTEN, to=reverse("work:transfer", args=[person, made]))
    return form_page(request, "work/offer_case.html", "Move to another centre", form=form, shown=shown, choices=choices)


def transfer(request: HttpRequest, person: UUID, transfer: UUID) -> HttpResponse:
    """One transfer, for whoever offers the case and for whoever is asked."""
    _, why, shown = _opened(request, person, transfer)
    return page(request, "work/transfer.html", title=_title(shown), **_frame(shown, why), back=_back(shown))


def let_go(request: HttpRequest, person: UUID, transfer: UUID) -> HttpResponse:
    """Let the offer go as the second person, or don't."""
    by, why, shown = _opened(request, person, transfer)
    if "let_go" not in shown.steps:
        return _to(shown)
    form = LetGo(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        take = transferring.let_go if said["agree"] else transferring.decline
        with form.rules():
            take(by=by, purpose=why.code, transfer=transfer, least=said["least"])
        if form.accepted:
            return done(request, SENT if said["agree"] else DECLINED, to=_address(shown))
    return _form_page(request, "work/let_case_go.html", "Let this case be offered", form=form, shown=shown, why=why)


def answer(request: HttpRequest, person: UUID, transfer: UUID) -> HttpResponse:
    """Accept the case, or refuse it with a reason."""
    by, why, shown = _opened(request, person, transfer)
    if not shown.steps & {"accept", "refuse"}:
        return _to(shown)
    form = AnswerTransfer(
        request.POST or None,
        forces=parties.parties(by, why.code, lead=by.organisation, centre=shown.centre_id).forces(),
        refusals=load(shown.programme).transfer_refusals,
    )
    if form.is_valid():
        said = form.cleaned_data
        if said["answer"] == "accept":
            return _accepted(request, form, by, why, shown)
        with form.rules():
            transferring.refuse(
                by=by, purpose=why.code, transfer=transfer, refusal=said["refusal"], words=said["words"]
            )
        if form.accepted:
            return done(request, REFUSED, to=_address(shown))
    return _answer_page(request, form, shown, why)


def withdraw(request: HttpRequest, person: UUID, transfer: UUID) -> HttpResponse:
    """Take the offer back: asked once more."""
    by, why, shown = _opened(request, person, transfer)
    if "withdraw" not in shown.steps:
        return _to(shown)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            transferring.withdraw(by=by, purpose=why.code, transfer=transfer)
        if form.accepted:
            return done(request, WITHDRAWN, to=_address(shown))
    return _form_page(request, "work/take_case_back.html", "Take the offer back", form=form, shown=shown, why=why)


def _accepted(request: HttpRequest, form: AnswerTransfer, by: Actor, why: Purpose, shown: TransferPage) -> HttpResponse:
    said = form.cleaned_data
    with form.rules():
        case = transferring.accept(
            by=by, purpose=why.code, transfer=shown.id, police=UUID(said["police"]), review_on=said["review_on"]
        )
    if form.accepted:
        to = reverse("work:case", args=[shown.person, case])
        return done(request, ACCEPTED, to=to, reference=shown.reference)
    return _answer_page(request, form, shown, why)


def _answer_page(request: HttpRequest, form: AnswerTransfer, shown: TransferPage, why: Purpose) -> HttpResponse:
    title = "Accept this case, or refuse it"
    return _form_page(request, "work/answer_transfer.html", title, form=form, shown=shown, why=why)


def _opened(request: HttpRequest, person: UUID, transfer: UUID) -> tuple[Actor, Purpose, TransferPage]:
    by, why = actor(request), purpose(request, person)
    return by, why, queries.open_transfer(by=by, purpose=why.code, transfer=transfer)


def _address(shown: TransferPage) -> str:
    return reverse("work:transfer", args=[shown.person, shown.id])


def _to(shown: TransferPage) -> HttpResponse:
    return SeeOther(_address(shown))


def _title(shown: TransferPage) -> str:
    return f"Move to {shown.receiver}" if shown.ours else f"A case from {shown.offerer}"


def _back(shown: TransferPage) -> str:
    return reverse("work:case", args=[shown.person, shown.case]) if shown.case else reverse("work:waiting")


def _form_page(
    request: HttpRequest, template: str, title: str, *, form: Form, shown: TransferPage, why: Purpose
) -> HttpResponse:
    return page(request, template, title=title, form=form, **_frame(shown, why), back=_address(shown))


def _frame(shown: TransferPage, why: Purpose) -> dict[str, Any]:
    """What every page about a transfer has around it."""
    return {
        "caption": shown.reference,
        "shown": shown,
        "rulebook": load(shown.programme),
        "marking": shown.marking,
        "purpose": why,
    }
