"""What a form of words may not say, and what its writer should look at again.

A marking above OFFICIAL is refused: Handrail holds nothing higher. Everything else is a question to the writer, not a
verdict: words are free text, and whether they point to a source or name somebody else is a matter of judgement.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handrail.gate import RuleBroken

#: In capitals only where the word has an everyday meaning ("he kept it secret").
_MARKINGS = r"\bSECRET\b|\bCONFIDENTIAL\b|\bSTRAP\b|\bCODEWORD\b|\bCOMINT\b|\bHUMINT\b|\bSIGINT\b|\bNOFORN\b"
_MARKINGS_HOWEVER_WRITTEN = r"\btop[\s-]+secret\b|\bstrap[\s-]?[123]\b|\b(?:UK|US|five|5)[\s-]+eyes\b"
_A_LINE_OF_ITS_OWN = r"^[\W_]*secret[\W_]*$|^[\W_]*secret\s*[:/–—-]"
_ABOVE_OFFICIAL = (
    re.compile(_MARKINGS),
    re.compile(_MARKINGS_HOWEVER_WRITTEN, re.IGNORECASE),
    re.compile(_A_LINE_OF_ITS_OWN, re.IGNORECASE | re.MULTILINE),
)


def refuse_above_official(text: str, *, field: str) -> None:
    """Raise :class:`RuleBroken` if ``text`` carries a marking above OFFICIAL. The message doesn't quote the text."""
    if any(pattern.search(text) for pattern in _ABOVE_OFFICIAL):
        raise RuleBroken(
            "above-official",
            "You can’t put anything above OFFICIAL here. Write what may be read at OFFICIAL; "
            "the original stays where it is.",
            field=field,
        )


_NAME = r"[A-Z][a-zà-ÿ’'-][\w’'-]*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_KIN = (
    r"(?:mother|father|brother|sister|son|daughter|wife|husband|partner|cousin|uncle|aunt|friend|neighbour|imam|vicar"
    r"|priest|teacher|manager|landlord)"
)
_PLACE = (
    r"(?:Street|Road|Avenue|Lane|Close|Drive|Court|House|Park|Mosque|Church|Temple|School|College|Station|Hospital"
    r"|Prison|Estate|Market|Gym|Centre)"
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that a form of words may raise, and the patterns (of Python and of JavaScript alike) that raise it."""

    code: str
    ask: str
    patterns: tuple[str, ...]
    any_case: bool = False

    def found_in(self, text: str) -> tuple[str, ...]:
        """The words of ``text`` that raise it, each once, in order."""
        flags = re.IGNORECASE if self.any_case else 0
        matches = re.finditer("|".join(self.patterns), text, flags)
        return tuple(dict.fromkeys(match.group().strip() for match in matches))


PROMPTS = (
    Prompt(
        "third_party",
        "Does it name somebody else?",
        (rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Sheikh)\.? {_NAME}", rf"\b{_KIN},? {_NAME}", rf"(?<=[a-z,;] ){_NAME} {_NAME}"),
    ),
    Prompt(
        "place",
        "Does a place point to where the information came from?",
        (
            r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
            rf"\b(?:{_NAME} )+{_PLACE}\b",
            rf"\b(?:at|in|near|outside|from) (?:the )?{_NAME}",
        ),
    ),
    Prompt(
        "date",
        "Does a date or a time point to where the information came from?",
        (
            rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
            rf"\b{_MONTH} \d{{1,4}}\b",
            r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b",
            r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
            r"\b\d{1,2}[:.]\d{2} ?(?:am|pm)?\b",
            r"\b\d{1,2} ?[ap]m\b",
            r"\byesterday\b",
        ),
    ),
    Prompt(
        "number",
        "Does a number point to a source, a vehicle, a telephone or an account?",
        (
            r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b",
            r"\b[A-Z]{2} ?(?:\d{2} ?){3}[A-D]\b",
            r"\+?\d(?:[ -]?\d){4,}",
            r"\b[A-Z]{1,4}[/-]?\d{3,}\b",
        ),
    ),
    Prompt(
        "watch",
        "Does it ask somebody to watch the person?",
        (
            r"\b(?:watch(?:es|ing)?|monitor(?:s|ing)?|observe|observing|surveil\w*|spy(?:ing)?|track(?:s|ing)?)\b",
            r"\b(?:eavesdrop|infiltrat)\w*\b",
            r"\bkeep(?:ing)? (?:an |a )?(?:close )?(?:eye|watch|tabs)\b",
            r"\breport(?:ing)? (?:back|on|any|to us|to (?:the )?police)\b",
            r"\blook(?:ing)? out for\b",
            r"\b(?:note|record|find out|tell us) (?:who|where|when|what)\b",
            r"\bfollow(?:ing)? (?:him|her|them)\b",
        ),
        any_case=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a form of words may give away: what to ask oneself, and the words that prompted it."""

    code: str
    ask: str
    found: tuple[str, ...]


def questions(text: str, *, known: Iterable[str] = ()) -> tuple[Question, ...]:
    """What the writer of ``text`` should look at again. The names in ``known`` (the person's own) name nobody else."""
    own = {word.casefold() for name in known for word in name.split()}
    asked = []
    for prompt in PROMPTS:
        found = prompt.found_in(text)
        if prompt.code == "third_party":
            found = tuple(words for words in found if not _only(words, own))
        if found:
            asked.append(Question(prompt.code, prompt.ask, found))
    return tuple(asked)


def _only(words: str, own: set[str]) -> bool:
    """Whether every capitalised word is one of the person's own names."""
    capitalised = [word.casefold() for word in words.split() if word[:1].isupper()]
    return bool(capitalised) and all(word in own for word in capitalised)
