"""Words that occur nowhere else, one for each field that holds words about a person; and looking for them.

Whatever form they might have been left in: as they are, in capitals or not, as the hexadecimal digits of a bytea, in
base 64, or as a hash without a key, which anybody could guess.
"""

import base64
import hashlib
import itertools
import string
from collections.abc import Iterator
from functools import cached_property

#: Long enough that no random bytes spell it, in any form.
STEM = "Zyqwvquorl"

#: A day, a postcode and initials cannot be made up of letters that nobody else uses.
BORN, BORN_IN_WORDS = "1913-02-17", "17 February 1913"
POSTCODE = "ZQ9 7QX"
INITIALS = "Z. Z."


class Canaries:
    """Makes them, remembers for which field each was made, and finds them again."""

    def __init__(self) -> None:
        self._codes = map("".join, itertools.product(string.ascii_lowercase, repeat=2))
        self.made: dict[str, str] = {}

    def word(self, field: str) -> str:
        """A name, or a word of one."""
        self.made[field] = f"{STEM}{next(self._codes)}"
        return self.made[field]

    def sentence(self, field: str) -> str:
        """Words about a person."""
        self.made[field] = f"{STEM}{next(self._codes)} stood by the window."
        return self.made[field]

    def number(self, field: str) -> str:
        """An identifier: capitals and figures, at most twenty."""
        self.made[field] = f"{STEM}{next(self._codes)}7".upper()
        return self.made[field]

    def found_in(self, data: bytes, *, hashed: bool = True) -> list[str]:
        """What of them is in ``data``, each with the field that it was made for and what stands around it.

        ``hashed`` looks for hashes as well: too many to be looked for in very much data.
        """
        needles = _TEXTS | self._hashes if hashed else _TEXTS
        return [
            f"{what} ({self._made_for(data, at)}): {data[max(0, at - 60) : at + 80]!r}"
            for needle, what in needles.items()
            if (at := data.find(needle)) >= 0
        ]

    @cached_property
    def _hashes(self) -> dict[bytes, str]:
        """The hashes of all that was made, without a key: asked for when all of it has been made."""
        found: dict[bytes, str] = {}
        for (field, text), algorithm in itertools.product(self.made.items(), ("md5", "sha1", "sha256")):
            for form in {text, text.casefold()}:
                digest = hashlib.new(algorithm, form.encode(), usedforsecurity=False)
                found |= dict.fromkeys((digest.digest(), digest.hexdigest().encode()), f"{algorithm} of {field}")
        return found

    def _made_for(self, data: bytes, at: int) -> str:
        around = data[at : at + 40].lower()
        return next((field for field, text in self.made.items() if text.split()[0].lower().encode() in around), "?")


def _forms(text: bytes) -> Iterator[bytes]:
    yield text
    yield text.hex().encode()
    yield text.hex().upper().encode()
    for offset in range(3):
        # The characters at the ends depend on what stands beside the text; those in between don't.
        encoded = base64.b64encode(b"\0" * offset + text)
        first, last = -(-offset * 8 // 6), (offset + len(text)) * 8 // 6
        yield encoded[first:last]


#: The texts to look for, in every form that they may have been left in → which it is.
_TEXTS = {
    form: text
    for text in (STEM, STEM.lower(), STEM.upper(), BORN, BORN_IN_WORDS, POSTCODE)
    for form in _forms(text.encode())
}
