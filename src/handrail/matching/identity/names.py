"""Names made comparable: plain letters, no particles, one name for its other spellings and short forms, and its sound.

Nothing here guesses where a name is from: each rule applies to every name. What a rule takes from a name that it was
not made for (Oliver’s O, for the sake of O’Byrne) it takes on both sides, and they still agree.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from anyascii import anyascii
from doublemetaphone import doublemetaphone
from nicknames import NickNamer

#: Words and names that need not be read again. Rarer ones are forgotten, so that memory doesn't grow with a register.
_REMEMBERED: Final = 20_000
_DATA: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
_LEFT_OUT: Final = frozenset(_DATA["particles"]) | frozenset(_DATA["titles"])
_JOINED: Final = frozenset(_DATA["joined"])
_BEFORE: Final = frozenset(_DATA["before_the_name_in_use"])
_SILENT: Final = str.maketrans("", "", "'’‘`\u00b4")
_APART: Final = re.compile(r"[^a-z]+")
#: Abdulrahman, Abdirahman, Abdurrahman, Cabdiraxmaan: the servant of the Merciful. Abdullah stays whole.
_SERVANT: Final = re.compile(r"c?abd[aeiou]{1,2}(?:l(?!l?ah)|r(?=r)|s(?=[sh])|)(?=[^aeiou][a-z]{3})(?!l?lah)")
#: One syllable of Mandarin or Cantonese in letters: a given name of two is written as one word, or as two.
_SYLLABLE: Final = re.compile(r"(?:[zcs]h|t[sz]|hs|[kg]w|[bpmfdtnlgkhjqxrzcsyw])[aeiou]{1,3}(?:ng|[nmpkt])?")
#: What one record has before a name, joined to it, and the next leaves out: Alqahtani, Elsayed, O’Byrne.
_JOINED_BEFORE: Final = re.compile(r"^(?:(?:[ae]l|o)(?=[^aeiou][a-z]{3}))+")
#: How double metaphone writes the sound of "th". Many languages have none, and write and hear a "t".
_TH: Final = "0"
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=_REMEMBERED)
def words(written: str) -> tuple[str, ...]:
    """The words of a name in plain lower-case letters, without particles and titles unless there is nothing else."""
    plain = anyascii(written).translate(_SILENT).lower()
    every: list[str] = []
    before = ""
    for word in filter(None, _APART.split(plain)):
        if word in _JOINED:
            before += word
        else:
            every.append(before + word)
            before = ""
    if before:
        every.append(before)
    return tuple(word for word in every if word not in _LEFT_OUT) or tuple(every)


def all_words(names: Iterable[str]) -> tuple[str, ...]:
    """The distinct words of several names, in the order in which they stand."""
    return tuple(dict.fromkeys(word for name in names for word in words(name)))


def given_words(names: Iterable[str]) -> tuple[str, ...]:
    """The words of given names, the one in use first.

    Syllables of one name are one word, however they were written. Muhammad and titles of honour stand before the name
    that somebody is called by, and one record has them, the next an initial for them, the next nothing.
    """
    every = all_words(names)
    if len(every) == 2 and all(len(word) > 1 and _SYLLABLE.fullmatch(word) for word in every):
        return ("".join(every),)
    return tuple(sorted(every, key=lambda word: len(word) == 1 or _given_forms().get(word, word) in _BEFORE))


@lru_cache(maxsize=_REMEMBERED)
def usual(word: str) -> str:
    """The given name that a word is a spelling or a short form of, or the word itself."""
    return _bare(_given_forms().get(word) or _only_long_form(word) or word)


@lru_cache(maxsize=_REMEMBERED)
def sound(word: str) -> str:
    """How a given name sounds. A word in which double metaphone hears nothing sounds like itself."""
    return _heard(usual(word))


@lru_cache(maxsize=_REMEMBERED)
def family_sound(word: str) -> str:
    """How a family name sounds."""
    return _heard(_bare(_family_forms().get(word, word)))


def _bare(word: str) -> str:
    return _JOINED_BEFORE.sub("", _SERVANT.sub("abd", word))


def _heard(word: str) -> str:
    first, _ = doublemetaphone(word)
    return _DOUBLED.sub(r"\1", str(first).replace(_TH, "T")) or word


@cache
def _given_forms() -> Mapping[str, str]:
    return _stand_for("short_forms") | _stand_for("spellings")


@cache
def _family_forms() -> Mapping[str, str]:
    return _stand_for("spellings") | _stand_for("family_spellings")


def _stand_for(table: str) -> dict[str, str]:
    return {form: name for name, forms in _DATA[table].items() for form in forms}


@cache
def _long_forms() -> NickNamer:
    return NickNamer()


def _only_long_form(word: str) -> str | None:
    """The name that an English short form stands for, where it stands for only one and is not one itself."""
    if _long_forms().nicknames_of(word):
        return None
    stands_for = _long_forms().canonicals_of(word)
    return next(iter(stands_for)) if len(stands_for) == 1 else None
