"""The front door, staying signed in, and what is shown to somebody who was signed out."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from handrail.web.middleware import seconds_idle


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The address without a path: what is waiting, or the way in."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("journey" if settings.HANDRAIL_DEMO else "account_login"))
    return HttpResponseRedirect(reverse("work:waiting"))


@require_safe
def idle(request: HttpRequest) -> HttpResponse:
    """For the time-out dialog: seconds since this sitting was last used, in any window."""
    return JsonResponse({"idle": int(seconds_idle(request))})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Answer the time-out dialog: being asked has already renewed the sitting."""
    return HttpResponse(status=204)


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """After signing out; the browser is told to forget what it cached."""
    response = render(request, "signin/signed_out.html", {"title": "You are signed out", "timed_out": False})
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@require_safe
def timed_out(request: HttpRequest) -> HttpResponse:
    """After the idle time-out, with the way back to the page that was open."""
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    minutes = settings.HANDRAIL_IDLE_SECONDS // 60
    return render(
        request,
        "signin/signed_out.html",
        {"title": "You were signed out", "timed_out": True, "minutes": minutes, "return_to": asked if safe else ""},
    )
