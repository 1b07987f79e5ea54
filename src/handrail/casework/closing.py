"""What else ends when a case closes, and is due again when it is opened anew: said by the floors above."""

from collections.abc import Callable

from handrail.casework.models import Case
from handrail.gate import Act

Step = Callable[[Act, Case], object]

_closed: list[Step] = []
_reopened: list[Step] = []


def on_closed(step: Step, *, reopened: Step) -> None:
    """Have ``step`` taken, in the transaction, when a case closes, and ``reopened`` when it is opened again."""
    _closed.append(step)
    _reopened.append(reopened)


def closed(act: Act, case: Case) -> None:
    """The case has just closed."""
    for step in _closed:
        step(act, case)


def reopened(act: Act, case: Case) -> None:
    """The case was opened again."""
    for step in _reopened:
        step(act, case)
