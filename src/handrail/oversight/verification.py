"""Verifying the ledger for an auditor: permitted and recorded through the gate, then recomputed outside it.

The recomputation sees one moment of the database in a transaction of its own, which the gate's cannot be.
"""

from dataclasses import dataclass
from uuid import UUID

from handrail import ledger
from handrail.gate import Actor, query


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not agree, and where: in the tree, at an entry outside it, or with the whole (neither)."""

    index: int | None
    entry: UUID | None
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What recomputing the whole ledger found."""

    sound: bool
    size: int
    root: str
    checkpoints: int
    erased: int
    unsequenced: int
    faults: tuple[Fault, ...]


@query("ledger.verify")
def _permitted(*, by: Actor, purpose: str) -> None:
    """Record who asked; the work follows."""


def verify(*, by: Actor, purpose: str) -> Verified:
    """Recompute every entry, the tree and every checkpoint. Raises Refused for who may not ask for it."""
    _permitted(by=by, purpose=purpose)
    result = ledger.verify()
    return Verified(
        sound=result.ok,
        size=result.size,
        root=result.root.hex(),
        checkpoints=result.checkpoints,
        erased=result.erased,
        unsequenced=result.unsequenced,
        faults=tuple(Fault(problem.index, problem.entry_id, problem.what) for problem in result.problems),
    )
