"""The lifecycle of a hand-in, and what is true of deciding on a case whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition

GIVEN = ("single_point_of_contact", "case_coordinator")
LEADS = ("case_coordinator", "panel_chair")

#: A nomination handed in to a case. Accepting it merges nothing, and so it can always be undone.
HAND_IN = StateTable(
    name="hand-in",
    initial="offered",
    transitions={
        "offered": {
            "accept": Transition("accepted", LEADS),
            "refuse": Transition("refused", (*LEADS, "whoever closes the case")),
            "take_back": Transition("taken_back", GIVEN),
        },
        "accepted": {"undo": Transition("undone", (*GIVEN, "panel_chair"))},
        "refused": {},
        "taken_back": {},
        "undone": {},
    },
    titles={
        "offered": "Waiting for the panel",
        "accepted": "Handed in",
        "refused": "Refused",
        "taken_back": "Taken back",
        "undone": "Taken out again",
    },
)


class DecidedAlready(RuleBroken):
    """A case is open, or the nomination is with a panel."""

    def __init__(self) -> None:
        super().__init__(
            "decided-on-a-case", "There is a case already, or this was handed in to one. There is nothing to decide."
        )


class ReasonNeeded(RuleBroken):
    """Deciding against a case is recorded as fully as opening one."""

    def __init__(self) -> None:
        super().__init__("no-case-because", "Say in your own words why no case is opened", field="words")


class NoSuchCase(RuleBroken):
    """A case that is not there, is closed, or is hidden from whoever asks: the same answer."""

    def __init__(self) -> None:
        super().__init__(
            "hand-in-to-a-case-you-see",
            "You can see no open case with this reference. Check it, or ask the panel’s coordinator.",
            field="reference",
        )


class NotDoubled(RuleBroken):
    """A person known to a panel is handed in to it."""

    def __init__(self) -> None:
        super().__init__(
            "handed-in-not-doubled",
            "There is an open case about this person already. Hand in what you were given to it: nobody has two cases.",
        )


class NotForThatPanel(RuleBroken):
    """What was shared for one purpose, or under conditions, does not reach another organisation by being handed in."""

    def __init__(self) -> None:
        super().__init__(
            "hand-in-within-conditions",
            "You can’t hand this in to that case. Another organisation leads it, and either you have no agreement "
            "with it for this purpose, or the originator set conditions. Ask the originator first.",
            field="reference",
        )


class NotForSupport(RuleBroken):
    """A case is for support; what was given for anything else stays out of it."""

    def __init__(self) -> None:
        super().__init__("cases-are-for-support", "This was not shared for support, and so belongs in no case.")


class NotHeldAnyMore(RuleBroken):
    """The nomination ran out, or was withdrawn, while the panel was thinking."""

    def __init__(self) -> None:
        super().__init__("handed-in-while-held", "This was withdrawn or ran out meanwhile. Refuse it: it is over.")
