"""The lifecycle of a transfer to another centre's area, and what is true of one whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition

COORDINATOR = ("case_coordinator", "panel_chair")
SECOND = ("authoriser", "single_point_of_contact", "caldicott_guardian", "centre_lead")

TRANSFER = StateTable(
    name="transfer",
    initial="written",
    transitions={
        "written": {
            "let_go": Transition("offered", SECOND),
            "decline": Transition("declined", SECOND),
            "withdraw": Transition("dropped", COORDINATOR),
        },
        "offered": {
            "accept": Transition("accepted", ("case_coordinator",)),
            "refuse": Transition("refused", COORDINATOR),
            "withdraw": Transition("withdrawn", COORDINATOR),
        },
        "accepted": {},
        "refused": {},
        "declined": {},
        "dropped": {},
        "withdrawn": {},
    },
    titles={
        "written": "Waiting for a second person",
        "offered": "Waiting for the other centre",
        "accepted": "Accepted",
        "refused": "Refused",
        "declined": "Not sent",
        "dropped": "Taken back before it was sent",
        "withdrawn": "Taken back",
    },
)

#: Of a transfer that still waits for somebody.
OPEN = ("written", "offered")


class MovingAlready(RuleBroken):
    """A case is offered to one at a time."""

    def __init__(self) -> None:
        super().__init__(
            "one-transfer-at-a-time", "This case is being offered to another centre. Wait, or take the offer back."
        )


class Moving(RuleBroken):
    """Closing a case over the head of the one who is about to go on with it would lose it between the two."""

    def __init__(self) -> None:
        super().__init__(
            "not-while-it-moves",
            "This case is being offered to another centre. Take the offer back before you close it.",
        )


class WentElsewhere(RuleBroken):
    """A case that goes on elsewhere is not opened a second time here."""

    def __init__(self) -> None:
        super().__init__(
            "goes-on-elsewhere",
            "This case goes on in another area. If the person has moved back, ask whoever leads it there to offer it "
            "to you.",
        )


class NotThere(RuleBroken):
    """Somebody who could not lead the case there."""

    def __init__(self) -> None:
        super().__init__(
            "could-lead-there",
            "Choose an organisation that coordinates cases there and has accepted an agreement of that centre with "
            "yours.",
            field="to",
        )


class OwnerWithoutAgreement(RuleBroken):
    """Whoever owns a risk goes on owning it, and so has to be able to be in the team there."""

    def __init__(self, owner: str, receiver: str) -> None:
        super().__init__(
            "owner-could-stay",
            f"{owner} owns a risk and would go on owning it, but has no agreement in force with {receiver}. Let them "
            "both accept one, or hand the risk over first.",
            field="to",
        )


class OtherCatalogue(RuleBroken):
    """The other programme has no word for something that the case holds."""

    def __init__(self) -> None:
        super().__init__(
            "same-catalogue",
            "The programme there has no word for some of what this case holds. End that first, or choose another.",
            field="to",
        )


class NotYours(RuleBroken):
    """Only what is its own, and still held, goes along: for everything else its originator decides."""

    def __init__(self) -> None:
        super().__init__(
            "own-items-only",
            "Only information that came from your own organisation can go along. Whoever else shared decides for "
            "themselves.",
            field="items",
        )


class ChallengeOpen(RuleBroken):
    """What was stopped because it asks somebody to watch is settled where it was stopped."""

    def __init__(self) -> None:
        super().__init__(
            "no-open-challenge",
            "Some support is stopped because somebody said that it asks them to watch the person. That is settled "
            "before the case moves.",
        )


class FinishFirst(RuleBroken):
    """Something stands in the way on the offerer's side, which the receiver may know nothing of."""

    def __init__(self) -> None:
        super().__init__(
            "finish-first",
            "This can’t be accepted yet: whoever offers it has something to settle first. The case stays with them. "
            "Ring them.",
        )


class LedHere(RuleBroken):
    """One person, one case: what is known is handed in, not doubled."""

    def __init__(self) -> None:
        super().__init__(
            "one-open-case",
            "Your organisation leads an open case about this person already. Refuse the offer and say so, so that "
            "nothing is doubled.",
        )
