"""Private matching, as a rulebook says it: whose registers may be asked, and what an identity check asks, step by step.

That a refuge, a clinic or an adviser knows somebody is itself what nobody may learn: registers of such services are
refused whatever a rulebook says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from handrail.programme.draft import Draft
from handrail.programme.entries import Category, Entry, Kinds, Yes
from handrail.programme.faults import Fault
from handrail.programme.kinds import INTELLIGENCE_SERVICES, NEVER_RECIPIENTS, POLICE
from handrail.programme.values import CodeOf

#: Kinds of service whose registers are never asked. A rulebook may refuse more, and none of these any less.
REFUSED: Final = frozenset({"mental_health", "sexual_health", "refuge", "faith", "immigration_advice"})

#: What can be asked of an identity, and from which kind of item it is taken.
ELEMENTS: Final = (
    "year_of_birth", "day_of_birth", "initial", "family_name", "given_name", "postcode_area", "postcode",
    "nhs_number", "pupil_number",
)  # fmt: skip

#: Elements that many people share: one of these is the first step.
SHARED_BY_MANY: Final = frozenset({"year_of_birth", "initial", "postcode_area"})

#: Elements that say who somebody is: shown only to those whose record fitted in something before.
SAYS_WHO: Final = frozenset({"family_name", "given_name", "postcode", "nhs_number", "pupil_number"})


@dataclass(frozen=True, slots=True)
class RegisterKind(Entry):
    """A kind of service that keeps a register. `held_by` says which kinds of organisation have such a service.

    With `refused`, no register of this kind is taken in: that the service knows somebody is too much to learn.
    """

    held_by: Kinds
    refused: Yes


@dataclass(frozen=True, slots=True)
class IdentityElement(Entry):
    """One step of an identity check, in the order of the rulebook. It is taken from an item of this `category`.

    `asked_of` says which kinds of organisation are told it.
    """

    category: Annotated[str, CodeOf("categories")]
    asked_of: Kinds


def registers_that_tell_too_much_are_refused(draft: Draft) -> Iterator[Fault]:
    """No rulebook takes in the register of a service whose knowing somebody is itself sensitive, nor of the police."""
    for kind, place in draft.entries("register_kinds", RegisterKind):
        if kind.code in REFUSED and not kind.refused:
            message = f'register_kinds "{kind.code}": that such a service knows somebody is never looked for.'
            yield place.fault("register-tells-too-much", message, "refused")
        if kind.refused:
            continue
        for holder in sorted(kind.held_by & (POLICE | INTELLIGENCE_SERVICES | NEVER_RECIPIENTS)):
            message = f'register_kinds "{kind.code}": "{holder}" keeps no register that help is looked for in.'
            yield place.fault("register-of-pursuit", message, "held_by", element=holder)


def checks_begin_with_the_least(draft: Draft) -> Iterator[Fault]:
    """An identity check asks what Handrail can take from an item, first of all something that many people share."""
    categories = {category.code: category for category, _ in draft.entries("categories", Category)}
    for number, (element, place) in enumerate(draft.entries("identity_elements", IdentityElement)):
        if element.code not in ELEMENTS:
            message = f'identity_elements "{element.code}": one of {", ".join(ELEMENTS)}.'
            yield place.fault("unknown-element", message, "code")
        if number == 0 and element.code not in SHARED_BY_MANY:
            message = f'identity_elements "{element.code}": the first step is one that many people share.'
            yield place.fault("begins-with-too-much", message, "code")
        category = categories.get(element.category)
        if category is None:
            continue
        if not category.identity:
            message = (
                f'identity_elements "{element.code}": only who somebody is, is asked: "{category.code}" is not that.'
            )
            yield place.fault("not-identity", message, "category")
        for kind in sorted(element.asked_of - category.recipients):
            message = f'identity_elements "{element.code}": "{kind}" may not have "{category.code}".'
            yield place.fault("element-not-permitted", message, "asked_of", element=kind)


MATCHING_RULES: Final = (registers_that_tell_too_much_are_refused, checks_begin_with_the_least)
