"""People as records write them, for tests of properties."""

from datetime import date
from typing import Final

from hypothesis import strategies as st

from handrail.matching.identity import Identity

_NAMES: Final = st.sampled_from(
    [
        "Ada",
        "Bill",
        "William",
        "Mohammed",
        "Maxamed",
        "Xiao Ming",
        "O’Neill",
        "Mac Donald",
        "al-Hassan",
        "Łęcki",
        "de",
        "",
        "-",
    ]
) | st.text(max_size=12)
_DATES: Final = st.dates(date(1900, 1, 1), date(2026, 11, 22)).map(date.isoformat) | st.sampled_from(
    ["", "1984", "1984-05", "1984-01-01", "1984-02-31", "unknown"]
)
_POSTCODES: Final = st.sampled_from(["SE5 8AF", "se58af", "M1 1AE", "SE5", "ZZ99 3VZ", "", "nowhere", "2480"])
_WORDS: Final = st.sampled_from(["Camberwell", "North Ryde", "", "12a High Street", "42"])


def _several(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=3).map(tuple)


IDENTITIES: Final = st.builds(
    Identity,
    given=_several(_NAMES),
    family=_several(_NAMES),
    also_known_as=_several(_NAMES),
    born=_DATES,
    postcodes=_several(_POSTCODES),
    places=_several(_WORDS),
    streets=_several(_WORDS),
    nhs_number=st.sampled_from(["", "943 476 5870", "9434765871"]),
    upn=st.sampled_from(["", "B801200005001"]),
    other_number=st.sampled_from(["", "5304218"]),
)
