"""A lint for words that would turn help into surveillance (MISSION M14).

It reads words and can't read minds: it refuses what plainly asks somebody to observe, search for or report on a
person, it may refuse an innocent phrase ("back on track"), and it can be written around. It doesn't replace the second
person who reads every change to a rulebook, nor the flag "this asks me to watch someone" that every recipient has.
"""

import re
import unicodedata
from typing import Final

_STEMS: Final = (
    r"monitor",
    r"watch",
    r"surveil",
    r"spy(?:ing)?\b",
    r"snoop",
    r"observ",
    r"track",
    r"trac(?:e|ing)\b",
    r"shadow",
    r"overhear",
    r"eavesdrop",
    r"intercept",
    r"infiltrat",
    r"undercover",
    r"covert",
    r"secret",
    r"search",
    r"interrogat",
    r"investigat",
    r"profil",
    r"whereabouts",
    r"movements\b",
    r"vigilan",
    r"alert\b",
    r"photograph",
    r"film(?:ed|ing)\b",
    r"listen(?:ing)? in\b",
    r"look(?:ing)? (?:out )?for\b",
    r"look(?:ing)? into\b",
    r"keep(?:ing)? an? (?:close )?(?:eye|ear)\b",
    r"keep(?:ing)? (?:tabs|a record|a log|a note)\b",
    r"check(?:ing)? (?:up )?on\b",
    r"report(?:ing|s)? (?:back|on|to|any|what|whether|if)\b",
    r"inform(?:ing|s)? (?:on|the police|us|the originator)\b",
    r"tell(?:ing|s)? (?:the police|the originator|us (?:if|about|what|when|who))\b",
    r"let(?:ting)? (?:the police|the originator|us) know\b",
    r"notify(?:ing)?\b",
    r"feed(?:ing)? back\b",
    r"follow(?:ing)? (?:him|her|them|the person|where|who)\b",
    r"find(?:ing)? out\b",
    r"gather(?:ing)? (?:evidence|information|intelligence)\b",
    r"collect(?:ing)? (?:evidence|information|intelligence)\b",
    r"intelligence\b",
    r"suspicio",
    r"signs of\b",
)
_FORBIDDEN: Final = re.compile(r"\b(?:" + "|".join(_STEMS) + r")\w*", re.IGNORECASE)


def word_of_surveillance(text: str) -> str | None:
    """The first word or phrase in `text` that asks for watching, as it is written there; None if there is none."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    found = _FORBIDDEN.search(" ".join(plain.split()))
    return found[0] if found else None
