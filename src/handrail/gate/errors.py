"""The answers that are not a success: three for a reader, and no fourth (``docs/explanation/gate.md``)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from handrail.policy import Explanation


class GateError(Exception):
    """Anything by which the gate answers other than with the thing asked for."""


class NotFound(GateError):
    """Hidden or absent: the reader is not told which. Carries nothing, so that nothing can leak from it."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you can see.")


class Refused(GateError):
    """The reader may know of the record, but a rule refuses what they asked. The refusal is in the ledger.

    ``asked`` is what policy was asked about: the kind and the id of the record, and the purpose.
    """

    def __init__(
        self,
        action: str,
        rules: tuple[str, ...],
        explanations: tuple[Explanation, ...],
        asked: tuple[str, str, str] = ("", "", ""),
    ) -> None:
        super().__init__(f"{action} refused by {', '.join(rules)}")
        self.action = action
        self.rules = rules
        self.explanations = explanations
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What is left of something that was recalled, superseded or ran out: why and when, never its words."""

    subject: UUID
    how: str
    reason: str
    on: str
    reference: str


class Tombstone(GateError):
    """This was yours once. It says why it is gone."""

    def __init__(self, withdrawn: Withdrawn) -> None:
        super().__init__(f"{withdrawn.how}: {withdrawn.reason}")
        self.withdrawn = withdrawn


class RuleBroken(GateError):
    """What was asked breaks a rule of the record itself: a state, a limit, a field. Nothing of it was kept.

    ``rule`` is the rule's code, ``sentence`` is what the user reads (no personal data), ``field`` the form field
    that it is about, if one.
    """

    def __init__(self, rule: str, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence
        self.field = field


class Faults(RuleBroken):
    """Several rules broken at once: users see every fault, not the first."""

    def __init__(self, faults: tuple[RuleBroken, ...]) -> None:
        super().__init__("faults", " ".join(fault.sentence for fault in faults))
        self.faults = faults


def refuse_all(faults: Iterable[RuleBroken]) -> None:
    """Raise the rule that is broken, or :class:`Faults` where there are several; nothing where there is none."""
    found = tuple(faults)
    if found:
        raise found[0] if len(found) == 1 else Faults(found)


class StorageFull(Exception):
    """The database has no room left. Nothing of what was being done was kept, its ledger entry included.

    No answer of the gate, which would be recorded: nothing can be, until there is room.
    """

    def __init__(self) -> None:
        super().__init__(
            "The disk that the database is on is full, so nothing of this was kept. Make room, then do it again."
        )


class Conflict(GateError):
    """Somebody else changed the record after this user read it; what they typed is still theirs to send again."""

    def __init__(self) -> None:
        super().__init__("Someone else changed this while you were working on it.")
