"""What the installed rulebooks say when they are asked together: a member works under all of them."""

from collections.abc import Iterable, Mapping

from handrail import programme
from handrail.programme import Programme, Role, Training


def find_role(code: str, *, kind: str = "") -> Role | None:
    """The role of that code, from the first rulebook that has it and, if ``kind`` is given, lets such members hold it.

    A rulebook comes before those that are based on it: what they call a role differently is said where only they
    know it.
    """
    found = (role for rulebook in _bases_first() if (role := rulebook.roles.get(code)))
    return next((role for role in found if not kind or kind in role.held_in), None)


def role_title(code: str, *, kind: str = "") -> str:
    """What a role is called, in this kind of organisation if given; the code itself if no rulebook has it any more."""
    role = find_role(code, kind=kind) or find_role(code)
    return role.title if role else code


def _bases_first() -> list[Programme]:
    return sorted(programme.installed(), key=lambda rulebook: bool(rulebook.based_on))


def roles_for(kind: str) -> tuple[Role, ...]:
    """Every role that members of this kind of organisation may hold, once each, in the order of the rulebooks."""
    found: dict[str, Role] = {}
    for rulebook in _bases_first():
        for role in rulebook.roles:
            if kind in role.held_in:
                found.setdefault(role.code, role)
    return tuple(found.values())


def courses() -> Mapping[str, Training]:
    """Every course, by code. Where rulebooks differ on how long one counts, the shortest time."""
    found: dict[str, Training] = {}
    for rulebook in programme.installed():
        for course in rulebook.training:
            known = found.get(course.code)
            if known is None or course.valid_months < known.valid_months:
                found[course.code] = course
    return found


def courses_for(roles: Iterable[str]) -> frozenset[str]:
    """The courses that the rulebooks ask of whoever holds one of ``roles``."""
    held = frozenset(roles)
    return frozenset(course for role, course in courses_needed() if role in held)


def courses_needed() -> frozenset[tuple[str, str]]:
    """Each role with each course that a rulebook asks of whoever holds it, as (role, course)."""
    return frozenset(
        (role.code, course) for rulebook in programme.installed() for role in rulebook.roles for course in role.training
    )


def regimes_of(kind: str) -> Mapping[str, str]:
    """The data-protection regime of a kind of organisation for each purpose that the rulebooks let it act for."""
    return {
        purpose.code: regime
        for rulebook in programme.installed()
        for purpose in rulebook.purposes
        if (regime := purpose.regime_for(kind)) is not None
    }


def is_purpose(code: str) -> bool:
    """Whether some installed rulebook knows this purpose."""
    return any(code in rulebook.purposes.codes for rulebook in programme.installed())


def purpose_title(code: str) -> str:
    """What a purpose is called, by the first rulebook that has it; the code itself if none has it any more."""
    found = (rulebook.purposes[code].title for rulebook in _bases_first() if code in rulebook.purposes.codes)
    return next(found, code)


def rulebook_that_times(timescale: str, *, preferred: str) -> Programme:
    """The rulebook whose ``timescale`` counts: the preferred one if it has it, else the first that does.

    Raises LookupError if no rulebook has it.
    """
    for rulebook in (programme.load(preferred), *programme.installed()):
        if timescale in rulebook.timescales:
            return rulebook
    raise LookupError(f"No installed rulebook has the timescale {timescale}.")


def owing_role(rulebook: Programme, timescale: str, *, kind: str) -> str | None:
    """The first role that owes ``timescale`` and that an organisation of this kind may have; None if there is none."""
    owed_by = rulebook.timescales[timescale].owed_by
    return next((code for code in owed_by if kind in rulebook.roles[code].held_in), None)
