"""“Who already knows this person?”: proposing to ask partners' registers, deciding on it, and what it came to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail.matching.actions import asking, searching
from handrail.matching.actions.searching import Why
from handrail.matching.queries import searches as queries
from handrail.matching.values import CandidatePage, SearchPage
from handrail.programme import load
from handrail.web import banners
from handrail.web.forms import Confirm, Form, posted
from handrail.web.marking import OFFICIAL_SENSITIVE
from handrail.web.originate.forms.searching import AnswerFile, JudgeSearch, SearchForm
from handrail.web.pages import SeeOther, done, is_shown, page
from handrail.web.requests import actor, current_member
from handrail.web.wording import spoken_date

PROPOSED = banners.declare(
    "search.proposed",
    happened="You proposed to ask who knows {reference}.",
    told="Your organisation’s authorisers were told.",
    next="No register is asked before one of them has agreed.",
)
AUTHORISED = banners.declare(
    "search.authorised",
    happened="You agreed that the registers are asked about {reference}.",
    told="No organisation learns whom it is about, nor that it was found.",
    next="What comes of it shows here, usually within a minute.",
)
DECLINED = banners.declare(
    "search.declined",
    happened="You declined. No register is asked about {reference}.",
    told="Whoever proposed it sees why.",
)
WITHDRAWN = banners.declare(
    "search.withdrawn", happened="You took the search back.", next="No register is asked that wasn’t asked before."
)
BROUGHT_IN = banners.declare("search.answer_in", happened="The answer was brought in. See below what came of it.")
TAKE_OUT_ANEW = banners.declare(
    "search.take_out_anew",
    happened="The partner can’t answer this request: its quota token was spent before. Nothing was read.",
    next="Download the request again: it is a new one, with another token.",
)

#: What originators search for. Nobody opens these pages for anything else.
PURPOSE = "originating"


def who_knows(request: HttpRequest, decision: UUID) -> HttpResponse:
    """What was looked for in a nomination, what was found, and who said that it is the same person."""
    shown = queries.who_knows(by=actor(request), purpose=PURPOSE, decision=decision)
    return page(
        request,
        "originate/who_knows.html",
        title="Who already knows this person?",
        caption=f"Nomination {shown.reference}",
        shown=shown,
        rulebook=load(shown.programme),
        marking=OFFICIAL_SENSITIVE,
        section="nominations",
        back=reverse("originate:nomination", args=[decision]),
    )


def propose(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Propose to ask some registers, and say why."""
    by = actor(request)
    shown = queries.who_knows(by=by, purpose=PURPOSE, decision=decision)
    if request.method != "POST" and not shown.may_propose:
        return SeeOther(reverse("originate:who_knows", args=[decision]))
    rulebook = load(shown.programme)
    member = current_member(request)
    kind = member.organisation_kind if member else ""
    form = SearchForm(request.POST or None, offers=shown.offers, rulebook=rulebook, kind=kind)
    if form.is_valid():
        typed = form.cleaned_data
        with form.rules():
            made = searching.propose(
                by=by,
                purpose=PURPOSE,
                decision=decision,
                registers=tuple(UUID(each) for each in typed["registers"]),
                why=Why(typed["power"], typed["necessity"], typed["proportionality"]),
            )
        if form.accepted:
            return done(request, PROPOSED, to=reverse("originate:search", args=[made]), reference=shown.reference)
    return page(
        request,
        "originate/propose_search.html",
        title="Ask who knows this person",
        caption=f"Nomination {shown.reference}",
        form=form,
        shown=shown,
        rulebook=rulebook,
        marking=OFFICIAL_SENSITIVE,
        section="nominations",
        back=reverse("originate:who_knows", args=[decision]),
    )


def search(request: HttpRequest, search: UUID) -> HttpResponse:
    """One search: why, which registers, and what each came to."""
    shown = queries.open_search(by=actor(request), purpose=PURPOSE, search=search)
    back = reverse("originate:who_knows", args=[shown.decision])
    return search_page(request, "search", f"Search of {spoken_date(shown.proposed_at)}", shown, back=back)


def decide(request: HttpRequest, search: UUID) -> HttpResponse:
    """Agree that the registers are asked, or decline."""
    by = actor(request)
    shown = queries.open_search(by=by, purpose=PURPOSE, search=search)
    if not is_shown(request, shown.steps, "authorise", "decline"):
        return SeeOther(_address(shown))
    form = JudgeSearch(request.POST or None)
    if form.is_valid():
        agreed = request.POST.get("decide") == "authorise"
        with form.rules():
            (searching.authorise if agreed else searching.decline)(
                by=by, purpose=PURPOSE, search=search, **form.cleaned_data
            )
        if form.accepted:
            return done(request, AUTHORISED if agreed else DECLINED, to=_address(shown), reference=shown.reference)
    return search_page(request, "decide_search", "Decide whether to ask them", shown, form=form, back=_address(shown))


def withdraw(request: HttpRequest, search: UUID) -> HttpResponse:
    """Take a search back: one button."""
    by = actor(request)
    shown = queries.open_search(by=by, purpose=PURPOSE, search=search)
    if not is_shown(request, shown.steps, "withdraw"):
        return SeeOther(_address(shown))
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            searching.withdraw(by=by, purpose=PURPOSE, search=search)
        if form.accepted:
            return done(request, WITHDRAWN, to=_address(shown))
    return search_page(request, "withdraw_search", "Take this search back", shown, form=form, back=_address(shown))


@require_POST
def take_out(request: HttpRequest, search: UUID, result: UUID) -> HttpResponse:
    """The request that is carried to a register, as a file. It names nobody."""
    carried = asking.take_out(by=actor(request), purpose=PURPOSE, search=search, result=result)
    if carried is None:
        return SeeOther(reverse("originate:search", args=[search]))
    answer = HttpResponse(carried.message, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{carried.name}"'
    return answer


def bring_in(request: HttpRequest, search: UUID, result: UUID) -> HttpResponse:
    """Bring in the answer that was carried back."""
    by = actor(request)
    shown = queries.open_search(by=by, purpose=PURPOSE, search=search)
    if not is_shown(request, shown.steps, "bring_in"):
        return SeeOther(_address(shown))
    form = AnswerFile(request.POST, request.FILES) if request.method == "POST" else AnswerFile()
    if form.is_valid():
        with form.rules():
            asking.bring_in(
                by=by, purpose=PURPOSE, search=search, result=result, answer=form.cleaned_data["answer"].read()
            )
        if form.accepted:
            after = queries.open_search(by=by, purpose=PURPOSE, search=search)
            is_open = any(each.id == result and each.state == "asked" for each in after.results)
            return done(request, TAKE_OUT_ANEW if is_open else BROUGHT_IN, to=_address(shown))
    return search_page(request, "bring_answer_in", "Bring in the answer", shown, form=form, back=_address(shown))


def search_page(
    request: HttpRequest,
    template: str,
    title: str,
    shown: SearchPage | CandidatePage,
    *,
    back: str,
    form: Form | None = None,
) -> HttpResponse:
    """A page about one search, or about what it found."""
    return page(
        request,
        f"originate/{template}.html",
        title=title,
        caption=f"Nomination {shown.reference}",
        form=form,
        shown=shown,
        rulebook=load(shown.programme),
        marking=OFFICIAL_SENSITIVE,
        section="nominations",
        back=back,
    )


def _address(shown: SearchPage) -> str:
    return reverse("originate:search", args=[shown.id])
