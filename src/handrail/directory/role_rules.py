"""Who may hold which role: what the rulebook says of kinds of organisation, clearance, and roles kept apart."""

from collections.abc import Iterable

from handrail.directory.rulebooks import find_role
from handrail.gate import RuleBroken
from handrail.programme import Role

_CLEARANCE = {"official": 1, "official_sensitive": 2}


def check_may_hold(code: str, *, kind: str, clearance: int, others: Iterable[str]) -> Role:
    """The role, if a member of such an organisation, so cleared and with ``others`` besides, may hold it.

    Raises :class:`RuleBroken`, at the field ``role``, for the first thing that stands in the way.
    """
    known = find_role(code)
    if known is None:
        raise RuleBroken("unknown-role", "Select a role from the list.", field="role")
    role = find_role(code, kind=kind)
    if role is None:
        raise RuleBroken(
            "role-not-held-here",
            f"The rulebook doesn’t let members of this kind of organisation be {_article(known.title)}.",
            field="role",
        )
    if clearance < _CLEARANCE[role.clearance]:
        raise RuleBroken(
            "role-needs-clearance",
            f"{_article(role.title).capitalize()} must be cleared to read OFFICIAL – SENSITIVE. Record that first.",
            field="role",
        )
    for other in others:
        held = find_role(other)
        if other in role.never_with or (held is not None and code in held.never_with):
            title = held.title if held else other
            raise RuleBroken(
                "roles-kept-apart",
                f"The same person can’t be {_article(role.title)} and {_article(title)}. End the other role first.",
                field="role",
            )
    return role


def _article(title: str) -> str:
    words = title[0].lower() + title[1:]
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
