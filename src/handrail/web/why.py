"""The page "Why?": which rules decided on something, what would change it, and whom to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.directory.rulebooks import find_role, is_purpose, purpose_title, role_title
from handrail.directory.signed_in import whom_to_ask
from handrail.gate import Refused
from handrail.oversight.queries import why as queries
from handrail.policy import Change, Explanation, Standing, explain
from handrail.policy.explain import NO_PERMISSION, POLICY_ERROR
from handrail.web import refusals
from handrail.web.pages import page
from handrail.web.purposes import usual_purpose
from handrail.web.remedies import REMEDIES
from handrail.web.requests import actor, current_member

#: Explained in words, but no rule of the text: nothing on the page of rules to lead to.
_NO_RULE = frozenset({NO_PERMISSION, POLICY_ERROR})


@dataclass(frozen=True, slots=True)
class Said:
    """One rule, what would change what it says, and whether it stands on the page of rules."""

    rule: Explanation
    change: tuple[str, ...]
    depends: bool = False

    @property
    def on_page(self) -> bool:
        return self.rule.rule not in _NO_RULE


def why_of(request: HttpRequest, action: str, kind: str, record: UUID) -> HttpResponse:
    """Why something may be done to a record, or not; the purpose of the moment that is explained is in the address."""
    return _page(request, action, kind, record)


def why(request: HttpRequest, action: str) -> HttpResponse:
    """The same where there is no record yet: a list, something new."""
    return _page(request, action, "House", None)


def address(error: Refused) -> str:
    """Where a refusal is explained; "" if it was about something that is no record."""
    kind, record, purpose = error.asked
    if kind == "House":
        return f"{reverse('why', args=[error.action])}?{urlencode({'purpose': purpose})}"
    return of_record(error.action, kind, record, purpose) if kind in queries.kinds() else ""


def of_record(action: str, kind: str, record: UUID | str, purpose: str) -> str:
    """Where it is explained what policy says to ``action`` on a record."""
    return f"{reverse('why_of', args=[action, kind, record])}?{urlencode({'purpose': purpose})}"


def _page(request: HttpRequest, action: str, kind: str, record: UUID | None) -> HttpResponse:
    member, by = current_member(request), actor(request)
    purpose = request.GET.get("purpose") or usual_purpose(request)
    if not is_purpose(purpose):  # from an address that somebody else wrote, and the page would say it for them
        raise Http404
    found = queries.why(by=by, purpose=purpose, action=action, kind=kind, record=record)
    of = member.organisation_kind if member else ""
    decided = [_decided(rule, found.standings, of) for rule in found.decided_by]
    permits = [] if found.allowed else [said for each in found.standings if (said := _nearby(each, of))]
    asked = {said.rule.ask: said.rule.whom for said in (*decided, *permits[:1])}
    return page(
        request,
        "why.html",
        title=f"Why you can{'' if found.allowed else '’t'} {refusals.what(action)}",
        found=found,
        purpose_title=purpose_title(purpose),
        decided=decided,
        permits=permits,
        permitted=any(each.effect == "permit" and each.outcome == "holds" for each in found.standings),
        others=[explain(each.rule) for each in found.standings if each.effect == "forbid"],
        helpers=[whom_to_ask(by.organisation, role, whom) for role, whom in asked.items()] if not found.allowed else [],
        back="/",
    )


def _decided(rule: str, standings: Iterable[Standing], kind: str) -> Said:
    found = next((each for each in standings if each.rule == rule), None)
    written = (REMEDIES[rule],) if rule in REMEDIES else ()
    return Said(explain(rule), (*written, *(_changes(found.changes, kind) if found and not written else ())))


def _nearby(standing: Standing, kind: str) -> Said | None:
    """A permit that comes near: it lacks something that could be otherwise, or depends on the record."""
    if standing.effect == "forbid" or standing.outcome == "holds":
        return None
    change = _changes(standing.changes, kind)
    depends = standing.outcome == "depends"
    return Said(explain(standing.rule), change, depends) if change or depends else None


def _changes(changes: Iterable[Change], kind: str) -> tuple[str, ...]:
    """Each thing that would change it, in a sentence. A role that nobody in such an organisation holds is left out."""
    named: dict[str, list[str]] = {}
    for change in changes:
        if change.what != "with_role" or find_role(change.code, kind=kind):
            titled = purpose_title(change.code) if change.what == "purpose" else role_title(change.code, kind=kind)
            named.setdefault(change.what, []).append(titled if change.code else "")
    return tuple(_SENTENCES[what].format(", ".join(titles)) for what, titles in named.items())


_SENTENCES = {
    "with_role": "You would need one of these roles: {}.",
    "without_role": "Somebody would have to do it who is not: {}.",
    "purpose": "You would have to come for one of these purposes: {}.",
    "training": "Your training would have to be in date.",
    "clearance": "You would have to be cleared for OFFICIAL – SENSITIVE.",
}
