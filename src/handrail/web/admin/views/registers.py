"""The registers that may be asked who knows a person: offered, accepted, and how often they may be asked."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.queries.organisations import list_centres
from handrail.folders import is_full
from handrail.gate import may_begin
from handrail.ledger.note import VerificationKey
from handrail.matching.actions import registers as actions
from handrail.matching.actions.registers import Offer
from handrail.matching.queries import registers as queries
from handrail.matching.rules.faults import NoRoom
from handrail.matching.values import RegisterPage
from handrail.programme import load
from handrail.web import banners
from handrail.web.admin.forms.agreements import CentreForm
from handrail.web.admin.forms.registers import FindingForm, OfferForm, QuotaForm
from handrail.web.admin.places import PURPOSE
from handrail.web.forms import Confirm, Form, posted
from handrail.web.pages import SeeOther, done, is_shown, page
from handrail.web.requests import actor

OFFERED = banners.declare(
    "register.offered",
    happened="You brought in the register.",
    told="A second person of your organisation was told.",
    next="Nobody can ask it before they have accepted it.",
)
ACCEPTED = banners.declare(
    "register.accepted",
    happened="You accepted the register.",
    next="It can be asked once quota tokens are there, one for each time.",
)
DECLINED = banners.declare("register.declined", happened="You declined. What was brought in is destroyed.")
WITHDRAWN = banners.declare(
    "register.withdrawn", happened="You took the register back.", next="Nobody can ask it any more."
)
ADDED = banners.declare("register.quota_added", happened="Tokens brought in: {number}.")
LOOKED_AT = banners.declare("register.looked_at", happened="You said what you did about it.")

#: What one person does with one press: its action, the title of its page, and what is said after it.
STEPS = {
    "accept": (actions.accept, "Accept this register", ACCEPTED),
    "decline": (actions.decline, "Decline this register", DECLINED),
    "withdraw": (actions.withdraw, "Take this register back", WITHDRAWN),
}


def registers(request: HttpRequest) -> HttpResponse:
    """One's own registers, and those of others that may be asked."""
    by = actor(request)
    found = queries.registers(by=by, purpose=PURPOSE)
    return page(
        request,
        "admin/registers.html",
        title="Registers that can be asked",
        found=found,
        fingerprint=VerificationKey.parse(found.key).fingerprint,
        may_offer=may_begin("register.offer", by=by, purpose=PURPOSE),
        rulebook_of=load,
        back=reverse("admin:agreements"),
    )


def begin(request: HttpRequest) -> HttpResponse:
    """Offer a register: in which centre."""
    if not may_begin("register.offer", by=actor(request), purpose=PURPOSE):
        return SeeOther(reverse("admin:registers"))
    centres = list_centres(by=actor(request), purpose=PURPOSE)
    if len(centres) == 1:
        return SeeOther(reverse("admin:offer_register", args=[centres[0].id]))
    form = CentreForm(request.POST or None, centres=centres)
    if form.is_valid():
        return SeeOther(reverse("admin:offer_register", args=[form.cleaned_data["centre"]]))
    return page(
        request,
        "layouts/form.html",
        title="Which centre may ask it?",
        form=form,
        one_question=True,
        back=reverse("admin:registers"),
    )


def offer(request: HttpRequest, centre: UUID) -> HttpResponse:
    """Bring in the table of a register."""
    by = actor(request)
    place = next((each for each in list_centres(by=by, purpose=PURPOSE) if each.id == centre), None)
    if place is None:
        raise Http404
    if request.method != "POST" and not may_begin("register.offer", by=by, purpose=PURPOSE):
        return SeeOther(reverse("admin:registers"))
    form = OfferForm(request.POST, request.FILES) if request.method == "POST" else OfferForm()
    if form.is_valid():
        typed = form.cleaned_data
        with form.rules(), _on_disk(typed["table"].chunks()) as table:
            made = actions.offer(
                by=by, purpose=PURPOSE, centre=centre, offer=Offer(table, typed["key"], typed["address"])
            )
        if form.accepted:
            return done(request, OFFERED, to=reverse("admin:register", args=[made]))
    return page(
        request,
        "admin/offer_register.html",
        title="Offer a register",
        caption=place.name,
        form=form,
        rulebook=load(place.programme),
        back=reverse("admin:registers"),
    )


