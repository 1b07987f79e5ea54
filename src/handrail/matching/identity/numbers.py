"""Numbers that stand for a person. One with a wrong check digit is no number."""

import re
from functools import lru_cache
from typing import Final

from stdnum.gb import nhs
from stdnum.gb import upn as pupil

_OTHER: Final = re.compile(r"[^a-z0-9]")


def nhs_number(written: str) -> str:
    """Ten digits, or nothing."""
    return str(nhs.compact(written)) if written and nhs.is_valid(written) else ""


def upn(written: str) -> str:
    """A unique pupil number: a letter and twelve more, or nothing."""
    return str(pupil.compact(written)) if written and pupil.is_valid(written) else ""


@lru_cache(maxsize=200_000)
def other_number(written: str) -> str:
    """Letters and digits alone."""
    return _OTHER.sub("", written.lower())
