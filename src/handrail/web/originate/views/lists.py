"""The list of an organisation's nominations, and starting one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.sharing.actions import drafting
from handrail.sharing.models import DecisionState
from handrail.sharing.queries.nominations import PAGE, nominations
from handrail.web.fields import Option
from handrail.web.originate.banners import STARTED
from handrail.web.originate.forms.deciding import StartForm
from handrail.web.pages import done, page
from handrail.web.paging import page_asked, paged
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor, current_member


def index(request: HttpRequest) -> HttpResponse:
    """The nominations that the reader may see, by state, by name or by reference."""
    state = request.GET.get("state", "")
    state = state if state in DecisionState.values else ""
    find = request.POST.get("q", "").strip()
    listed = nominations(
        by=actor(request), purpose=usual_purpose(request), state=state, find=find, page=page_asked(request)
    )
    return page(
        request,
        "originate/list.html",
        title="Nominations" if _nominates(request) else "What we share",
        section="nominations",
        part=paged(request, listed.rows, per_page=PAGE, total=listed.total),
        counts=dict(listed.counts),
        may_start=bool(listed.centres),
        states=DecisionState.choices,
        titles=dict(DecisionState.choices),
        state=state,
        find=find,
    )


def _nominates(request: HttpRequest) -> bool:
    member = current_member(request)
    return member is not None and bool(member.roles & {"originating_officer", "authoriser"})


def start(request: HttpRequest) -> HttpResponse:
    """Start a nomination in one of the centres."""
    listed = nominations(by=actor(request), purpose=usual_purpose(request))
    form = StartForm(request.POST or None, initial={"centre": listed.centres[0].id if listed.centres else ""})
    form.offer("centre", (Option(str(centre.id), centre.name) for centre in listed.centres))
    if form.is_valid():
        with form.rules():
            draft = drafting.start(
                by=actor(request), purpose=usual_purpose(request), centre=UUID(form.cleaned_data["centre"])
            )
        if form.accepted:
            to = reverse("originate:nomination", args=[draft.decision])
            return done(request, STARTED, to=to, reference=draft.reference)
    return page(
        request,
        "originate/start.html",
        title="Start a nomination",
        section="nominations",
        back=reverse("originate:nominations"),
        form=form,
    )
