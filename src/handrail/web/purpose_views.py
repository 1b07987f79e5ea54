"""The page "Why are you opening this record?"."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from handrail.web.fields import OneOf, Option
from handrail.web.forms import Form
from handrail.web.pages import SeeOther, page
from handrail.web.purposes import offered, remember

_PLAIN_CHOICES = 3
_ANOTHER = "another"


class PurposeForm(Form):
    """Three plain choices, and the others of the rulebook under "Another reason"."""

    reason = OneOf(
        "Why are you opening this record?",
        hint="Your answer is recorded with everything you open, and the person can be told of it.",
        missing="Select why you are opening this record",
        reveals={_ANOTHER: "other"},
    )
    other = OneOf("Which other reason?", as_select=True, required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST or None)
        reasons = [Option(reason.code, reason.title) for reason in offered(request)]
        plain, others = reasons[:_PLAIN_CHOICES], reasons[_PLAIN_CHOICES:]
        if others:
            plain = [*plain, Option(_ANOTHER, "Another reason")]
        self.offer("reason", plain)
        self.offer("other", others)

    def clean(self) -> None:
        if self.cleaned_data.get("reason") == _ANOTHER and not self.cleaned_data.get("other"):
            self.add_error("other", "Select which other reason")

    @property
    def chosen(self) -> str:
        """The code of the access reason."""
        reason = str(self.cleaned_data["reason"])
        return str(self.cleaned_data["other"]) if reason == _ANOTHER else reason


def ask(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask, remember the answer, and go back. The page is the same whether or not there is such a person."""
    form = PurposeForm(request)
    if form.is_valid():
        remember(request, person, form.chosen)
        return SeeOther(_where_to(request))
    return page(request, "purpose.html", title="Why are you opening this record?", form=form, back=reverse("front"))


def _where_to(request: HttpRequest) -> str:
    asked = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if safe else reverse("front")
