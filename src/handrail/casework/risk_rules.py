"""The lifecycles of a risk that is offered or called by another kind, and what is true of them whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition
from handrail.programme import Programme
from handrail.programme.kinds import POLICE

OWNERS = ("police_risk_owner", "single_point_of_contact")
REVIEWERS = ("panel_chair", "centre_lead", "data_protection_officer")

RISK = StateTable(
    name="risk",
    initial="open",
    transitions={
        "open": {
            "offer": Transition("open", OWNERS),
            "confirm": Transition("open", OWNERS),
            "judge": Transition("open", OWNERS),
            "propose_kind": Transition("open", OWNERS),
            "close": Transition("closed", OWNERS),
            "move": Transition("moved", ("whoever goes on with the case elsewhere",)),
        },
        "closed": {},
        "moved": {},
    },
    titles={"open": "Open", "closed": "Closed", "moved": "Goes on in the case of another area"},
)

OFFER = StateTable(
    name="offer",
    initial="offered",
    transitions={
        "offered": {
            "accept": Transition("accepted", OWNERS),
            "refuse": Transition("refused", OWNERS),
            "withdraw": Transition("withdrawn", OWNERS),
            "overtake": Transition(
                "overtaken", ("whoever closes the risk or its case", "the member who is asked leaves")
            ),
        },
        "accepted": {},
        "refused": {},
        "withdrawn": {},
        "overtaken": {},
    },
    titles={
        "offered": "Waiting for an answer",
        "accepted": "Accepted",
        "refused": "Refused",
        "withdrawn": "Withdrawn",
        "overtaken": "Overtaken",
    },
)

KIND_CHANGE = StateTable(
    name="change of kind",
    initial="proposed",
    transitions={
        "proposed": {
            "make": Transition("made", OWNERS),
            "sign": Transition("signed", ("police_risk_owner",)),
            "decline": Transition("declined", ("police_risk_owner", *REVIEWERS)),
            "withdraw": Transition("withdrawn", OWNERS),
            "overtake": Transition("overtaken", ("whoever closes the risk or its case",)),
        },
        "signed": {
            "review": Transition("made", REVIEWERS),
            "decline": Transition("declined", REVIEWERS),
            "withdraw": Transition("withdrawn", OWNERS),
            "overtake": Transition("overtaken", ("whoever closes the risk or its case",)),
        },
        "made": {},
        "declined": {},
        "withdrawn": {},
        "overtaken": {},
    },
    titles={
        "proposed": "Waiting for the police’s signature",
        "signed": "Waiting for an independent review",
        "made": "Made",
        "declined": "Declined",
        "withdrawn": "Withdrawn",
        "overtaken": "Overtaken",
    },
)


def owning_role(kind: str) -> str:
    """The role whose members own risks by name in an organisation of that kind."""
    return "police_risk_owner" if kind in POLICE else "single_point_of_contact"


def needs_both(programme: Programme, was: str, becomes: str) -> bool:
    """Whether a change of kind needs the police's signature and an independent review.

    It does if a kind of organisation could own the risk afterwards that could not before, or if its nature changes:
    else a terrorism risk could be given to a council under another name (demand M10).
    """
    before, after = programme.risk_kinds[was], programme.risk_kinds[becomes]
    return before.nature != after.nature or bool(after.may_own - before.may_own)


class AlreadyOffered(RuleBroken):
    """A risk is offered to one at a time."""

    def __init__(self) -> None:
        super().__init__("one-offer-at-a-time", "This risk is being offered to somebody. Wait, or withdraw the offer.")


class KindInQuestion(RuleBroken):
    """Who may own a risk depends on its kind, so that is settled first."""

    def __init__(self) -> None:
        super().__init__(
            "kind-in-question", "Another kind has been proposed for this risk. Wait until that is decided."
        )


class EscalatedRiskStays(RuleBroken):
    """The police own an escalated risk until the escalation is closed."""

    def __init__(self) -> None:
        super().__init__(
            "escalated-risk-stays", "This risk was escalated. The police own it until they close the escalation."
        )


class OwnsIt(RuleBroken):
    """A risk is not handed to the one who has it."""

    def __init__(self, field: str) -> None:
        super().__init__("owns-it-already", "They own this risk already. Choose somebody else.", field=field)


class NobodyThere(RuleBroken):
    """An offer that nobody could accept would leave both thinking that it is the other's to see to."""

    def __init__(self) -> None:
        super().__init__(
            "somebody-could-accept", "Nobody at this organisation could accept it. Ask them who answers for risk.",
            field="to",
        )  # fmt: skip


class WrongReason(RuleBroken):
    """Some reasons are for colleagues, some for other organisations."""

    def __init__(self) -> None:
        super().__init__("reason-of-a-handover", "Choose a reason that fits whom you offer it to.", field="reason")


class NoAgreement(RuleBroken):
    """A risk is handed over between organisations under an agreement that says what each party does."""

    def __init__(self) -> None:
        super().__init__(
            "agreement-of-a-handover",
            "This organisation and the one that leads the case have no agreement in force on who answers for what.",
            field="to",
        )


class OwnerCanNotKeepIt(RuleBroken):
    """A change of kind does not leave a risk with an owner that may not own it."""

    def __init__(self) -> None:
        super().__init__(
            "owner-may-own-the-new-kind",
            "Your organisation can’t own a risk of that kind. Record a new risk, which starts with the police, and "
            "close this one when they have it.",
            field="kind",
        )


class SameKind(RuleBroken):
    """Nothing would change."""

    def __init__(self) -> None:
        super().__init__("same-kind", "It is of that kind already. Choose another.", field="kind")


class EscalateInstead(RuleBroken):
    """Danger is raised with the police, at once: it is never a word on a record that nobody was called about."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "danger-is-escalated", "If somebody is in danger now, call 999 and raise immediate risk.", field=field
        )


class SameSeverity(RuleBroken):
    """A judgement that nothing has changed is a review of the case, not of how severe the risk is."""

    def __init__(self) -> None:
        super().__init__("same-severity", "It is judged so already. Choose another, or leave it.", field="severity")


class NobodyToReview(RuleBroken):
    """An independent review needs an organisation that neither proposed nor signed."""

    def __init__(self) -> None:
        super().__init__(
            "nobody-to-review",
            "Nobody in the team who is from neither your organisation nor the police could review this. Ask for "
            "another organisation to join the case first.",
        )


class NobodyToTakeRisk(RuleBroken):
    """The only possible owner of a risk does not go, nor lose the role, without somebody to follow."""

    def __init__(self) -> None:
        super().__init__(
            "risk-without-owner",
            "They own a risk by name, and nobody else at your organisation could. Give a colleague their role first.",
        )


class HasGone(RuleBroken):
    """Somebody who has left owns nothing from then on."""

    def __init__(self) -> None:
        super().__init__("owner-at-work", "They are no longer at work there. Choose somebody else.", field="owner")
