"""Whom to share with."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.sharing.changes import AddressOnly, PutRecipient, RemoveRecipient
from handrail.web.forms import Confirm, posted
from handrail.web.originate.banners import ADDRESSED, SAVED
from handrail.web.originate.forms.recipients import ChooseForm, RecipientForm
from handrail.web.originate.opened import opened, rulebook_of, save, task_page
from handrail.web.pages import SeeOther, done


def recipients(request: HttpRequest, decision: UUID) -> HttpResponse:
    """A card for each organisation: which items, why, what is asked, until when, under which agreement."""
    return task_page(request, "recipients", opened(request, decision), title="Who do you share with?")


def choose(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Which organisation."""
    shown = opened(request, decision, choices=True)
    chosen = {each.organisation for each in shown.recipients}
    open_choices = tuple(each for each in shown.choices if each.organisation not in chosen)
    form = ChooseForm(request.POST or None, choices=open_choices)
    if form.is_valid():
        return SeeOther(reverse("originate:recipient", args=[decision, form.cleaned_data["organisation"]]))
    return task_page(
        request,
        "choose",
        shown,
        title="Who do you want to share with?",
        form=form,
        back=reverse("originate:recipients", args=[decision]),
        closed=[each for each in open_choices if not each.agreement],
        any_open=any(each.agreement for each in open_choices),
    )


def recipient(request: HttpRequest, decision: UUID, organisation: UUID) -> HttpResponse:
    """What goes to one organisation."""
    shown = opened(request, decision, choices=True)
    choice = next((each for each in shown.choices if each.organisation == organisation), None)
    if choice is None:
        raise Http404
    form = RecipientForm(request.POST or None, shown=shown, choice=choice, rulebook=rulebook_of(shown))
    back = reverse("originate:recipients", args=[decision])
    if form.is_valid():
        typed = form.cleaned_data
        change = PutRecipient(
            organisation,
            form.chosen_items(),
            typed["purpose"],
            typed["requested_action"],
            form.last_day(),
            tuple(typed["audience"]),
        )
        if save(request, form, shown, change):
            return done(request, SAVED, to=back)
    numbers = {item.item: item.number for item in (*shown.identity, *shown.items)}
    return task_page(
        request,
        "recipient",
        shown,
        title=choice.name,
        form=form,
        back=back,
        choice=choice,
        withheld=[(numbers[item], why) for item, why in choice.withheld],
    )


def remove(request: HttpRequest, decision: UUID, organisation: UUID) -> HttpResponse:
    """Share nothing with this organisation after all."""
    shown = opened(request, decision)
    found = next((each for each in shown.recipients if each.organisation == organisation), None)
    if found is None:
        raise Http404
    form = Confirm(posted(request))
    back = reverse("originate:recipients", args=[decision])
    if form.is_valid() and save(request, form, shown, RemoveRecipient(organisation)):
        return done(request, SAVED, to=back)
    return task_page(
        request,
        "confirm",
        shown,
        title=f"Take out {found.name}",
        form=form,
        back=back,
        words="Nothing is shared with this organisation.",
        submit="Take it out",
    )


def hand_in_there(request: HttpRequest, decision: UUID, organisation: UUID) -> HttpResponse:
    """A panel works with the person there: share with that organisation and with nobody else."""
    shown = opened(request, decision)
    before = next(
        (each for each in shown.given_before if each.organisation == organisation and each.with_a_panel), None
    )
    if before is None:
        raise Http404
    form = Confirm(posted(request))
    chosen = {each.organisation for each in shown.recipients}
    if form.is_valid() and save(request, form, shown, AddressOnly(organisation)):
        page = "originate:check" if organisation in chosen else "originate:recipient"
        to = [decision] if organisation in chosen else [decision, organisation]
        return done(request, ADDRESSED, to=reverse(page, args=to))
    return task_page(
        request,
        "confirm",
        shown,
        title=f"Hand this in to {before.name}",
        form=form,
        back=reverse("originate:check", args=[decision]),
        words=f"{before.name} gets it, and brings it to the panel that works with the person. "
        + ("Nobody else does: what you proposed for others is taken out." if chosen - {organisation} else ""),
        submit="Hand it in",
    )
