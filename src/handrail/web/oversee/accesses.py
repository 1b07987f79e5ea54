"""For a data protection officer: who has seen a person's record, and which use of records to look at twice."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.gate import NotFound
from handrail.oversight.actions.looking import mark_looked_at
from handrail.oversight.queries.unusual import unusual_accesses
from handrail.sharing.queries.people import find_people
from handrail.web import banners, paging
from handrail.web.forms import posted
from handrail.web.oversee.forms import SecondLookForm
from handrail.web.pages import done, page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor

LOOKED_AT = banners.declare(
    "access.looked_at",
    happened="You looked at what was worth a second look on {day}, and wrote down what you found.",
    next="It comes up again only if the same colleague meets the same rule later that day.",
)


def seen(request: HttpRequest) -> HttpResponse:
    """Find a person, to read who has seen their record. What is typed is posted: it may be a name."""
    words = request.POST.get("q", "").strip()
    found = find_people(by=actor(request), purpose=usual_purpose(request), words=words) if words else ()
    return page(
        request,
        "oversee/seen.html",
        title="Who has seen a person’s record?",
        words=words,
        part=paging.paged(request, found),
        back=reverse("oversee:home"),
    )


def second_look(request: HttpRequest) -> HttpResponse:
    """What nobody has looked at yet."""
    found = unusual_accesses(by=actor(request), purpose=usual_purpose(request))
    return page(
        request,
        "oversee/second_look.html",
        title="Worth a second look",
        found=found,
        back=reverse("oversee:home"),
    )


def look(request: HttpRequest, rule: str, record: UUID) -> HttpResponse:
    """One of them: what it was about, and what was found."""
    by, why = actor(request), usual_purpose(request)
    found = unusual_accesses(by=by, purpose=why, rule=rule, entry=record)
    if not found:
        raise NotFound  # it was looked at meanwhile, or never came up
    (shown,) = found
    form = SecondLookForm(posted(request), findings=shown.findings)
    if form.is_valid():
        with form.rules():
            mark_looked_at(by=by, purpose=why, rule=rule, entry=record, **form.cleaned_data)
        if form.accepted:
            return done(request, LOOKED_AT, to=reverse("oversee:second_look"), day=shown.day)
    return page(
        request,
        "oversee/look.html",
        title=shown.title,
        caption="Worth a second look",
        form=form,
        shown=shown,
        back=reverse("oversee:second_look"),
    )
