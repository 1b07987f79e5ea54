"""What the writer of a rulebook probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(written: object, known: Iterable[str]) -> str:
    """A question in brackets to follow a clause with, or nothing when no known word is near."""
    near = get_close_matches(written, sorted(known), n=1, cutoff=0.7) if isinstance(written, str) else []
    return f' (did you mean "{near[0]}"?)' if near else ""
