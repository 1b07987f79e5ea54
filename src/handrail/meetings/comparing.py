"""What two people wrote about the same thing, side by side: the words that both have, and those that only one has."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Texts with fewer words in common are not one text that was changed: each stands whole.
_ALIKE = 0.4

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words: ``both``, ``theirs`` or ``mine``. Theirs and mine together lose none of either text."""

    whose: str
    words: str


def compared(theirs: str, mine: str) -> tuple[Stretch, ...]:
    """The two texts in one, in order: put together, the stretches of each give that text again, letter by letter."""
    one, other = _WORDS.findall(theirs), _WORDS.findall(mine)
    if SequenceMatcher(None, theirs.split(), mine.split(), autojunk=False).ratio() < _ALIKE:
        return tuple(Stretch(whose, words) for whose, words in (("theirs", theirs), ("mine", mine)) if words)
    found: list[Stretch] = []
    for how, start, end, start_other, end_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Stretch("both", "".join(one[start:end])))
            continue
        if end > start:
            found.append(Stretch("theirs", "".join(one[start:end])))
        if end_other > start_other:
            found.append(Stretch("mine", "".join(other[start_other:end_other])))
    return tuple(found)
