"""The lifecycles of a meeting and of what comes of it, and the rules that are true whatever policy says."""

from datetime import datetime, timedelta

from handrail.gate import RuleBroken, StateTable, Transition

RUNS = ("case_coordinator", "panel_chair")
INVITED = ("whoever is asked to it",)
COORDINATOR, CHAIR = ("case_coordinator",), ("panel_chair",)

MEETING = StateTable(
    name="meeting",
    initial="scheduled",
    transitions={
        "scheduled": {
            "prepare": Transition("scheduled", RUNS),
            "answer": Transition("scheduled", INVITED),
            "postpone": Transition("scheduled", RUNS),
            "begin": Transition("under_way", RUNS),
            "cancel": Transition("cancelled", RUNS),
        },
        "under_way": {
            "prepare": Transition("under_way", RUNS),
            "write": Transition("under_way", INVITED),
            "decide": Transition("under_way", INVITED),
            "finish": Transition("held", RUNS),
        },
        # Who is still typing when the meeting ends finishes the sentence.
        "held": {"write": Transition("held", INVITED), "minute": Transition("held", COORDINATOR)},
        "cancelled": {},
    },
    titles={"scheduled": "Scheduled", "under_way": "Under way", "held": "Held", "cancelled": "Cancelled"},
)

INVITATION = StateTable(
    name="answer to an invitation",
    initial="waiting",
    transitions={
        "waiting": {"come": Transition("coming", INVITED), "apologise": Transition("apologies", INVITED)},
        "coming": {"apologise": Transition("apologies", INVITED)},
        "apologies": {"come": Transition("coming", INVITED)},
    },
    titles={"waiting": "No answer yet", "coming": "Coming", "apologies": "Sent apologies"},
)

NOTE = StateTable(
    name="discussion note",
    initial="current",
    transitions={
        "current": {"replace": Transition("superseded", INVITED), "set_aside": Transition("aside", INVITED)},
        "aside": {"type_on": Transition("aside", INVITED), "merge": Transition("merged", INVITED)},
        "superseded": {},
        "merged": {},
    },
    titles={
        "current": "What the point says now",
        "aside": "Kept aside, to be merged",
        "superseded": "Earlier text",
        "merged": "Merged",
    },
)

MEETING_DECISION = StateTable(
    name="decision of a meeting",
    initial="proposed",
    transitions={
        "proposed": {
            "dissent": Transition("proposed", INVITED),
            "record": Transition("recorded", RUNS),
            "drop": Transition("dropped", RUNS),
        },
        "recorded": {},
        "dropped": {},
    },
    titles={"proposed": "Proposed", "recorded": "Decided", "dropped": "Not decided"},
)

DISSENT = StateTable(
    name="dissent",
    initial="open",
    transitions={
        "open": {
            "settle": Transition("settled", RUNS),
            "withdraw": Transition("withdrawn", ("the organisation that dissents",)),
        },
        "settled": {},
        "withdrawn": {},
    },
    titles={"open": "No way forward yet", "settled": "Way forward agreed", "withdrawn": "Withdrawn"},
)

MEETING_ACTION = StateTable(
    name="action of a meeting",
    initial="open",
    transitions={
        "open": {
            "complete": Transition("done", ("the organisation that owns it",)),
            "cancel": Transition("cancelled", RUNS),
        },
        "done": {},
        "cancelled": {},
    },
    titles={"open": "To be done", "done": "Done", "cancelled": "Cancelled"},
)

PAPER = StateTable(
    name="paper",
    initial="drafted",
    transitions={
        "drafted": {"amend": Transition("drafted", COORDINATOR), "approve": Transition("approved", CHAIR)},
        "approved": {
            "send_back": Transition("drafted", CHAIR),
            "release": Transition("released", RUNS),
        },
        "released": {"release": Transition("released", RUNS)},
    },
    titles={"drafted": "Draft", "approved": "Approved", "released": "Released"},
)

#: Every lifecycle of this floor, for the documents and the tests.
LIFECYCLES = (MEETING, INVITATION, NOTE, MEETING_DECISION, DISSENT, MEETING_ACTION, PAPER)

#: A meeting is put into the diary at most so far ahead.
FURTHEST = timedelta(days=366)


def check_time(starts_at: datetime, now: datetime) -> None:
    """Raise :class:`NotAhead` unless the meeting lies ahead, and within a year."""
    if not now < starts_at <= now + FURTHEST:
        raise NotAhead


def lands(version: int, based_on: int, *, nothing_there: bool) -> bool:
    """Whether a text becomes what the point says: only if it builds on what is there now; else it is kept aside.

    Where nothing was written yet there is nothing to lose.
    """
    return based_on == version or nothing_there


class NotAhead(RuleBroken):
    """A meeting in the past, or further off than anybody plans."""

    def __init__(self) -> None:
        super().__init__("date-ahead", "The meeting must be in the future, and within a year.", field="on")


class UnderWay(RuleBroken):
    """A case is not closed in the middle of a meeting about it."""

    def __init__(self) -> None:
        super().__init__(
            "no-meeting-under-way", "A meeting about this case is under way. Finish it before you close the case."
        )


class LeftToDo(RuleBroken):
    """What a meeting asked of somebody is done, or taken off: a closed case asks nothing of anybody."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-left-to-do",
            "A meeting left somebody something to do about this case. See that it is done, or cancel it, before you "
            "close the case.",
        )


class NoCase(RuleBroken):
    """A meeting about nobody."""

    def __init__(self) -> None:
        super().__init__("a-meeting-has-a-case", "Choose at least one case.", field="cases")


class OtherCentre(RuleBroken):
    """The panel of a centre talks about the cases of that centre."""

    def __init__(self) -> None:
        super().__init__("cases-of-the-centre", "Choose open cases of the same centre.", field="cases")


class NoChair(RuleBroken):
    """Whoever is named chairs nothing here."""

    def __init__(self) -> None:
        super().__init__("a-panel-chair-chairs", "Choose a panel chair of your organisation.", field="chair")


class NotNeeded(RuleBroken):
    """Somebody with no part in the case."""

    def __init__(self) -> None:
        super().__init__(
            "need-to-know", "Choose somebody from the team of this case. Nobody else hears of it.", field="member"
        )


class NoWayForward(RuleBroken):
    """A decision over somebody's head."""

    def __init__(self) -> None:
        super().__init__(
            "dissent-has-a-way-forward",
            "Somebody disagrees, and no way forward has been agreed yet. Record it before you record the decision.",
        )


class NotDecided(RuleBroken):
    """A meeting that ends with something half decided."""

    def __init__(self) -> None:
        super().__init__("nothing-half-decided", "Record or drop every decision that was proposed before you finish.")


class NotPresent(RuleBroken):
    """An organisation that nobody spoke for."""

    def __init__(self) -> None:
        super().__init__(
            "dissent-of-the-invited", "Choose an organisation that was asked to this.", field="organisation"
        )


class ChairConflicted(RuleBroken):
    """Whoever decides must be free to."""

    def __init__(self) -> None:
        super().__init__(
            "chair-without-conflict",
            "The chair declared a conflict of interest in this case. Name another chair for it first.",
        )


class NotConfirmed(RuleBroken):
    """What the programme itself brings to the person waits for the police; an ordinary service never does."""

    def __init__(self) -> None:
        super().__init__(
            "ordinary-services-until-confirmed",
            "The police have not confirmed this meeting. Only ordinary services can be planned at it.",
            field="support",
        )


class NobodyToTell(RuleBroken):
    """A release to nobody."""

    def __init__(self) -> None:
        super().__init__("release-to-somebody", "Choose at least one organisation of the team.", field="to")
