"""Who pays? What a centre takes, who bears it, and what nobody funds."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from handrail.costs.queries.totals import costs_of_centre
from handrail.costs.rules import SMALLEST
from handrail.costs.values import Amount, CentreCosts
from handrail.directory.queries.organisations import list_centres
from handrail.programme import load
from handrail.web.amounts import spoken_minutes, spoken_pence
from handrail.web.oversee.pictures import bars
from handrail.web.pages import page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor, current_member

#: Who bears it, in the order of the page.
_COVERS = (("paid", "Paid for"), ("promised", "Promised, not confirmed"), ("nobody", "Nobody pays"))

HIDDEN = "Hidden"


def costs(request: HttpRequest) -> HttpResponse:
    """The totals of one centre: that of the address, the member's own, or the first."""
    by, purpose, member = actor(request), usual_purpose(request), current_member(request)
    centres = list_centres(by=by, purpose=purpose)
    if not centres:
        raise Http404
    own = member.centre_id if member else None
    ids = [each.id for each in centres]
    asked = _asked(request)
    centre = next((each for each in (asked, own) if each in ids), ids[0])
    found = costs_of_centre(by=by, purpose=purpose, centre=centre)
    borne = dict(found.covers)
    return page(
        request,
        "oversee/costs.html",
        title=_finding(found),
        caption=f"Who pays? {found.centre}",
        section="oversight",
        found=found,
        centres=[(each.name, f"{reverse('oversee:costs')}?centre={each.id}", each.id == centre) for each in centres],
        kinds=load(found.programme).kinds_of_work,
        smallest=SMALLEST,
        said=_said,
        hours=bars(
            "Hours, by who bears them",
            [(words, _part(borne, code, "minutes"), _spoken(borne, code, "minutes")) for code, words in _COVERS],
        ),
        money=bars(
            "Money, by who bears it",
            [(words, _part(borne, code, "pence"), _spoken(borne, code, "pence")) for code, words in _COVERS],
        ),
    )


def _asked(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("centre", ""))
    except ValueError:
        return None


def _finding(found: CentreCosts) -> str:
    """The finding as the page's heading."""
    if not found.entries:
        return "Nothing was recorded up to the end of last month"
    unfunded = found.unfunded
    if unfunded is None:
        return "What nobody funds can’t be shown: too few people stand behind it"
    if not unfunded.minutes and not unfunded.pence:
        return "Somebody pays for everything that was recorded"
    return f"Nobody funds {_said(unfunded)}"


def _said(amount: Amount | None) -> str:
    """An amount in words, rounded to whole hours and pounds: "312 hours and £4,120"."""
    if amount is None:
        return HIDDEN
    parts = [spoken_minutes(_whole(amount.minutes, 60)), spoken_pence(_whole(amount.pence, 100))]
    if not any(parts) and (amount.minutes or amount.pence):
        return "less than an hour or a pound"
    return " and ".join(part for part in parts if part) or "Nothing"


def _whole(amount: int, unit: int) -> int:
    """The amount rounded to whole units, halves upwards."""
    return (amount + unit // 2) // unit * unit


def _part(borne: dict[str, Amount | None], code: str, measure: str) -> int | None:
    if code not in borne:
        return 0
    amount = borne[code]
    return None if amount is None else int(getattr(amount, measure))


def _spoken(borne: dict[str, Amount | None], code: str, measure: str) -> str:
    part = _part(borne, code, measure)
    if part is None:
        return HIDDEN
    if measure == "minutes":
        return (spoken_minutes(_whole(part, 60)) or "under 1 hour") if part else "None"
    return (spoken_pence(_whole(part, 100)) or "under £1") if part else "None"
