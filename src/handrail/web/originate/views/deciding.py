"""Checking before it is put forward, and deciding on it: each recipient's view, exactly as they will see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.sharing.actions import authorising, drafting
from handrail.sharing.drafted import OpenNomination
from handrail.web.forms import Confirm, posted
from handrail.web.originate.banners import DECLINED, PROPOSED, RELEASED, SENT_BACK
from handrail.web.originate.forms.deciding import AuthoriseForm
from handrail.web.originate.opened import opened, rulebook_of, task_page
from handrail.web.originate.views.tasks import kind_of
from handrail.web.pages import done
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor


def check(request: HttpRequest, decision: UUID) -> HttpResponse:
    """What each recipient will see and what not; then put it forward."""
    shown = opened(request, decision)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            drafting.propose(
                by=actor(request), purpose=usual_purpose(request), decision=decision, version=form.version or 0
            )
        if form.accepted:
            to = reverse("originate:nomination", args=[decision])
            return done(request, PROPOSED, to=to, reference=shown.reference)
    return task_page(request, "check", shown, title="Check what each will see", form=form, to_do=_to_do(shown))


def authorise(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Five questions, and three ways to decide."""
    shown = opened(request, decision)
    form = AuthoriseForm(request.POST or None, shown=shown, rulebook=rulebook_of(shown))
    if form.is_valid():
        way = _WAYS.get(request.POST.get("decide", ""))
        answer = way(request, form, shown) if way else None
        if answer is not None:
            return answer
        if way is None:
            form.add_error(None, "Choose to release it, send it back or decline")
    return task_page(
        request,
        "authorise",
        shown,
        title=f"Decide on this {kind_of(shown)}",
        form=form,
        back=reverse("originate:nomination", args=[decision]),
        shares=_shares(shown),
    )


def _release(request: HttpRequest, form: AuthoriseForm, shown: OpenNomination) -> HttpResponse | None:
    kept = set(form.cleaned_data["release_to"])
    with form.rules():
        released = authorising.release(
            by=actor(request),
            purpose=usual_purpose(request),
            decision=shown.id,
            version=form.version or 0,
            answers=form.answers(),
            take_out=tuple(each.organisation for each in shown.recipients if str(each.organisation) not in kept),
        )
    if not form.accepted:
        return None
    return done(request, RELEASED, to=_page_of(shown), reference=shown.reference, recipients=len(released.recipients))


def _send_back(request: HttpRequest, form: AuthoriseForm, shown: OpenNomination) -> HttpResponse | None:
    with form.rules():
        authorising.send_back(
            by=actor(request),
            purpose=usual_purpose(request),
            decision=shown.id,
            version=form.version or 0,
            answers=form.answers(),
        )
    return done(request, SENT_BACK, to=_page_of(shown), reference=shown.reference) if form.accepted else None


def _decline(request: HttpRequest, form: AuthoriseForm, shown: OpenNomination) -> HttpResponse | None:
    with form.rules():
        authorising.decline(
            by=actor(request),
            purpose=usual_purpose(request),
            decision=shown.id,
            version=form.version or 0,
            answers=form.answers(),
            reason=form.cleaned_data["reason"],
        )
    return done(request, DECLINED, to=_page_of(shown), reference=shown.reference) if form.accepted else None


_WAYS = {"release": _release, "send_back": _send_back, "decline": _decline}


def _page_of(shown: OpenNomination) -> str:
    return reverse("originate:nomination", args=[shown.id])


def _to_do(shown: OpenNomination) -> list[tuple[str, str]]:
    """What is still lacking, each with the page on which to put it right."""
    found = []
    for lack in shown.lacks:
        if lack.recipient:
            href = reverse("originate:recipient", args=[shown.id, lack.recipient])
        else:
            href = reverse(f"originate:{lack.task}", args=[shown.id])
        found.append((lack.sentence, href))
    return found


def _shares(shown: OpenNomination) -> list[tuple[str, int]]:
    """How many of the items each recipient would get."""
    return [(each.name, len(each.items)) for each in shown.recipients]
