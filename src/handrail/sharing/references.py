"""Short references that people can say on the telephone: ``LDN-7F3K-2``.

The middle is random, so a reference can be neither counted nor guessed; it opens nothing by itself. The last character
is a check: one wrong character, or two neighbours swapped, never gives another valid reference.
"""

import re
import secrets

#: No vowels (no words), and nothing that is misread or misheard for something else: not 0 O 1 I L, 5 S, 2 Z, 8 B, M N.
#: 23 characters, a prime, which is what makes the check catch every single slip.
ALPHABET = "23456789CDFGHJKMPQRTVWX"

_RANDOM_CHARACTERS = 4
_SHAPE = re.compile(rf"([A-Z]{{3}})-?([{ALPHABET}]{{{_RANDOM_CHARACTERS}}})-?([{ALPHABET}])")


def new_reference(prefix: str) -> str:
    """A fresh reference of the centre whose three letters are ``prefix``; the caller sees to it that it is free."""
    middle = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    return f"{prefix}-{middle}-{_check(prefix, middle)}"


def as_reference(typed: str) -> str | None:
    """The reference that somebody typed, in its proper form; None if it is not one (a slip included)."""
    found = _SHAPE.fullmatch("".join(typed.split()).upper())
    if found is None:
        return None
    prefix, middle, check = found.groups()
    return f"{prefix}-{middle}-{check}" if check == _check(prefix, middle) else None


def _check(prefix: str, middle: str) -> str:
    values = [ord(letter) - ord("A") for letter in prefix] + [ALPHABET.index(each) for each in middle]
    return ALPHABET[sum(weight * value for weight, value in enumerate(values, start=1)) % len(ALPHABET)]
