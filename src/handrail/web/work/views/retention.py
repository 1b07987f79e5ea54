"""Whether the record of a closed case is let go when its time is over, or kept on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import letting_go
from handrail.casework.queries import retention
from handrail.programme import load
from handrail.web import banners
from handrail.web.pages import done
from handrail.web.work.retention_forms import LetGo
from handrail.web.work.views.cases import form_page, opened

LET_GO = banners.declare(
    "case.let_go",
    happened="You let the record go. What was written in this case is destroyed.",
    told="The ledger says that there was a case, and who let its record go.",
)
KEPT_ON = banners.declare(
    "case.kept_on", happened="The record is kept until {until}.", next="You are asked again when that day has come."
)


def end(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Decide; before its time is over, the page says until when it is kept, and it can be kept on."""
    by, why, shown = opened(request, person, case)
    kept = retention.kept(by=by, purpose=why.code, case=case)
    rulebook = load(shown.programme)
    form = LetGo(request.POST or None, grounds=rulebook.unseal_grounds, over=kept.over)
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            if said["what"] == "let_go":
                letting_go.let_go(by=by, purpose=why.code, case=case)
            else:
                letting_go.keep_on(by=by, purpose=why.code, case=case, ground=said["ground"], until=said["until"])
        if form.accepted:
            to = reverse("work:case", args=[person, case])
            if said["what"] == "let_go":
                return done(request, LET_GO, to=to)
            return done(request, KEPT_ON, to=to, until=said["until"])
    return form_page(
        request, "work/end_retention.html", "How long this record is kept", form=form, shown=shown, kept=kept,
        rule=rulebook.retention[kept.rule],
    )  # fmt: skip
