"""The gate's answers that are not a success, and every other error, as pages.

There are three answers for a reader and no fourth: the same 404 for hidden and absent, the refusal with its rule, the
tombstone. Nothing here quotes an exception.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from handrail.directory.signed_in import whom_to_ask
from handrail.gate import Conflict, Faults, NotFound, Refused, RuleBroken, StorageFull, Tombstone
from handrail.web import refusals, why
from handrail.web.pages import SeeOther
from handrail.web.purposes import PurposeNeeded, ask_address
from handrail.web.remedies import REMEDIES
from handrail.web.requests import NotAMember, current_member


class GateAnswers:
    """Middleware: what a view lets pass upwards becomes its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for ``error``, or None for what is none of the gate's."""
        answer = next((answer for kind, answer in _ANSWERS if isinstance(error, kind)), None)
        return answer(request, error) if answer else None


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """You can't …, the rule in a sentence, what would change it, who can help."""
    member = current_member(request)
    asked = {explanation.ask: explanation.whom for explanation in error.explanations}
    helpers = [whom_to_ask(member.organisation, role, whom) for role, whom in asked.items()] if member else []
    return _page(
        request,
        "refused",
        HTTPStatus.FORBIDDEN,
        what=refusals.what(error.action),
        explanations=error.explanations,
        remedies=tuple(dict.fromkeys(REMEDIES[rule] for rule in error.rules if rule in REMEDIES)),
        helpers=helpers,
        why=why.address(error) if member else "",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one 404: hidden, absent and misspelt alike, byte for byte."""
    return _page(request, "not_found", HTTPStatus.NOT_FOUND)


def gone(request: HttpRequest, error: Tombstone) -> HttpResponse:
    """This was yours once: why it is gone, never what it said."""
    return _page(request, "tombstone", HTTPStatus.GONE, withdrawn=error.withdrawn)


def rule_broken(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    """A rule of the record, broken by something that was no form."""
    faults = error.faults if isinstance(error, Faults) else (error,)
    return _page(request, "rule", HTTPStatus.UNPROCESSABLE_ENTITY, faults=[fault.sentence for fault in faults])


def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    """Somebody else was faster; what this user typed is given back to them."""
    return _page(request, "conflict", HTTPStatus.CONFLICT, typed=typed(request))


def purpose_needed(request: HttpRequest, error: PurposeNeeded) -> HttpResponse:
    """Ask first why the record is opened. What was being sent is not repeated: the user starts from its page again."""
    return SeeOther(ask_address(error.person, request.get_full_path()))


def not_a_member(request: HttpRequest, error: NotAMember) -> HttpResponse:
    """Signed in, but nobody here."""
    return _page(request, "not_a_member", HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The browser sent something that Django refuses before a view sees it."""
    return _plain("bad_request", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refused by the web layer itself."""
    return _plain("forbidden", HTTPStatus.FORBIDDEN)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's one-time token was missing or old: settings.CSRF_FAILURE_VIEW."""
    return _page(request, "stale_form", HTTPStatus.FORBIDDEN, typed=typed(request))


def timed_out_while_typing(request: HttpRequest) -> HttpResponse:
    """The sitting ended before the form was sent. Nothing was saved; what was typed is given back to be copied."""
    context = {"timed_out": True, "minutes": settings.HANDRAIL_IDLE_SECONDS // 60, "return_to": request.path}
    return render(
        request,
        "signin/signed_out.html",
        {"title": "You were signed out", "typed": typed(request), **context},
        status=HTTPStatus.FORBIDDEN,
    )


def storage_full(request: HttpRequest, error: StorageFull) -> HttpResponse:
    """The database has no room. The page asks nothing of it, and gives back what was typed."""
    return _plain("storage_full", HTTPStatus.INSUFFICIENT_STORAGE, typed=typed(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. The page asks nothing of the database, and shows the number under which it was logged."""
    return _plain("server_error", HTTPStatus.INTERNAL_SERVER_ERROR, request_id=getattr(request, "request_id", ""))


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the user typed at some length, so that the page can give it back to them: longer than one line's worth."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken" and "password" not in name and isinstance(value, str) and len(value) > 40
    ]


def _back_address(request: HttpRequest) -> str:
    """Where "Go back" leads: the page that was posted from, or the page before this one if it was one of ours."""
    if request.method != "GET":
        return request.path
    before = urlsplit(request.headers.get("Referer", ""))
    ours = before.netloc == request.get_host() and before.path != request.path
    return before.path if ours else "/"


def _page(request: HttpRequest, name: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    if status != HTTPStatus.NOT_FOUND:
        context["back_address"] = _back_address(request)
    return render(request, f"errors/{name}.html", context, status=status)


def _plain(name: str, status: HTTPStatus, **context: Any) -> HttpResponse:
    """A page made without the request, so that nothing about it can fail again."""
    return HttpResponse(render_to_string(f"errors/{name}.html", context), status=status)


#: The first that fits answers.
_ANSWERS: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
    (NotFound, not_found),
    (Refused, refused),
    (Tombstone, gone),
    (RuleBroken, rule_broken),
    (Conflict, conflict),
    (PurposeNeeded, purpose_needed),
    (NotAMember, not_a_member),
    (StorageFull, storage_full),
)
