"""The lifecycles of what was received: a disclosure, a copy of an item, a notice, a challenge, an opening."""

from handrail.gate import RuleBroken, StateTable, Transition
from handrail.sharing.models import DisclosureState, HoldingState

CONTACT = ("single_point_of_contact",)
COORDINATOR = ("case_coordinator",)
ORIGINATOR = ("originating_officer", "authoriser", "single_point_of_contact")
OFFICER = ("data_protection_officer",)
SWEEP = ("sweep",)

DISCLOSURE = StateTable(
    name="disclosure",
    initial="released",
    transitions={
        "released": {
            "acknowledge": Transition("acknowledged", CONTACT),
            "challenge": Transition("challenged", CONTACT),
            "withdraw": Transition("withdrawn", ORIGINATOR),
            "expire": Transition("expired", SWEEP),
        },
        "acknowledged": {
            "answer": Transition("acknowledged", CONTACT),
            "decide_no_case": Transition("acknowledged", COORDINATOR),
            "hand_in": Transition("acknowledged", CONTACT + COORDINATOR),
            "challenge": Transition("challenged", CONTACT),
            "withdraw": Transition("withdrawn", ORIGINATOR),
            "expire": Transition("expired", SWEEP),
        },
        "challenged": {
            "lift": Transition("acknowledged", OFFICER),
            "lift_unacknowledged": Transition("released", OFFICER),
            "withdraw": Transition("withdrawn", ORIGINATOR),
            "expire": Transition("expired", SWEEP),
        },
        "withdrawn": {},
        "expired": {},
    },
    titles=dict(DisclosureState.choices),
)

#: The states of a disclosure of which something may be held: those in which it can run out.
RUNNING = tuple(state for state, steps in DISCLOSURE.transitions.items() if "expire" in steps)

HOLDING = StateTable(
    name="item",
    initial="draft",
    transitions={
        "draft": {
            "release": Transition("held", ORIGINATOR),
            "discard": Transition("discarded", ORIGINATOR),
            "destroy": Transition("destroyed", SWEEP),
        },
        "held": {
            "recall": Transition("recalled", ORIGINATOR),
            "correct": Transition("superseded", ORIGINATOR),
            "expire": Transition("expired", SWEEP),
        },
        "recalled": {"destroy": Transition("destroyed", SWEEP)},
        "superseded": {"destroy": Transition("destroyed", SWEEP)},
        "expired": {"destroy": Transition("destroyed", SWEEP)},
        "discarded": {"destroy": Transition("destroyed", SWEEP)},
        "destroyed": {},
    },
    titles=dict(HoldingState.choices),
)

NOTICE = StateTable(
    name="notice",
    initial="sent",
    transitions={"sent": {"acknowledge": Transition("acknowledged", CONTACT)}, "acknowledged": {}},
    titles={"sent": "Not acknowledged yet", "acknowledged": "Acknowledged"},
)

CHALLENGE = StateTable(
    name="challenge",
    initial="open",
    transitions={
        "open": {"answer": Transition("half_closed", OFFICER)},
        "half_closed": {"agree": Transition("closed", OFFICER), "disagree": Transition("open", OFFICER)},
        "closed": {},
    },
    titles={"open": "Open", "half_closed": "Answered by one side", "closed": "Closed"},
)

STATEMENT = StateTable(
    name="statement",
    initial="waiting",
    transitions={
        "waiting": {
            "make": Transition("made", ("single_point_of_contact", "caldicott_guardian")),
            "refuse": Transition("refused", ("caldicott_guardian",)),
        },
        "made": {"replace": Transition("replaced", CONTACT)},
        "refused": {},
        "replaced": {},
    },
    titles={
        "waiting": "Waiting for the Caldicott guardian",
        "made": "Made",
        "refused": "Not said",
        "replaced": "Replaced by a later one",
    },
)

UNSEALING = StateTable(
    name="request",
    initial="asked",
    transitions={
        "asked": {
            "approve": Transition("approved", OFFICER + CONTACT),
            "refuse": Transition("refused", OFFICER + CONTACT),
        },
        "approved": {"open": Transition("approved", OFFICER + CONTACT)},
        "refused": {},
    },
    titles={"asked": "Waiting for a second person", "approved": "Approved", "refused": "Refused"},
)

#: Every lifecycle of what was received, for the documents and the tests.
LIFECYCLES = (DISCLOSURE, HOLDING, NOTICE, CHALLENGE, STATEMENT, UNSEALING)


class NotOnTheList(RuleBroken):
    """A code that the rulebook's catalogue does not have."""

    def __init__(self, field: str) -> None:
        super().__init__("closed-catalogue", "Choose one of the reasons on the list.", field=field)


class WordsMissing(RuleBroken):
    """Something has to be said in words."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__("words-missing", sentence, field=field)


class NothingChanged(RuleBroken):
    """A correction that says the same."""

    def __init__(self) -> None:
        super().__init__("nothing-changed", "The new wording is the same as the old one.", field="text")


class NobodyHolds(RuleBroken):
    """A correction reaches those who hold the item, and nobody does any more."""

    def __init__(self) -> None:
        super().__init__("nobody-holds-it", "Nobody else holds this any more, so there is nobody to correct it for.")


class TextDestroyed(RuleBroken):
    """Retention has destroyed what was sealed."""

    def __init__(self) -> None:
        super().__init__("text-destroyed", "Its text was destroyed when its time was over. There is nothing to open.")


class StillChallenged(RuleBroken):
    """A correction would ask again, in a disclosure of its own, what was stopped."""

    def __init__(self) -> None:
        super().__init__(
            "still-challenged",
            "A recipient says that this asks them to watch someone. Take it back, or wait for both data protection "
            "officers.",
        )


class OpeningOver(RuleBroken):
    """The time for which sealed text was opened has passed."""

    def __init__(self) -> None:
        super().__init__("opening-over", "The time to read this has passed. Ask again if it is still needed.")


class StillHeld(RuleBroken):
    """Nothing is sealed yet: the item can be read where it is held."""

    def __init__(self) -> None:
        super().__init__("still-held", "This is not sealed: it can be read on its own page.")
