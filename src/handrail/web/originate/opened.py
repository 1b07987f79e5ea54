"""What every page of a nomination begins with: the nomination itself, opened through the gate."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.programme import Programme, load
from handrail.sharing.actions import drafting
from handrail.sharing.changes import Change
from handrail.sharing.drafted import DraftItem, OpenNomination
from handrail.sharing.models import DecisionKind
from handrail.sharing.queries.nominations import open_nomination
from handrail.web.forms import Form
from handrail.web.pages import page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor


def opened(request: HttpRequest, decision: UUID, *, choices: bool = False, known: bool = False) -> OpenNomination:
    """The nomination of this address, for the purpose that the member's role has here: deciding what to share."""
    return open_nomination(
        by=actor(request), purpose=usual_purpose(request), decision=decision, choices=choices, known=known
    )


def rulebook_of(shown: OpenNomination) -> Programme:
    """The rulebook that a nomination is written under."""
    return load(shown.programme)


def save(request: HttpRequest, form: Form, shown: OpenNomination, change: Change) -> bool:
    """Save one change to a draft; False if it was refused, with the reasons in ``form``."""
    with form.rules():
        drafting.edit(
            by=actor(request),
            purpose=usual_purpose(request),
            decision=shown.id,
            version=form.version or 0,
            change=change,
        )
    return form.accepted


def item_of(shown: OpenNomination, item: UUID) -> DraftItem:
    """One item of a nomination. Raises Http404 for one that isn't there."""
    found = next((each for each in (*shown.identity, *shown.items) if each.item == item), None)
    if found is None:
        raise Http404
    return found


def caption(shown: OpenNomination) -> str:
    """What stands above the title: "Nomination LDN-7F3K-2"."""
    return f"{DecisionKind(shown.kind).label} {shown.reference}"


def task_page(
    request: HttpRequest,
    template: str,
    shown: OpenNomination,
    *,
    title: str,
    back: str = "",
    form: Form | None = None,
    **context: Any,
) -> HttpResponse:
    """One page of a nomination, with its reference above the title, its marking, and the way back to its tasks."""
    return page(
        request,
        f"originate/{template}.html",
        title=title,
        caption=caption(shown),
        marking=shown.marking,
        version=shown.version,
        back=back or reverse("originate:nomination", args=[shown.id]),
        section="nominations",
        shown=shown,
        form=form,
        **context,
    )
