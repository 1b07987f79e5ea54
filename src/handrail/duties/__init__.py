"""Duties: what is due, from whom and by when.

The floors above raise a duty inside the act that makes something due, and end it inside the act that does it. What is
due in another organisation is raised there, under ``act.deliver_to``.

The functions are imported when first used: the app registry imports this package before Django can load a model.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handrail.duties.actions import look_after, look_after_late, pass_on, take
    from handrail.duties.models import NOBODY
    from handrail.duties.queries import Due, Group, Waiting, late, waiting_for
    from handrail.duties.raising import (
        Raised,
        cancel,
        complete,
        due_about,
        hand_over,
        now_about,
        on_raised,
        raise_about,
        raise_duty,
    )
    from handrail.duties.resources import DUTY
    from handrail.duties.working_time import Unit, WorkingTime

_ROOMS = {
    "actions": ("look_after", "look_after_late", "pass_on", "take"),
    "models": ("NOBODY",),
    "queries": ("Due", "Group", "Waiting", "late", "waiting_for"),
    "raising": (
        "Raised",
        "cancel",
        "complete",
        "due_about",
        "hand_over",
        "now_about",
        "on_raised",
        "raise_about",
        "raise_duty",
    ),
    "resources": ("DUTY",),
    "working_time": ("Unit", "WorkingTime"),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "DUTY",
    "NOBODY",
    "Due",
    "Group",
    "Raised",
    "Unit",
    "Waiting",
    "WorkingTime",
    "cancel",
    "complete",
    "due_about",
    "hand_over",
    "late",
    "look_after",
    "look_after_late",
    "now_about",
    "on_raised",
    "pass_on",
    "raise_about",
    "raise_duty",
    "take",
    "waiting_for",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
