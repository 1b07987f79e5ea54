"""How a person gets their names, by the customs that an origin's file states."""

from functools import lru_cache
from random import Random
from typing import Final

from handrail.matching.synthetic.origins import Name, Origin, Written
from handrail.matching.synthetic.people import Person

#: Of people whose name has several spellings, those who keep to the usual one.
_USUAL: Final = 0.55


def spelled(name: Name, chance: Random) -> Written:
    """A name as the person (or whoever registered the birth) spells it ever after."""
    if name.spellings and chance.random() > _USUAL:
        return Written(chance.choice(name.spellings), name)
    return Written(name.usual, name)


def given_names(
    origin: Origin, chance: Random, *, woman: bool, father: Person | None = None, syllable: str = ""
) -> tuple[tuple[Written, ...], int]:
    """Given names, and the place of the one that is used. ``syllable``: what brothers and sisters share."""
    naming = origin.naming
    if origin.first_syllables:
        first = syllable or origin.first_syllables.draw(chance).usual
        return (spelled(_of_syllables(origin, first, origin.second_syllables[woman].draw(chance).usual), chance),), 0
    own = spelled(origin.given[woman].draw(chance), chance)
    if origin.before and not woman and chance.random() < naming.before_given["share"]:
        return (spelled(origin.before.draw(chance), chance), own), 1
    second = _second_name(origin, chance, woman=woman, father=father)
    return ((own, second) if second and second.name != own.name else (own,)), 0


def _second_name(origin: Origin, chance: Random, *, woman: bool, father: Person | None) -> Written | None:
    """The father's name, Singh or Kaur, or another given name, as the custom is."""
    naming = origin.naming
    if second := origin.seconds.get(woman):
        return spelled(second, chance)
    if naming.family == "patronymic" or chance.random() < naming.father_as_second:
        return father.given[father.used] if father else spelled(origin.given[False].draw(chance), chance)
    if chance.random() < naming.second_given:
        return spelled(origin.given[woman].draw(chance), chance)
    return None


def family_name(origin: Origin, chance: Random) -> Written:
    """A family name as a man has it."""
    if origin.naming.family == "patronymic":
        return spelled(origin.given[False].draw(chance), chance)
    if origin.seconds and chance.random() < origin.naming.last_is_second:
        return spelled(origin.seconds[False], chance)
    if origin.composed and chance.random() < origin.composed[0]:
        _, first, second = origin.composed
        text = first.draw(chance).usual + second.draw(chance).usual
        return Written(text, Name(text))
    name = spelled(origin.family.draw(chance), chance)
    if chance.random() < origin.naming.double_barrelled:
        other = spelled(origin.family.draw(chance), chance)
        text = f"{name.text}-{other.text}"
        return Written(text, Name(text))
    return name


def for_a_woman(origin: Origin, family: Written, chance: Random) -> Written:
    """A family's name as its women have it: another ending, Kaur for Singh, or a name that only women have."""
    if origin.instead and chance.random() < origin.naming.women_instead["share"]:
        return spelled(origin.instead.draw(chance), chance)
    if origin.seconds and family.name == origin.seconds[False]:
        return spelled(origin.seconds[True], chance)
    return _with_ending(origin, family) if origin.women_end else family


def western_name(origin: Origin, chance: Random, *, woman: bool) -> Written | None:
    """The given name that somebody uses with strangers, if any."""
    if not origin.western or chance.random() >= origin.naming.western_name:
        return None
    return spelled(origin.western[woman].draw(chance), chance)


@lru_cache(maxsize=20_000)
def _of_syllables(origin: Origin, first: str, second: str) -> Name:
    """A given name of two syllables, in the ways in which the two are joined."""
    text = f"{first} {second.capitalize()}"
    romanised = origin.syllables
    other_first, other_second = romanised.get(first.lower(), first.lower()), romanised.get(second, second)
    other = f"{other_first.capitalize()} {other_second.capitalize()}"
    ways = (f"{first}{second}", f"{first}-{second.capitalize()}", f"{first}-{second}", other)
    return Name(text, tuple(dict.fromkeys(way for way in ways if way != text)))


@lru_cache(maxsize=20_000)
def _with_ending(origin: Origin, family: Written) -> Written:
    return Written(
        _ending(origin, family.text),
        Name(_ending(origin, family.name.usual), tuple(_ending(origin, each) for each in family.name.spellings)),
    )


def _ending(origin: Origin, text: str) -> str:
    for man, woman in origin.women_end:
        if text.endswith(man):
            return text[: -len(man)] + woman
    return text
