"""The service navigation: the same places for everybody, less those that a role has no use for."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from handrail.directory.signed_in import SignedIn

#: Roles with a part in what is known about somebody; the others get no list of people and no meetings. Policy decides
#: (the rule "look-through-people" of house.cedar); this only spares everybody else a link to a refusal.
_SEES_PEOPLE = frozenset(
    {
        "originating_officer",
        "authoriser",
        "single_point_of_contact",
        "practitioner",
        "case_coordinator",
        "panel_chair",
        "police_risk_owner",
        "duty_officer",
        "centre_lead",
        "caldicott_guardian",
        "data_protection_officer",
    }
)
_OVERSEES = frozenset(
    {
        "auditor",
        "evaluator",
        "programme_owner",
        "data_protection_officer",
        "caldicott_guardian",
        "consultee",
        "centre_lead",
    }
)
_ORIGINATES = frozenset({"originating_officer", "authoriser"})
_ANSWERS_FOR_RISK = frozenset(
    {
        "police_risk_owner",
        "duty_officer",
        "single_point_of_contact",
        "case_coordinator",
        "centre_lead",
        "data_protection_officer",
    }
)
_ADMINISTERS = frozenset({"administrator", "role_approver"})
#: Who is asked whether a record is somebody's. Authorisers and centre leads release such answers too, when they must.
_ANSWERS_CHECKS = frozenset({"single_point_of_contact", "caldicott_guardian"})


#: Whom a place is for; one that isn't here is for everybody.
_FOR = {
    "people": _SEES_PEOPLE,
    "meetings": _SEES_PEOPLE,
    "risks": _ANSWERS_FOR_RISK,
    "nominations": _ORIGINATES,
    "deconfliction": frozenset({"deconfliction_officer"}),
    "oversight": _OVERSEES,
    "members": _ADMINISTERS,
}


def sees_people(member: SignedIn) -> bool:
    """Whether any of the member's roles has a part in what is known about people."""
    return bool(member.roles & _SEES_PEOPLE)


def answers_checks(member: SignedIn) -> bool:
    """Whether identity checks are for any of the member's roles to answer."""
    return bool(member.roles & _ANSWERS_CHECKS)


@dataclass(frozen=True, slots=True)
class Place:
    """One item. ``view`` is the name of its first page; an item whose page does not exist is left out.

    An item stands for the pages whose addresses begin like its own, unless ``alone``: then for its one page.
    """

    key: str
    text: str
    view: str
    alone: bool = False

    def serves(self, member: SignedIn) -> bool:
        """Whether any of the member's roles has a use for it."""
        roles = _FOR.get(self.key)
        return roles is None or bool(member.roles & roles)


PLACES = (
    Place("waiting", "Waiting for you", "work:waiting", alone=True),
    Place("nominations", "Nominations", "originate:nominations"),
    Place("deconfliction", "May support go ahead?", "work:deconflictions"),
    Place("people", "People", "work:people"),
    Place("risks", "Risks", "work:our_risks"),
    Place("meetings", "Meetings", "work:meetings"),
    Place("agreements", "Agreements", "admin:agreements"),
    Place("oversight", "Oversight", "oversee:home"),
    Place("members", "Members and roles", "admin:members"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A place as this request shows it."""

    key: str
    text: str
    href: str
    here: bool


def items(request: HttpRequest, member: SignedIn | None) -> tuple[Item, ...]:
    """The places for ``member``; the one whose address the page lies under is marked as here."""
    if member is None:
        return ()
    found = [(place, _address(place.view)) for place in PLACES if place.serves(member)]
    shown = [(place, href) for place, href in found if href]
    under = [href for place, href in shown if _covers(place, href, request.path)]
    here = max(under, key=len, default="")
    return tuple(Item(place.key, place.text, href, href == here) for place, href in shown)


def _covers(place: Place, href: str, path: str) -> bool:
    return path == href if place.alone else path.startswith(href)


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
