"""How often strangers may ask for a page: whatever is opened without signing in writes to the ledger, too."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def throttled(name: str, *, reading: bool) -> Callable[[View[P]], View[P]]:
    """Answer 429 beyond the rate ``name`` of settings.HANDRAIL_RATE_LIMITS; counts GETs as well if ``reading``."""

    def make(view: View[P]) -> View[P]:
        @wraps(view)
        def limited(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            within = ratelimit.consume(
                request, app="handrail", action=name, config=settings.HANDRAIL_RATE_LIMITS, limit_get=reading
            )
            if within is None:
                too_many: HttpResponse = ratelimit.respond_429(request)
                return too_many
            return view(request, *args, **kwargs)

        return limited

    return make
