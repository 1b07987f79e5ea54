"""The demonstration's way in: the journey in its steps, and everybody one can be. Absent (404) everywhere else."""

from collections.abc import Callable, Sequence
from functools import wraps
from itertools import groupby
from typing import Protocol, cast

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST, require_safe

from handrail.directory.signed_in import demo_members
from handrail.web.pages import SeeOther, page

View = Callable[[HttpRequest], HttpResponse]


class Step(Protocol):
    """A step of the journey: what happens, who does it, and where they start."""

    @property
    def title(self) -> str:
        """What happens in this step."""
        ...

    @property
    def text(self) -> str:
        """It in two or three sentences."""
        ...

    @property
    def email(self) -> str:
        """The account of the one who does it."""
        ...

    @property
    def link(self) -> str:
        """The address of the page where they begin."""
        ...


def demo_only(view: View) -> View:
    """Make a page of the demonstration: no sign-in is needed, and it doesn't exist outside."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.HANDRAIL_DEMO:
            raise Http404
        return view(request)

    return login_not_required(guarded)


@demo_only
@require_safe
def journey(request: HttpRequest) -> HttpResponse:
    """The first page of the demonstration: one disclosure from end to end, each step with who does it."""
    steps = cast(Sequence[Step], import_string(settings.HANDRAIL_DEMO_STEPS))
    who = {member.email: member for member in demo_members()}
    return page(
        request,
        "signin/journey.html",
        title="One disclosure, from end to end",
        steps=[(step, who.get(step.email)) for step in steps],
        section="journey",
    )


@demo_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody one can sign in as, by organisation."""
    everybody = sorted(demo_members(), key=lambda member: (member.organisation, member.name))
    by_organisation = [(name, list(members)) for name, members in groupby(everybody, lambda each: each.organisation)]
    return page(
        request, "signin/people.html", title="Who do you want to be?", organisations=by_organisation, back="/demo"
    )


@demo_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the member whose address was picked. Only members of the demonstration can be."""
    email = request.POST.get("email", "")
    if email not in {member.email for member in demo_members()}:
        raise Http404
    account = get_user_model()._default_manager.get_by_natural_key(email)
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    link = request.POST.get("link", "")
    ours = url_has_allowed_host_and_scheme(link, allowed_hosts=None, require_https=request.is_secure())
    return SeeOther(link if ours else reverse("front"))
