"""Who the person is."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.sharing.changes import PutItem
from handrail.web.originate.banners import SAVED
from handrail.web.originate.forms.grading import graded_as
from handrail.web.originate.forms.person import PARTS
from handrail.web.originate.opened import item_of, opened, save, task_page
from handrail.web.pages import done


def person(request: HttpRequest, decision: UUID) -> HttpResponse:
    """The names, dates, addresses and numbers written so far, and the way to add one."""
    shown = opened(request, decision)
    sections = [
        (word, title, [item for item in shown.identity if item.category.code == category])
        for word, (_, title, category) in PARTS.items()
    ]
    return task_page(request, "person", shown, title="Who is the person?", sections=sections)


def part(request: HttpRequest, decision: UUID, word: str, item: UUID | None = None) -> HttpResponse:
    """One part of the identity: a new one, or one to change."""
    if word not in PARTS:
        raise Http404
    kind, title, category = PARTS[word]
    shown = opened(request, decision)
    before = item_of(shown, item) if item else None
    if before and before.category.code != category:
        raise Http404
    initial = kind.filled(before) if before else graded_as(shown.identity[-1] if shown.identity else None)
    form = kind(request.POST or None, initial=initial)
    back = reverse("originate:person", args=[decision])
    if form.is_valid() and save(request, form, shown, PutItem(form.statement(), item)):
        return done(request, SAVED, to=back)
    return task_page(request, "part", shown, title=title, form=form, back=back, before=before)
