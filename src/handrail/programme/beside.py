"""What a rulebook may not say otherwise than those beside it, because it would hold for their records too.

A member holds a role, and an organisation acts for a purpose, under every programme at once: a rulebook that lets
others hold a role, asks less of its holders or puts an organisation under another part of the law would change what
happens under the rest. One that asks them for a further course would lock them out, of all programmes, from the next
start. Its own codes are its own affair.
"""

from collections.abc import Iterable, Iterator

from handrail.programme.draft import Draft
from handrail.programme.entries import Purpose, Role
from handrail.programme.faults import Fault
from handrail.programme.rulebook import Programme


def at_odds(draft: Draft, others: Iterable[Programme]) -> list[Fault]:
    """Where the rulebook would change what holds under ``others``, by file and line."""
    beside = tuple(others)
    return sorted((*_roles(draft, beside), *_regimes(draft, beside)))


def _roles(draft: Draft, others: tuple[Programme, ...]) -> Iterator[Fault]:
    """A role that others know is held in no further kind of organisation; no less is asked of its holder, and no more
    training.
    """
    here = draft.codes.get("roles", frozenset())
    for role, place in draft.entries("roles", Role):
        known = [found for other in others if (found := other.roles.get(role.code))]
        if not known:
            continue
        for kind in sorted(role.held_in - frozenset().union(*(each.held_in for each in known))):
            message = (
                f'roles "{role.code}": no programme beside this one lets it be held in "{kind}", and whoever holds a '
                "role holds it under all of them."
            )
            yield place.fault("role-held-wider", message, "held_in", element=kind)
        if role.clearance == "official" and all(each.clearance != "official" for each in known):
            message = f'roles "{role.code}": every other programme asks for the clearance "{known[0].clearance}".'
            yield place.fault("role-asks-less", message, "clearance")
        for course in sorted(frozenset(role.training).difference(*(each.training for each in known))):
            message = (
                f'roles "{role.code}": no programme beside this one asks for the course "{course}", so whoever holds '
                "the role under them would be locked out. Give yours a role of its own."
            )
            yield place.fault("role-asks-more", message, "training", element=course)
        apart = frozenset.intersection(*(each.never_with for each in known)) & here
        for code in sorted(apart - role.never_with):
            message = f'roles "{role.code}": every other programme keeps it apart from "{code}".'
            yield place.fault("role-asks-less", message, "never_with")


def _regimes(draft: Draft, others: tuple[Programme, ...]) -> Iterator[Fault]:
    """For a purpose that others know, each kind of organisation is under the same part of the law as there."""
    for purpose, place in draft.entries("purposes", Purpose):
        for other in others:
            known = other.purposes.get(purpose.code)
            for kind, regime in purpose.regimes.items() if known else ():
                if known and known.regime_for(kind) != regime:
                    there = f'under "{known.regime_for(kind)}"' if known.regime_for(kind) else "under none"
                    message = (
                        f'purposes "{purpose.code}": "{kind}" is under "{regime}" here and {there} in {other.slug}. '
                        "An organisation that acts for a purpose is under one part of the law, whatever the programme."
                    )
                    yield place.fault("regime-differs", message, "regimes", regime, element=kind)
