"""The lifecycles of casework, and the rules that are true of its records whatever policy says."""

from datetime import date

from handrail.casework.intake_rules import HAND_IN
from handrail.casework.risk_rules import KIND_CHANGE, OFFER, RISK
from handrail.casework.transfer_rules import TRANSFER
from handrail.gate import RuleBroken, StateTable, Transition

COORDINATOR = ("case_coordinator",)
TEAM = ("case_coordinator", "single_point_of_contact", "practitioner", "police_risk_owner")

CASE = StateTable(
    name="case",
    initial="open",
    transitions={
        "open": {
            "work": Transition("open", TEAM),
            "close": Transition("closed", COORDINATOR),
            "transfer": Transition("closed", ("whoever goes on with it elsewhere",)),
        },
        "closed": {
            "reopen": Transition("open", COORDINATOR),
            "look_again": Transition("closed", COORDINATOR),
            "look_back": Transition("closed", ("panel_chair", "case_coordinator")),
            "keep_on": Transition("closed", ("data_protection_officer",)),
            "let_go": Transition("closed", ("data_protection_officer", "sweep")),
        },
    },
    titles={"open": "Open", "closed": "Closed"},
)

SUPPORT_ACTION = StateTable(
    name="support action",
    initial="planned",
    transitions={
        "planned": {
            "provide": Transition("planned", TEAM),
            "start": Transition("under_way", TEAM),
            "cannot_do": Transition("handed_back", TEAM),
            "cancel": Transition("cancelled", COORDINATOR),
            "asks_to_watch": Transition("stopped", TEAM),
            "say_no": Transition("withdrawn", ("the person",)),
            "move": Transition("moved", ("whoever goes on with the case elsewhere",)),
        },
        "under_way": {
            "provide": Transition("under_way", TEAM),
            "record_contact": Transition("under_way", TEAM),
            "complete": Transition("done", TEAM),
            "cannot_do": Transition("handed_back", TEAM),
            "cancel": Transition("cancelled", COORDINATOR),
            "asks_to_watch": Transition("stopped", TEAM),
            "say_no": Transition("withdrawn", ("the person",)),
            "move": Transition("moved", ("whoever goes on with the case elsewhere",)),
        },
        "stopped": {
            "resume": Transition("planned", ("data_protection_officer",)),
            "cancel": Transition("cancelled", COORDINATOR),
        },
        "handed_back": {
            "cancel": Transition("cancelled", COORDINATOR),
            "move": Transition("moved", ("whoever goes on with the case elsewhere",)),
        },
        "withdrawn": {
            "plan_again": Transition("planned", COORDINATOR),
            "cancel": Transition("cancelled", COORDINATOR),
        },
        "done": {},
        "cancelled": {},
        "moved": {},
    },
    titles={
        "planned": "Planned",
        "under_way": "Under way",
        "stopped": "Stopped: flagged as asking to watch someone",
        "handed_back": "Handed back: its owner can’t give it",
        "withdrawn": "Stopped: the person said no, or changed their mind",
        "done": "Done",
        "cancelled": "Cancelled",
        "moved": "Ended here: the case goes on in another area",
    },
)

#: Support that is still to be given; and with it what is stopped for now.
TO_GIVE = ("planned", "under_way")
NOT_OVER = (*TO_GIVE, "stopped")


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether support is late: still to be given, and its day is over."""
    return state in TO_GIVE and due_on < today


ESCALATION = StateTable(
    name="escalation",
    initial="raised",
    transitions={
        "raised": {
            "climb": Transition("raised", ("sweep",)),
            "acknowledge": Transition("acknowledged", ("police_risk_owner", "duty_officer")),
        },
        "acknowledged": {"close": Transition("closed", ("police_risk_owner", "duty_officer"))},
        "closed": {},
    },
    titles={"raised": "Waiting for an officer", "acknowledged": "Acknowledged", "closed": "Closed"},
)

CONCERN = StateTable(
    name="concern",
    initial="sent",
    transitions={"sent": {"mark_read": Transition("read", ("police_risk_owner",))}, "read": {}},
    titles={"sent": "Sent to the police", "read": "Read by the police"},
)

CONSENT = StateTable(
    name="consent",
    initial="not_asked",
    transitions={
        "not_asked": {"give": Transition("given", COORDINATOR), "refuse": Transition("refused", COORDINATOR)},
        "given": {"withdraw": Transition("withdrawn", COORDINATOR)},
        "refused": {"give": Transition("given", COORDINATOR)},
        "withdrawn": {"give": Transition("given", COORDINATOR)},
    },
    titles={"not_asked": "Not asked", "given": "Agreed", "refused": "Said no", "withdrawn": "Changed their mind"},
)

OFFICER = ("deconfliction_officer",)

#: What the police were asked. A confirmation lapses by its date; asking again changes no answer.
DECONFLICTION = StateTable(
    name="deconfliction",
    initial="asked",
    transitions={
        "asked": {
            "ask": Transition("asked", COORDINATOR),
            "confirm": Transition("confirmed", OFFICER),
            "hold": Transition("held", OFFICER),
            "end": Transition("over", COORDINATOR),
        },
        "confirmed": {
            "ask": Transition("confirmed", COORDINATOR),
            "confirm": Transition("confirmed", OFFICER),
            "hold": Transition("held", OFFICER),
            "end": Transition("over", COORDINATOR),
        },
        "held": {
            "ask": Transition("held", COORDINATOR),
            "confirm": Transition("confirmed", OFFICER),
            "hold": Transition("held", OFFICER),
            "end": Transition("over", COORDINATOR),
        },
        "over": {"ask": Transition("asked", COORDINATOR)},
    },
    titles={
        "asked": "Waiting for an answer",
        "confirmed": "Confirmed until a day",
        "held": "Held",
        "over": "No longer needed",
    },
)

OBJECTIVE = StateTable(
    name="objective",
    initial="open",
    transitions={
        "open": {"reach": Transition("reached", TEAM), "set_aside": Transition("set_aside", TEAM)},
        "reached": {},
        "set_aside": {},
    },
    titles={"open": "Open", "reached": "Reached", "set_aside": "Set aside"},
)

NEED = StateTable(
    name="need",
    initial="open",
    transitions={
        "open": {"meet": Transition("met", TEAM), "close": Transition("closed", TEAM)},
        "met": {"reopen": Transition("open", TEAM)},
        "closed": {"reopen": Transition("open", TEAM)},
    },
    titles={"open": "There", "met": "Met", "closed": "Not there any more"},
)

#: Every lifecycle of this floor, for the documents and the tests.
LIFECYCLES = (
    CASE,
    SUPPORT_ACTION,
    RISK,
    OFFER,
    KIND_CHANGE,
    ESCALATION,
    CONCERN,
    CONSENT,
    DECONFLICTION,
    OBJECTIVE,
    NEED,
    HAND_IN,
    TRANSFER,
)


class NoRisk(RuleBroken):
    """A case without a risk has nobody who answers for one."""

    def __init__(self) -> None:
        super().__init__("a-case-has-a-risk", "Add at least one risk, and say who owns it.", field="risks")


class NotInCatalogue(RuleBroken):
    """Something that the programme's closed catalogues do not offer."""

    def __init__(self, field: str) -> None:
        super().__init__("closed-catalogue", "Choose one of the things on the list.", field=field)


