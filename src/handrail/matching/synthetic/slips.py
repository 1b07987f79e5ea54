"""Slips of the hand, the eye and the ear in one word or number."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

_DATA: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("slips.toml").read_text(encoding="utf-8"))


def _pairs(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (pair.partition("=") for pair in _DATA[section]["pairs"])
    return tuple((re.compile(re.escape(there), re.IGNORECASE), written) for there, _, written in pairs)


_SCANNING: Final = _pairs("scanning")
_HEARING: Final = _pairs("hearing")


def typing(word: str, chance: Random) -> str:
    """One key wrong: left out, twice, two exchanged, or a neighbour pressed. The first letter is mostly right."""
    if len(word) < 3:
        return word
    at = chance.randrange(len(word)) if chance.random() < 0.1 else chance.randrange(1, len(word))
    letter, rest = word[at], word[at + 1 :]
    match chance.randrange(4):
        case 0:
            return word[:at] + rest
        case 1:
            return word[: at + 1] + letter.lower() + rest
        case 2 if rest:
            return word[:at] + rest[0] + letter + rest[1:]
        case _:
            beside = _DATA["keyboard"].get(letter.lower())
            return word[:at] + chance.choice(beside) + rest if beside else word[:at] + rest


def scanning(word: str, chance: Random) -> str:
    """One shape taken for another; the same word where nothing in it looks like anything else."""
    return _one_of(_SCANNING, word, chance)


def hearing(word: str, chance: Random) -> str:
    """One sound spelled in another way; the same word where nothing in it can be."""
    return _one_of(_HEARING, word, chance)


def digit(text: str, chance: Random) -> str:
    """One digit another one."""
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = chance.choice(places)
    other = chance.choice([each for each in "0123456789" if each != text[at]])
    return text[:at] + other + text[at + 1 :]


def _one_of(pairs: tuple[tuple[re.Pattern[str], str], ...], word: str, chance: Random) -> str:
    found = [
        (place, written) for there, written in pairs for place in there.finditer(word) if place.start() or len(word) > 3
    ]
    if not found:
        return word
    place, written = chance.choice(found)
    if place.start() == 0:
        written = written[0].upper() + written[1:]
    return word[: place.start()] + written + word[place.end() :]
