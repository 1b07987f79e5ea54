"""How an item's reliability and handling are recorded, in code and in words.

3x5x2 is the scheme in use; 5x5x5 is the older one, kept exactly as it was recorded and never converted, because the
two ask different questions. Source: College of Policing, intelligence report guidance (3x5x2); the wording of the
5x5x5 codes follows the former National Intelligence Model.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a scheme. `words` stands after "This item is …" or alone on a page."""

    code: str
    words: str


def _terms(*pairs: tuple[str, str]) -> dict[str, Term]:
    return {code: Term(code, words) for code, words in pairs}


SOURCE: Final = _terms(
    ("1", "From a source who has been reliable"),
    ("2", "From a source who hasn't been tested"),
    ("3", "From a source who hasn't been reliable"),
)

INFORMATION: Final = _terms(
    ("A", "Known directly by the source"),
    ("B", "Known indirectly by the source, and supported by something else"),
    ("C", "Known indirectly by the source"),
    ("D", "Not known how the source knows it"),
    ("E", "Suspected to be false"),
)

HANDLING: Final = _terms(
    ("P", "May be shared for a lawful purpose"),
    ("C", "May be shared only under the conditions given"),
)

ACTION: Final = _terms(
    ("A1", "Do nothing because of this without asking the originator"),
    ("A2", "For covert use only: never released outside law enforcement"),
    ("A3", "May be acted on openly, in the way the originator has said"),
)

SANITISATION: Final = _terms(
    ("S1", "You may remove details before passing it on with permission"),
    ("S2", "Ask the originator before removing details"),
)

SOURCE_5X5X5: Final = _terms(
    ("A", "From a source who is always reliable"),
    ("B", "From a source who is mostly reliable"),
    ("C", "From a source who is sometimes reliable"),
    ("D", "From a source who is unreliable"),
    ("E", "From a source who hasn't been tested"),
)

INFORMATION_5X5X5: Final = _terms(
    ("1", "Known to be true without reservation"),
    ("2", "Known personally to the source but not to the officer"),
    ("3", "Not known personally to the source, but supported by something else"),
    ("4", "Can't be judged"),
    ("5", "Suspected to be false"),
)

HANDLING_5X5X5: Final = _terms(
    ("1", "May be shared with other law enforcement bodies"),
    ("2", "May be shared with other parties in the United Kingdom"),
    ("3", "May be shared with law enforcement bodies abroad"),
    ("4", "May be shared only within the organisation that recorded it"),
    ("5", "May be shared only under the conditions given"),
)


def reliability(source: str, information: str) -> str:
    """How reliable a 3x5x2 item is, as one line for a reader. Raises KeyError for a code that isn't in the scheme."""
    return f"{SOURCE[source].words}. {INFORMATION[information].words}."
