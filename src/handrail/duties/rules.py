"""The lifecycle of a duty, and what is true of duties whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition

_OWED_BY = ("the role that owes it",)

DUTY = StateTable(
    name="duty",
    initial="open",
    transitions={
        "open": {
            "take": Transition("open", _OWED_BY),
            "pass_on": Transition("open", _OWED_BY),
            "remind": Transition("open", ("sweep",)),
            "climb": Transition("open", ("sweep",)),
            "complete": Transition("done", _OWED_BY),
            "lapse": Transition("cancelled", ("sweep",)),
            "cancel": Transition("cancelled", ("whoever’s act makes it needless",)),
        },
        "done": {},
        "cancelled": {},
    },
    titles={"open": "Open", "done": "Done", "cancelled": "No longer due"},
)


class CannotTakeOn(RuleBroken):
    """The colleague does not hold the role that the duty falls to, or is not at work."""

    def __init__(self) -> None:
        super().__init__("who-can-take-it-on", "Choose a colleague who holds the same role and is at work.", field="to")


class NotLate(RuleBroken):
    """Nobody is reminded of what is not late yet."""

    def __init__(self) -> None:
        super().__init__("late", "This isn’t late yet.")
