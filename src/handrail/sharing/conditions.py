"""Handling conditions in plain English, with the codes that experts look for beside them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handrail.programme.grading import (
    ACTION,
    HANDLING,
    HANDLING_5X5X5,
    INFORMATION,
    INFORMATION_5X5X5,
    SANITISATION,
    SOURCE,
    SOURCE_5X5X5,
    Term,
)
from handrail.sharing.models import Holding

#: No action code or sanitisation code was given.
NONE = "none"

#: Handling codes under which an item may be used only under conditions: C of 3x5x2, 5 of 5x5x5.
CONDITIONAL = frozenset({"C", "5"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """The codes of one way of grading: of the source, of the information, and of its handling."""

    source: Mapping[str, Term]
    information: Mapping[str, Term]
    handling: Mapping[str, Term]


SCHEMES = {
    "3x5x2": Scheme(SOURCE, INFORMATION, HANDLING),
    "5x5x5": Scheme(SOURCE_5X5X5, INFORMATION_5X5X5, HANDLING_5X5X5),
}


@dataclass(frozen=True, slots=True)
class Handling:
    """How an item may be used: its codes, each with its words, and what its originator wrote about it."""

    codes: tuple[tuple[str, str], ...]
    conditions: str

    def has(self, *codes: str) -> bool:
        """Whether the item carries one of these handling, action or sanitisation codes."""
        return any(code in codes for code, _ in self.codes)


def handling_of(holding: Holding, conditions: str) -> Handling:
    """The handling of a copy, in words."""
    terms = [SCHEMES[holding.grading_scheme].handling[holding.handling]]
    if holding.handling_action != NONE:
        terms.append(ACTION[holding.handling_action])
    if holding.sanitisation != NONE:
        terms.append(SANITISATION[holding.sanitisation])
    return Handling(tuple((term.code, term.words) for term in terms), conditions)


def reliability(scheme: str, source: str, information: str) -> str:
    """How reliable an item is, in one line, in the scheme that it was recorded in. Codes are never converted."""
    return f"{SCHEMES[scheme].source[source].words}. {SCHEMES[scheme].information[information].words}."


def may_do(items: Sequence[tuple[int, Handling]]) -> tuple[str, ...]:
    """What the holder of these items (number, handling) may do without asking anybody."""
    return (
        "Use it to decide what support your organisation can offer.",
        *_line(
            "Tell the colleagues in your organisation who need it to give that support",
            items,
            lambda handling: not handling.has("A1"),
        ),
        *_line("Act on it openly, in the way the originator has said", items, lambda handling: handling.has("A3")),
    )


def may_not_do(items: Sequence[tuple[int, Handling]]) -> tuple[str, ...]:
    """What the holder must ask the originator about first."""
    return (
        "Pass any of it to anyone outside your organisation, quote it or export it.",
        *_line("Do anything because of it", items, lambda handling: handling.has("A1")),
        *_line("Let anybody outside law enforcement know of it", items, lambda handling: handling.has("A2")),
        *_line("Use it outside the conditions written on it", items, lambda handling: handling.has(*CONDITIONAL)),
        *_line("Leave details out of it to pass on the rest", items, lambda handling: handling.has("S2")),
    )


def _line(words: str, items: Sequence[tuple[int, Handling]], chosen: Callable[[Handling], bool]) -> Iterator[str]:
    """``words`` as a sentence, with the items that it is about unless it is about all; nothing if about none."""
    numbers = [str(number) for number, handling in items if chosen(handling)]
    if not numbers:
        return
    if len(numbers) == len(items):
        yield f"{words}."
    elif len(numbers) == 1:
        yield f"{words} (item {numbers[0]})."
    else:
        yield f"{words} (items {', '.join(numbers[:-1])} and {numbers[-1]})."
