"""The band at the top and the foot of a page that shows marked content: the highest marking of what it shows."""

OFFICIAL = 1
OFFICIAL_SENSITIVE = 2

_WORDS = {OFFICIAL: "OFFICIAL", OFFICIAL_SENSITIVE: "OFFICIAL – SENSITIVE"}

#: Who may read a page of each marking, where the view says nothing narrower.
_READERS = {
    OFFICIAL: "for members of this organisation who need it for their work",
    OFFICIAL_SENSITIVE: "for you and named colleagues at this organisation",
}


def band(marking: int, readers: str = "") -> str:
    """ "OFFICIAL – SENSITIVE · for you and named colleagues at this organisation".

    ``marking`` is the number that policy compares. Nothing above OFFICIAL exists here, so any other number raises
    KeyError.
    """
    return f"{_WORDS[marking]} · {readers or _READERS[marking]}"


def words(marking: int) -> str:
    """The marking alone, for a card or a table cell."""
    return _WORDS[marking]
