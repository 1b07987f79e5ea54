"""The rules, for everybody: what decides who may do what is no secret."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from handrail.policy import engine
from handrail.policy.book import chapters
from handrail.policy.proved import NOT_PROVED, recorded
from handrail.policy.rules import ASK
from handrail.web.pages import page
from handrail.web.throttles import throttled


@login_not_required
@require_safe
@throttled("public_rules", reading=True)
def rules(request: HttpRequest) -> HttpResponse:
    """What is promised and whether it is proved; then every rule: its sentence, source, whom to ask, and its text."""
    return page(
        request,
        "public/rules.html",
        title="The rules",
        proofs=recorded(),
        not_proved=NOT_PROVED,
        chapters=chapters(tuple(engine().rules.values())),
        asks=ASK,
    )
