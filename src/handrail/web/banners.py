"""The green banner after an act: what happened, who was told, what happens next.

It crosses a redirect in the session, and sessions keep no plaintext: so what is stored is the banner's code and its
facts, which are references, numbers and dates only. The words are declared beside the views::

    RELEASED = banners.declare(
        "disclosure.released",
        happened="You released {reference} to {recipients} organisations.",
        told="Their points of contact were told that something is waiting for them.",
        next="You will see here when each has acknowledged it.",
    )
    ...
    return pages.done(request, RELEASED, to=url, reference="LDN-7F3K-2", recipients=3)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from handrail.web.wording import spoken_date, spoken_moment

_SESSION_KEY = "banner"
_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")

Fact = str | int | date | datetime


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner's words, with ``{names}`` where facts go; ``told`` and ``next`` may be empty."""

    code: str
    happened: str
    told: str = ""
    next: str = ""


_declared: dict[str, Banner] = {}


def declare(code: str, *, happened: str, told: str = "", next: str = "") -> Banner:  # noqa: A002, its name on the page
    """Declare a banner once, when its module is imported."""
    if code in _declared:
        raise RuntimeError(f"The banner {code} is declared twice.")
    _declared[code] = Banner(code, happened, told, next)
    return _declared[code]


def leave(request: HttpRequest, banner: Banner, **facts: Fact) -> None:
    """Leave ``banner`` for the next page that this user sees. Raises ValueError for a fact that could be a name."""
    request.session[_SESSION_KEY] = {
        "code": banner.code,
        "facts": {name: _stored(name, fact) for name, fact in facts.items()},
    }


def take(request: HttpRequest) -> Banner | None:
    """The banner waiting for this user, in words, once."""
    if _SESSION_KEY not in getattr(request, "session", {}):
        return None
    waiting = request.session.pop(_SESSION_KEY)
    banner = _declared.get(waiting["code"])
    if banner is None:
        return None
    facts = {name: _spoken(fact) for name, fact in waiting["facts"].items()}
    return Banner(
        banner.code,
        banner.happened.format(**facts),
        banner.told.format(**facts),
        banner.next.format(**facts),
    )


def _stored(name: str, fact: Fact) -> Mapping[str, str | int]:
    match fact:
        case datetime():
            return {"moment": fact.isoformat()}
        case date():
            return {"day": fact.isoformat()}
        case bool():
            raise ValueError(f"{name}: say it in the banner's words instead.")
        case int():
            return {"number": fact}
        case _ if _REFERENCE.fullmatch(fact):
            return {"reference": fact}
        case _:
            raise ValueError(f"{name}: a banner carries references, numbers and dates, never other text.")


def _spoken(fact: Mapping[str, str | int]) -> str:
    ((kind, value),) = fact.items()
    match kind:
        case "moment":
            return spoken_moment(datetime.fromisoformat(str(value)))
        case "day":
            return spoken_date(date.fromisoformat(str(value)))
        case "number":
            return f"{value:,}"
        case _:
            return str(value)
