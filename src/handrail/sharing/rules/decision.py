"""The lifecycle of a sharing decision, and the five questions that whoever decides has to answer."""

from handrail.gate import RuleBroken, StateTable, Transition
from handrail.programme import Programme
from handrail.sharing.models import DecisionState

PROPOSERS = ("originating_officer", "single_point_of_contact")
#: For a contribution, also those who answer for what their organisation tells others.
AUTHORISERS = ("authoriser", "single_point_of_contact", "caldicott_guardian", "centre_lead")

SWEEP = ("sweep",)

DRAFT, PROPOSED, SENT_BACK, RELEASED, DECLINED, WITHDRAWN, LAPSED = DecisionState.values

DECISION = StateTable(
    name="sharing decision",
    initial=DRAFT,
    transitions={
        DRAFT: {
            "edit": Transition(DRAFT, PROPOSERS),
            "propose": Transition(PROPOSED, PROPOSERS),
            "withdraw": Transition(WITHDRAWN, PROPOSERS),
            "lapse": Transition(LAPSED, SWEEP),
        },
        PROPOSED: {
            "release": Transition(RELEASED, AUTHORISERS),
            "send_back": Transition(SENT_BACK, AUTHORISERS),
            "decline": Transition(DECLINED, AUTHORISERS),
            "withdraw": Transition(WITHDRAWN, PROPOSERS),
        },
        SENT_BACK: {
            "edit": Transition(SENT_BACK, PROPOSERS),
            "propose": Transition(PROPOSED, PROPOSERS),
            "withdraw": Transition(WITHDRAWN, PROPOSERS),
            "lapse": Transition(LAPSED, SWEEP),
        },
        RELEASED: {},
        DECLINED: {},
        WITHDRAWN: {},
        LAPSED: {},
    },
    titles=dict(DecisionState.choices),
)

#: What an authoriser answers in their own words, whichever way they decide: field of a judgement → the question.
QUESTIONS = {
    "necessary": "Is it necessary?",
    "least": "Is it the least?",
    "proportionate": "Is it proportionate?",
    "alternative": "Is there another way?",
    "telling": "Should the person be told?",
}


class NotNominatedFromHere(RuleBroken):
    """The rulebook's list of who brings people in (`held_in` of the role that nominates) leaves this kind out."""

    def __init__(self) -> None:
        super().__init__(
            "not-nominated-from-here",
            "This programme takes no nominations from your kind of organisation. Choose another centre.",
            field="centre",
        )


def takes_nominations(rulebook: Programme, *, kind: str) -> bool:
    """Whether organisations of this kind bring people into the programme."""
    return kind in rulebook.roles["originating_officer"].held_in


def unanswered(answers: dict[str, str]) -> tuple[RuleBroken, ...]:
    """A fault for each of the five questions that has no answer."""
    return tuple(
        RuleBroken("answer-missing", f"Answer the question “{question}”", field=name)
        for name, question in QUESTIONS.items()
        if not answers.get(name, "").strip()
    )
