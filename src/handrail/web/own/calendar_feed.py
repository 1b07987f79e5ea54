"""The address that calendar programs fetch: whoever has it reads the calendar, and nothing else of Handrail."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from handrail.directory.secret_links import SecretLink
from handrail.directory.signed_in import roles_of
from handrail.exchange.queries.calendars import read_calendar
from handrail.gate import Actor, NotFound, Refused
from handrail.web.purposes import usual_for
from handrail.web.throttles import throttled


@login_not_required
@require_safe
@throttled("calendar", reading=True)
def fetch(request: HttpRequest, token: str) -> HttpResponse:
    """A member’s calendar. A wrong address, one that has ended and that of somebody who has left are no page at all."""
    link = SecretLink.read(token)
    if link is None:
        raise Http404
    try:
        fetched = read_calendar(
            by=Actor(link.leads_to, link.organisation),
            purpose=usual_for(roles_of(link.leads_to)),
            member=link.leads_to,
            token=token,
        )
    except (NotFound, Refused):
        raise Http404 from None
    response = HttpResponse(fetched.text, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = quote_etag(fetched.digest)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="handrail.ics"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
