"""An identity made comparable, once, for all the match keys that are made of it."""

from dataclasses import dataclass

from handrail.matching.identity import numbers
from handrail.matching.identity.dates import Born, born
from handrail.matching.identity.identity import Identity
from handrail.matching.identity.names import all_words, given_words, words
from handrail.matching.identity.places import place, postcode, street


@dataclass(frozen=True, slots=True)
class Comparable:
    """What an identity says, in one spelling. What was empty, or cannot be read, is empty."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]  # the words of each other name, the given ones first
    born: Born
    postcodes: tuple[tuple[str, str], ...]  # whole (or empty), and the outward part; the present one first
    places: tuple[str, ...]
    streets: tuple[tuple[str, str], ...]  # number, and name
    nhs_number: str
    upn: str
    other_number: str


def comparable(identity: Identity) -> Comparable:
    """An identity as it is compared."""
    return Comparable(
        given=given_words(identity.given),
        family=all_words(identity.family),
        also=tuple(filter(None, map(words, identity.also_known_as))),
        born=born(identity.born),
        postcodes=tuple(dict.fromkeys(code for code in map(postcode, identity.postcodes) if code[1])),
        places=tuple(dict.fromkeys(filter(None, map(place, identity.places)))),
        streets=tuple(map(street, identity.streets)),
        nhs_number=numbers.nhs_number(identity.nhs_number),
        upn=numbers.upn(identity.upn),
        other_number=numbers.other_number(identity.other_number),
    )
