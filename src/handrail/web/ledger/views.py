"""The published ledger. It names nobody, so nobody signs in, nothing is recorded, and anybody may keep a copy."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from handrail import ledger
from handrail.ledger import publishing
from handrail.ledger.tiles import WIDTH
from handrail.web.throttles import throttled

_TEXT = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@throttled("public_ledger", reading=True)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest published checkpoint, with the cosignatures of witnesses; no page while there is none."""
    try:
        return HttpResponse(ledger.published(), content_type=_TEXT)
    except ledger.NotPublished:
        raise Http404 from None


@login_not_required
@require_safe
@throttled("public_ledger", reading=True)
def keys(request: HttpRequest) -> HttpResponse:
    """The log's verification keys, one to a line, the oldest first and the one that signs now last."""
    chain = ledger.load_chain(settings.HANDRAIL_KEY_DIR)
    return HttpResponse("".join(f"{key}\n" for key in chain.keys), content_type=_TEXT)


@login_not_required
@require_safe
@throttled("public_ledger", reading=True)
def handovers(request: HttpRequest) -> HttpResponse:
    """The notes by which each key followed the one before, with an empty line between them."""
    chain = ledger.load_chain(settings.HANDRAIL_KEY_DIR)
    return HttpResponse("\n".join(each.note for each in chain.handovers), content_type=_TEXT)


@login_not_required
@require_safe
@throttled("public_ledger", reading=True)
def tile(request: HttpRequest, level: int, number: int, width: int = WIDTH) -> HttpResponse:
    """256 hashes of one level of the tree, or as many as a published checkpoint made of its last tile."""
    return _immutable(f"{level}-{number}-{width}", lambda: publishing.tile(level, number, width))


@login_not_required
@require_safe
@throttled("public_ledger", reading=True)
def entries(request: HttpRequest, number: int, width: int = WIDTH) -> HttpResponse:
    """The leaves of one tile: kind, hour and commitment of each entry, and nothing else."""
    return _immutable(f"entries-{number}-{width}", lambda: publishing.bundle(number, width))


def _immutable(tag: str, read: Callable[[], bytes]) -> HttpResponse:
    """What never changes, for a year; no page for what isn't published, 503 for what is being made up for."""
    try:
        response = HttpResponse(read(), content_type="application/octet-stream")
    except ledger.NotPublished:
        raise Http404 from None
    except ledger.HashesMissing:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"})
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