class MayNotOwn(RuleBroken):
    """The rulebook does not let this kind of organisation own this."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__("who-may-own", f"This organisation can’t own this {what}. Choose another owner.", field=field)


class NotInTeam(RuleBroken):
    """The organisation or the member is not in the case's team."""

    def __init__(self, field: str) -> None:
        super().__init__("in-the-team", "Choose somebody from the team of this case.", field=field)


class PursuesNobodyHere(RuleBroken):
    """Pursuit staff hold no part in a case (demand M13)."""

    def __init__(self) -> None:
        super().__init__(
            "pursuit-holds-no-part",
            "This member works on investigations, and so has no part in a case. Choose somebody else.",
            field="member",
        )


class MayNotJoin(RuleBroken):
    """What is written in a case may not flow to this organisation."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "agreement-of-the-team",
            "This organisation can’t join: it has not accepted an agreement in force with yours, or is never told who "
            "is in the programme.",
            field=field,
        )


class StaysInTeam(RuleBroken):
    """A case always has somebody who leads it, and police."""

    def __init__(self) -> None:
        super().__init__(
            "lead-and-police-stay", "The organisation that leads, and the police, stay as long as the case is open."
        )


class StillOwns(RuleBroken):
    """Nobody leaves with something that they answer for."""

    def __init__(self) -> None:
        super().__init__(
            "leaves-with-nothing",
            "This organisation still has support to give, something that a meeting left it to do, or a risk that it "
            "owns, was offered or was asked to review. Finish it, cancel it or hand it over first.",
        )


class SaidNo(RuleBroken):
    """The person said no to support, or changed their mind."""

    def __init__(self) -> None:
        super().__init__(
            "support-is-voluntary",
            "The person said no, or changed their mind. Record that they agree before you plan this as agreed.",
            field="consent",
        )


class RiskEscalated(RuleBroken):
    """The risk of an escalation lasts as long as the escalation."""

    def __init__(self) -> None:
        super().__init__("risk-escalated", "This risk was escalated. It closes when the police close the escalation.")


class NobodyToOwn(RuleBroken):
    """A force without a single member at work."""

    def __init__(self) -> None:
        super().__init__(
            "police-own-immediate-risk",
            "The police force of this case has nobody in Handrail who could take it. Call 999, and tell the force.",
        )


class DateNotAhead(RuleBroken):
    """A date that must lie ahead, and soon enough."""

    def __init__(self, field: str, latest: str) -> None:
        super().__init__("date-ahead", f"The date must be after today and no later than {latest}.", field=field)


class DateNotPast(RuleBroken):
    """Something that is said to have happened on a day to come."""

    def __init__(self, field: str) -> None:
        super().__init__("date-past", "The date must be today or in the past.", field=field)


class LookedBack(RuleBroken):
    """A closed case is looked back at twice, and then left alone."""

    def __init__(self) -> None:
        super().__init__("looked-back", "This case was looked back at twice. Open it again if help is needed.")


class AlreadyLetGo(RuleBroken):
    """What was written is destroyed, and nothing brings it back."""

    def __init__(self) -> None:
        super().__init__(
            "record-let-go", "The record of this case was let go: what was written in it is destroyed. Open a new case."
        )


class ActionsUnderWay(RuleBroken):
    """A case is not closed over somebody's head."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-under-way", "Finish or cancel the support that is planned or under way before you close the case."
        )


class NothingToLookAt(RuleBroken):
    """No judgement in the case rests on something that was withdrawn since somebody last looked."""

    def __init__(self) -> None:
        super().__init__("nothing-marked", "Nothing in this case is marked to be looked at again.")


class EscalationOpen(RuleBroken):
    """A case is not closed while the police are dealing with immediate danger."""

    def __init__(self) -> None:
        super().__init__("no-open-escalation", "The case can’t be closed while an escalation is open.")


class NotGiven(RuleBroken):
    """Nobody ends a need whose description they were not given."""

    def __init__(self) -> None:
        super().__init__(
            "read-before-you-replace", "This rests on information that you don’t hold. Ask the coordinator to do it."
        )
