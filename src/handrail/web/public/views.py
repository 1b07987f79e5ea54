"""The public register of agreements, with the questions asked about each and their answers."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from handrail.directory.queries.agreements import public_register
from handrail.directory.services import public_reader
from handrail.web.pages import page
from handrail.web.paging import paged
from handrail.web.throttles import throttled

_PURPOSE = "administration"


@login_not_required
@require_safe
@throttled("public_register", reading=True)
def register(request: HttpRequest) -> HttpResponse:
    """Every agreement that is no longer a draft."""
    pages = public_register(by=public_reader(), purpose=_PURPOSE)
    return page(request, "public/register.html", title="Agreements to share information", part=paged(request, pages))


@login_not_required
@require_safe
@throttled("public_register", reading=True)
def registered(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """One agreement: what it says, who accepted or refused it, who pays, and what was asked about it."""
    pages = public_register(by=public_reader(), purpose=_PURPOSE)
    shown = next((each for each in pages if each.id == agreement), None)
    if shown is None:
        raise Http404
    return page(
        request,
        "public/agreement.html",
        title=shown.title,
        caption=f"Agreement, version {shown.version}",
        agreement=shown,
        back=reverse("public:register"),
    )
