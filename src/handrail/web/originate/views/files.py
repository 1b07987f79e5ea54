"""Checking a nomination file, and bringing it in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.exchange.checking import Checked, check
from handrail.exchange.importing import BroughtIn, bring_in
from handrail.gate import Faults, RuleBroken
from handrail.web.originate.banners import BROUGHT_IN, NOTHING_NEW
from handrail.web.originate.forms.file import CHECK, LARGEST, FileForm
from handrail.web.pages import done, page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor


def bring_in_file(request: HttpRequest) -> HttpResponse:
    """Take a file, say everything that is wrong with it, and bring it in if that was asked and nothing is."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: tuple[RuleBroken, ...] = ()
    checked: Checked | None = None
    if form.is_valid():
        with form.rules():
            try:
                taken = _take(request, form)
            except Faults as found:
                faults = found.faults
                form.add_error("file", "Nothing was brought in: the file has faults, which are listed below")
            else:
                if isinstance(taken, BroughtIn):
                    return _brought_in(request, taken)
                checked = taken
    return page(
        request,
        "originate/file.html",
        title="Bring in a nomination file",
        section="nominations",
        back=reverse("originate:nominations"),
        form=form,
        faults=[(fault.field or "The file", fault.sentence) for fault in faults],
        checked=checked,
    )


def _take(request: HttpRequest, form: FileForm) -> Checked | BroughtIn:
    data = form.cleaned_data["file"].read()
    by, purpose = actor(request), usual_purpose(request)
    if form.cleaned_data["step"] == CHECK:
        return check(data, by=by, purpose=purpose, largest=LARGEST)
    return bring_in(data, by=by, purpose=purpose, largest=LARGEST)


def _brought_in(request: HttpRequest, brought: BroughtIn) -> HttpResponse:
    to = reverse("originate:nominations")
    if brought.drafts:
        return done(request, BROUGHT_IN, to=to, drafts=brought.drafts, unchanged=brought.unchanged)
    return done(request, NOTHING_NEW, to=to, unchanged=brought.unchanged)
