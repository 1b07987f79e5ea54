"""The numbered items: cards, writing one, taking one out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.sharing.changes import PutItem, RemoveItem
from handrail.sharing.wording import PROMPTS
from handrail.web.forms import Confirm, posted
from handrail.web.originate.banners import SAVED
from handrail.web.originate.forms.items import ItemForm
from handrail.web.originate.opened import item_of, opened, rulebook_of, save, task_page
from handrail.web.pages import done


def items(request: HttpRequest, decision: UUID) -> HttpResponse:
    """A card for each item."""
    return task_page(request, "items", opened(request, decision), title="What do they need to know?")


def item(request: HttpRequest, decision: UUID, item: UUID | None = None) -> HttpResponse:
    """Write one item, or change it. Its form of words has a check-list beside it."""
    shown = opened(request, decision)
    before = item_of(shown, item) if item else None
    form = ItemForm(request.POST or None, rulebook=rulebook_of(shown), item=before)
    back = reverse("originate:items", args=[decision])
    if form.is_valid() and save(request, form, shown, PutItem(form.statement(), item)):
        return done(request, SAVED, to=back)
    title = f"Item {before.number}" if before else "A new item"
    return task_page(request, "item", shown, title=title, form=form, back=back, prompts=PROMPTS, before=before)


def remove(request: HttpRequest, decision: UUID, item: UUID) -> HttpResponse:
    """Take an item, or a part of the identity, out of the draft."""
    shown = opened(request, decision)
    before = item_of(shown, item)
    form = Confirm(posted(request))
    page = "originate:person" if before in shown.identity else "originate:items"
    back = reverse(page, args=[decision])
    if form.is_valid() and save(request, form, shown, RemoveItem(item)):
        return done(request, SAVED, to=back)
    return task_page(
        request,
        "confirm",
        shown,
        title=f"Take out item {before.number}",
        form=form,
        back=back,
        words="It is taken out for every organisation that you would share with.",
        quote=before.words,
        submit="Take it out",
    )