@contextmanager
def _on_disk(table: Iterable[bytes]) -> Iterator[Path]:
    """A table that was sent, in a file, to be read through. Raises NoRoom where the disk has none for it."""
    try:
        with tempfile.NamedTemporaryFile(suffix=".table") as copy:
            for chunk in table:
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
    except OSError as error:
        if is_full(error):
            raise NoRoom from None
        raise


def register(request: HttpRequest, register: UUID) -> HttpResponse:
    """One register: what was published, and how often it may still be asked."""
    shown = _opened(request, register)
    return _page(request, "register", _title(shown), shown, back=reverse("admin:registers"))


def add_quota(request: HttpRequest, register: UUID) -> HttpResponse:
    """Bring in tokens."""
    shown = _opened(request, register)
    if not is_shown(request, shown.steps, "add_quota"):
        return SeeOther(_address(shown))
    form = QuotaForm(request.POST, request.FILES) if request.method == "POST" else QuotaForm()
    if form.is_valid():
        with form.rules():
            number = actions.add_quota(
                by=actor(request),
                purpose=PURPOSE,
                register=register,
                tokens=form.lines(),
                until=form.cleaned_data["until"],
            )
        if form.accepted:
            return done(request, ADDED, to=_address(shown), number=number)
    return _page(request, "add_quota", "Let it be asked more often", shown, form=form)


def looked_at(request: HttpRequest, register: UUID) -> HttpResponse:
    """Say what one did about a register that was suspended."""
    shown = _opened(request, register)
    if not is_shown(request, shown.steps, "mark_looked_at"):
        return SeeOther(_address(shown))
    form = FindingForm(request.POST or None, rulebook=load(shown.programme))
    if form.is_valid():
        with form.rules():
            actions.mark_looked_at(by=actor(request), purpose=PURPOSE, register=register, **form.cleaned_data)
        if form.accepted:
            return done(request, LOOKED_AT, to=_address(shown))
    return _page(request, "register_looked_at", "Say what you did about this register", shown, form=form)


def decide(request: HttpRequest, register: UUID, step: str) -> HttpResponse:
    """Accept it, decline it, or take it back: one button."""
    shown = _opened(request, register)
    if step not in STEPS:
        raise Http404
    if not is_shown(request, shown.steps, step):
        return SeeOther(_address(shown))
    act, title, said = STEPS[step]
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            act(by=actor(request), purpose=PURPOSE, register=register)
        if form.accepted:
            # What was declined or taken back is not to be opened any more by everybody who could do so.
            return done(request, said, to=_address(shown) if step == "accept" else reverse("admin:registers"))
    return _page(request, f"register_{step}", title, shown, form=form)


def _opened(request: HttpRequest, register: UUID) -> RegisterPage:
    return queries.open_register(by=actor(request), purpose=PURPOSE, register=register)


def _page(
    request: HttpRequest, template: str, title: str, shown: RegisterPage, *, form: Form | None = None, **context: Any
) -> HttpResponse:
    return page(
        request,
        f"admin/{template}.html",
        title=title,
        caption=f"{shown.organisation} · {shown.centre}",
        form=form,
        shown=shown,
        fingerprint=VerificationKey.parse(shown.signing_key).fingerprint,
        rulebook=load(shown.programme),
        **{"back": _address(shown), **context},
    )


def _title(shown: RegisterPage) -> str:
    return load(shown.programme).register_kinds[shown.kind].title


def _address(shown: RegisterPage) -> str:
    return reverse("admin:register", args=[shown.id])
