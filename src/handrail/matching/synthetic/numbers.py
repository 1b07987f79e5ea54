"""Numbers with a right check digit that are nobody's: NHS numbers from the range kept for tests, and pupil numbers."""

from random import Random
from typing import Final

_MILLION: Final = 1_000_000
_STRIDE: Final = 387_420_489 % _MILLION  # odd and no multiple of five: it visits every number of the million once
#: In the order of their values, 0 to 22: the check letters of a unique pupil number.
_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_number(person: int) -> str:
    """The NHS number of this person, beginning with 999 as no patient's does; of one in eleven none is known.

    The NHS Data Dictionary defines the check digit (modulus 11, under which one number in eleven doesn't exist). Beyond
    a million people the numbers begin anew.
    """
    digits = f"999{person * _STRIDE % _MILLION:06}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "" if check == 10 else f"{digits}{check % 11}"


def upn(chance: Random) -> str:
    """A unique pupil number of Birmingham (330) and a school number above all schools' (9000 to 9999).

    The Department for Education defines the check letter: weights 2 to 13, modulus 23.
    """
    digits = f"330{chance.randrange(9_000, 10_000)}{chance.randrange(8, 26):02}{chance.randrange(1_000):03}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return _LETTERS[total % 23] + digits
