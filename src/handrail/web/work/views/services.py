"""The service directory: looking for help near by, and one service. Public information; nothing about anybody."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.names import areas_of, organisation_names
from handrail.directory.reference_data import places_around
from handrail.programme import load
from handrail.services.queries.directory import PAGE, find, open_service
from handrail.services.values import ServiceRow
from handrail.web import paging
from handrail.web.fields import Option
from handrail.web.pages import page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import NotAMember, actor, current_member
from handrail.web.work.resourcing_forms import FindServices


@dataclass(frozen=True)
class Search:
    """A search as the page shows it: its form, one part of what it found, and how many services are listed at all."""

    form: FindServices
    part: paging.Part[ServiceRow]
    listed: int
    asked: bool


def services(request: HttpRequest) -> HttpResponse:
    """Search the directory by words, need and area."""
    member = current_member(request)
    if member is None:
        raise NotAMember
    found = search(request, programme=member.programme, centre=member.centre_id)
    return page(
        request,
        "work/services.html",
        title="Local services",
        search=found,
        back=reverse("work:waiting"),
    )


def service(request: HttpRequest, local_service: UUID) -> HttpResponse:
    """One service, as its directory describes it."""
    shown = open_service(by=actor(request), purpose=usual_purpose(request), local_service=local_service)
    return page(
        request,
        "work/service.html",
        title=shown.name,
        caption="Local service",
        shown=shown,
        listed_by=organisation_names([shown.listed_by]).get(shown.listed_by, ""),
        back=reverse("work:services"),
    )


def search(request: HttpRequest, *, programme: str, centre: UUID | None, need: str = "") -> Search:
    """What the address asks the directory for; ``need`` is looked for where it asks for nothing."""
    rulebook = load(programme)
    areas = [Option(code, name) for code, name in areas_of(centre)] if centre else []
    asked = any(request.GET.get(name) for name in ("words", "need", "area"))
    data = request.GET if asked else {"need": need}
    form = FindServices(data, needs=rulebook.need_words, areas=areas)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = rulebook.need_words.get(said.get("need") or "")
    area = said.get("area") or ""
    found = find(
        by=actor(request),
        purpose=usual_purpose(request),
        words=said.get("words", ""),
        for_need=wanted.words if wanted else (),
        areas=places_around(area) if area else (),
        page=paging.page_asked(request),
    )
    part = paging.paged(request, found.rows, per_page=PAGE, total=found.total)
    return Search(form, part, found.listed, asked)
