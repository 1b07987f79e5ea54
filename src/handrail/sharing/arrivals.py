"""What the floors above make of a nomination: what follows when it has arrived, and who they know it to be about."""

from collections.abc import Callable, Iterable
from uuid import UUID

from handrail.gate import Act
from handrail.programme import load
from handrail.sharing.models import Became, DecisionKind, Disclosure

Step = Callable[[Act, Disclosure], object]

_arrived: list[Step] = []
_linked: list[Callable[[UUID], Iterable[UUID]]] = []


def on_arrived(step: Step) -> None:
    """Have ``step`` taken, in the transaction, when a recipient acknowledges a nomination that nobody decided on."""
    _arrived.append(step)


def on_linked(find: Callable[[UUID], Iterable[UUID]]) -> None:
    """Say whom the acting organisation knows, by somebody's decision, to be the same person under another id."""
    _linked.append(find)


def decides_on_a_case(disclosure: Disclosure) -> bool:
    """Whether its recipient decides on a case about it: it is a nomination, and the kind of organisation has those who
    coordinate cases."""
    coordinating = load(disclosure.programme).roles["case_coordinator"].held_in
    return disclosure.kind == DecisionKind.NOMINATION and disclosure.recipient.kind in coordinating


def became(disclosure: Disclosure) -> str:
    """What became of it, as both sides see it; empty where there is nothing to decide."""
    decided = disclosure.became != Became.UNDECIDED
    return disclosure.became if decided or decides_on_a_case(disclosure) else ""


def arrived(act: Act, disclosure: Disclosure) -> None:
    """Its recipient has just acknowledged ``disclosure``."""
    if disclosure.kind == DecisionKind.NOMINATION and disclosure.became == Became.UNDECIDED:
        for step in _arrived:
            step(act, disclosure)


def under_other_ids(person: UUID) -> frozenset[UUID]:
    """The other ids under which the acting organisation holds something about the same person."""
    return frozenset(other for find in _linked for other in find(person))
