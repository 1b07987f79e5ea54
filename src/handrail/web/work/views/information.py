"""The information about the person of a case, as the reader's organisation holds it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handrail.sharing.queries.information import information as read_information
from handrail.web.fields import OneOf, Option
from handrail.web.forms import Form
from handrail.web.pages import page
from handrail.web.work.views.cases import frame, opened


class Narrow(Form):
    """Sent in the body and not in the address: which category is asked for says something about the person."""

    category = OneOf("Kind of information", [], required=False, as_select=True)


def information(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """What the reader may read about the person, by the organisation that it came from."""
    by, why, shown = opened(request, person, case)
    asked = request.POST.get("category", "")
    found = read_information(by=by, purpose=why.code, person=person, category=asked)
    form = Narrow(initial={"category": asked})
    form.offer("category", [Option("", "Everything"), *(Option(each.code, each.title) for each in found.categories)])
    around = frame(shown, "work:case_information")
    return page(
        request,
        "work/case_information.html",
        **{**around, "marking": max(shown.marking, found.marking)},
        purpose=why,
        shown=shown,
        found=found,
        form=form,
        narrowed=bool(asked),
    )
