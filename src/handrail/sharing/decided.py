"""What becomes of a sharing decision, told to whoever on a floor above began it."""

from collections.abc import Callable

from handrail.gate import Act
from handrail.sharing.models import SharingDecision

#: Kind of decision → function of (act, decision, what became of it: a step of ``rules.decision.DECISION``).
_told: dict[str, Callable[[Act, SharingDecision, str], object]] = {}


def on_decided(kind: str, tell: Callable[[Act, SharingDecision, str], object]) -> None:
    """Have ``tell`` called, in the same act, when a decision of this kind is settled or ends."""
    _told[kind] = tell


def decided(act: Act, decision: SharingDecision, step: str) -> None:
    """Say that ``decision`` was settled by ``step``."""
    tell = _told.get(decision.kind)
    if tell is not None:
        tell(act, decision, step)
