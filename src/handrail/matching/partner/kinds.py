"""Whose register may be published at all. The kinds of service are those of the rulebook that Handrail comes with."""

from handrail.programme import UnknownCode, load
from handrail.programme.matching import RegisterKind

_PROGRAMME = "mac"


class KindRefused(Exception):
    """Registers of this kind are not published, or there is no such kind. The text says why."""


def kinds() -> tuple[RegisterKind, ...]:
    """Every kind of service, those among them whose registers are refused."""
    return tuple(load(_PROGRAMME).register_kinds)


def publishable(code: str) -> RegisterKind:
    """The kind with this code. Raises :class:`KindRefused`."""
    may = ", ".join(kind.code for kind in kinds() if not kind.refused)
    try:
        kind = load(_PROGRAMME).register_kinds[code]
    except UnknownCode:
        raise KindRefused(f'There is no kind of service "{code}". Choose one of {may}.') from None
    if kind.refused:
        raise KindRefused(f"{kind.title}: a register of this kind is never published. {kind.description}")
    return kind
