"""How states look and how an end is told: the colours of tags, the words of a tombstone."""

from datetime import date

from handrail.gate import Withdrawn
from handrail.web.wording import spoken_date

_TAGS = {
    "waiting": "govuk-tag--blue",
    "active": "govuk-tag--teal",
    "done": "govuk-tag--green",
    "late": "govuk-tag--red",
    "stopped": "govuk-tag--yellow",
    "": "govuk-tag--grey",
}

_ENDED = {
    "recalled": "Recalled",
    "superseded": "Replaced by a correction",
    "corrected": "Replaced by a correction",
    "expired": "Its time is over",
    "sealed": "Sealed",
    "destroyed": "Destroyed",
    "declined": "Declined",
}


def tag_class(kind: str) -> str:
    """The GOV.UK class of a tag; raises KeyError for a kind that has no colour here."""
    return _TAGS[kind]


def withdrawn_title(withdrawn: Withdrawn) -> str:
    """ "Recalled on 9 June 2026"."""
    how = _ENDED.get(withdrawn.how, withdrawn.how.replace("_", " ").capitalize())
    return f"{how} on {_day(withdrawn.on)}" if withdrawn.on else how


def withdrawn_reason(withdrawn: Withdrawn) -> str:
    """Why, as a sentence."""
    reason = withdrawn.reason.strip()
    return f"{reason}." if reason and reason[-1] not in ".!?" else reason


def _day(on: str) -> str:
    try:
        return spoken_date(date.fromisoformat(on[:10]))
    except ValueError:
        return on
