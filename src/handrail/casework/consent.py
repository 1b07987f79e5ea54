"""Who may say yes to support: the person; for a child, a parent or guardian; for somebody who cannot decide it, whoever
decides in their best interests. Anybody's no is enough, and it never raises anything.

Sources: Counter-Terrorism and Security Act 2015, section 36(4) to (6); Mental Capacity Act 2005, sections 1 to 5; the
Children Act 1989. Consent is to *support*: it is never the basis on which information is shared.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from handrail.casework.models import Case
from handrail.gate import Act, RuleBroken
from handrail.sharing.models import HoldingState
from handrail.sharing.resources import HOLDING
from handrail.sharing.sealed import Copy, unseal_copies
from handrail.sharing.statements import DATE_OF_BIRTH, parts_of

#: Whose word it is.
PERSON, GUARDIAN, BEST_INTERESTS = "person", "parent_or_guardian", "best_interests"
VOICES = (PERSON, GUARDIAN, BEST_INTERESTS)

#: Whether they can decide this for themselves, as assessed; a capacity to decide is presumed until then.
CAN_DECIDE, CANNOT_DECIDE = "has_capacity", "lacks_capacity"
CAPACITIES = (CAN_DECIDE, CANNOT_DECIDE)

_GROWN_UP = 18


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, and by whom.

    ``how`` is a code of the rulebook (``consent_ways``) and ``asker`` names who asked. ``voice`` is whose word it is,
    ``decided_by`` names the parent, the guardian or whoever decided in the person's best interests. ``note`` is what
    the person said themselves: where a parent or guardian speaks for a child, the child's own view stands beside it.
    """

    step: str
    on: date
    how: str
    asker: str
    voice: str = PERSON
    capacity: str = CAN_DECIDE
    decided_by: str = ""
    note: str = ""


def check(said: Said, *, child: bool) -> None:
    """Raise :class:`RuleBroken`, at the field of the page, where this person's yes is not theirs to give."""
    if said.voice not in VOICES or said.capacity not in CAPACITIES:
        raise RuleBroken("closed-catalogue", "Choose one of the things on the list.", field="voice")
    if said.voice == BEST_INTERESTS and said.capacity == CAN_DECIDE:
        raise RuleBroken(
            "capacity-presumed",
            "Somebody who can decide this decides it. Nobody else decides in their best interests.",
            field="voice",
        )
    if said.voice == GUARDIAN and not child:
        raise RuleBroken("adults-decide", "The person is 18 or over: nobody’s parent decides for them.", field="voice")
    if said.step == "give":
        _check_yes(said, child=child)
    if said.voice != PERSON and not said.decided_by:
        raise RuleBroken("who-decided", "Enter who decided, and how they are placed to.", field="decided_by")
    if said.voice == GUARDIAN and not said.note:
        raise RuleBroken(
            "child-is-heard",
            "Enter what the child said themselves, or why they were not asked: a parent’s word is not theirs.",
            field="note",
        )


def _check_yes(said: Said, *, child: bool) -> None:
    if child and said.voice == PERSON:
        raise RuleBroken(
            "guardian-agrees",
            "The person is under 18: support starts when a parent or guardian agrees. A no from either is enough.",
            field="voice",
        )
    if not child and said.capacity == CANNOT_DECIDE and said.voice == PERSON:
        raise RuleBroken(
            "best-interests",
            "The person was assessed as unable to decide this: record who decided in their best interests.",
            field="voice",
        )


def is_child(act: Act, case: Case) -> bool | None:
    """Whether the person is under 18 by a date of birth that the reader may read; None where they may read none.

    A year or a month alone counts only where every day in it gives the same answer.
    """
    born = (
        act.visible(HOLDING, "holding.read")
        .filter(person_id=case.person_id, category=DATE_OF_BIRTH, state=HoldingState.HELD)
        .order_by("-held_since", "number")
    )
    copies = [(Copy(each.organisation_id, each.person_id), each) for each in born]
    for (parts,) in unseal_copies(copies, "parts"):
        if parts:
            return _under_age(parts_of(parts)["date"], act.today)
    return None


def _under_age(born: str, today: date) -> bool | None:
    """Whether somebody born on ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` is under 18 today; None if that is open."""
    year, month, day = (int(part) for part in f"{born}-0-0".split("-")[:3])
    first = date(year, month or 1, day or 1)
    last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    answers = {today < _grown_up_on(each) for each in (first, last)}
    return answers.pop() if len(answers) == 1 else None


def _grown_up_on(born: date) -> date:
    """The eighteenth birthday; 1 March for somebody born on 29 February."""
    try:
        return born.replace(year=born.year + _GROWN_UP)
    except ValueError:
        return date(born.year + _GROWN_UP, 3, 1)
