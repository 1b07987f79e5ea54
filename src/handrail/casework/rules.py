"""The lifecycles of casework, and the rules that are true of its records whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition

COORDINATOR = ("case_coordinator",)
TEAM = ("case_coordinator", "single_point_of_contact", "practitioner", "police_risk_owner")

CASE = StateTable(
    name="case",
    initial="open",
    transitions={
        "open": {"work": Transition("open", TEAM), "close": Transition("closed", COORDINATOR)},
        "closed": {"reopen": Transition("open", COORDINATOR)},
    },
    titles={"open": "Open", "closed": "Closed"},
)

SUPPORT_ACTION = StateTable(
    name="support action",
    initial="planned",
    transitions={
        "planned": {
            "start": Transition("under_way", TEAM),
            "cancel": Transition("cancelled", COORDINATOR),
            "asks_to_watch": Transition("stopped", TEAM),
        },
        "under_way": {
            "complete": Transition("done", TEAM),
            "cancel": Transition("cancelled", COORDINATOR),
            "asks_to_watch": Transition("stopped", TEAM),
        },
        "stopped": {
            "resume": Transition("planned", ("data_protection_officer",)),
            "cancel": Transition("cancelled", COORDINATOR),
        },
        "done": {},
        "cancelled": {},
    },
    titles={
        "planned": "Planned",
        "under_way": "Under way",
        "stopped": "Stopped: flagged as asking to watch someone",
        "done": "Done",
        "cancelled": "Cancelled",
    },
)

RISK = StateTable(
    name="risk",
    initial="open",
    transitions={"open": {"close": Transition("closed", ("police_risk_owner", "case_coordinator"))}, "closed": {}},
    titles={"open": "Open", "closed": "Closed"},
)

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

#: Every lifecycle of this floor, for the documents and the tests.
LIFECYCLES = (CASE, SUPPORT_ACTION, RISK, ESCALATION, CONSENT)


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


class MayNotJoin(RuleBroken):
    """What is written in a case may not flow to this organisation."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "agreement-of-the-team",
            "This organisation can’t join: it has not accepted an agreement in force with yours, or is never told who "
            "is in the programme.",
            field=field,
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


class ActionsUnderWay(RuleBroken):
    """A case is not closed over somebody's head."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-under-way", "Finish or cancel the support actions that are under way before you close the case."
        )


class EscalationOpen(RuleBroken):
    """A case is not closed while the police are dealing with immediate danger."""

    def __init__(self) -> None:
        super().__init__("no-open-escalation", "The case can’t be closed while an escalation is open.")
