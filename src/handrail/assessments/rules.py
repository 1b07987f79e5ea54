"""The lifecycles of an assessment and of its wording, and what is true of both whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition

TEAM = ("case_coordinator", "panel_chair", "single_point_of_contact", "practitioner", "police_risk_owner")
LEADS = ("case_coordinator", "panel_chair")
ORIGINATOR = ("single_point_of_contact", "authoriser", "caldicott_guardian", "centre_lead")
LATER = ("whoever releases a later one",)

ASSESSMENT = StateTable(
    name="assessment",
    initial="draft",
    transitions={
        "draft": {
            "judge": Transition("draft", TEAM),
            "ask": Transition("proposed", LEADS),
            "release": Transition("released", LEADS),
            "discard": Transition("discarded", TEAM),
        },
        "proposed": {
            "take_back": Transition("draft", LEADS),
            "release": Transition("released", LEADS),
        },
        "released": {
            "look_again": Transition("released", LEADS),
            "supersede": Transition("superseded", LATER),
        },
        "superseded": {"look_again": Transition("superseded", LEADS)},
        "discarded": {},
    },
    titles={
        "draft": "A draft",
        "proposed": "Waiting for its originators",
        "released": "Released",
        "superseded": "Superseded by a later one",
        "discarded": "Discarded: nothing of it is kept",
    },
)

WORDING = StateTable(
    name="request to agree the wording",
    initial="asked",
    transitions={
        "asked": {
            "agree": Transition("agreed", ORIGINATOR),
            "refuse": Transition("refused", ORIGINATOR),
            "take_back": Transition("taken_back", LEADS),
        },
        "agreed": {"take_back": Transition("taken_back", LEADS)},
        "refused": {"take_back": Transition("taken_back", LEADS)},
        "taken_back": {},
    },
    titles={
        "asked": "Waiting for an answer",
        "agreed": "Agreed",
        "refused": "Refused",
        "taken_back": "No longer asked",
    },
)

LIFECYCLES = (ASSESSMENT, WORDING)

#: The person's own part in an assessment: never the same as not knowing (docs/explanation/assessments.md).
PERSON_PARTS = {
    "took_part": "The person took part, and what they said is in it",
    "declined": "The person was asked and did not want to take part",
    "not_asked": "The person was not asked",
    "not_told": "The person has not been told of the programme, so nobody asked",
}


class NotStartable(RuleBroken):
    """A historic instrument is read; nothing starts with it."""

    def __init__(self) -> None:
        super().__init__("instrument-in-use", "Choose a form that is in use.", field="instrument")


class UnderWay(RuleBroken):
    """The same form is being filled in already."""

    def __init__(self) -> None:
        super().__init__(
            "one-under-way",
            "The team has this form under way in this case. Go on with that one.",
            field="instrument",
        )


class NotAFactor(RuleBroken):
    """Something that the form does not ask."""

    def __init__(self) -> None:
        super().__init__("factor-of-the-instrument", "This form doesn’t ask about that.")


class NotAnAnswer(RuleBroken):
    """An answer other than the house's words."""

    def __init__(self, field: str) -> None:
        super().__init__("closed-catalogue", "Choose one of the answers.", field=field)


class ReadFirst(RuleBroken):
    """Nobody writes over a judgement that they were not given."""

    def __init__(self) -> None:
        super().__init__(
            "read-before-you-replace",
            "Somebody judged this from information that you don’t hold. Ask the coordinator before it is judged anew.",
        )


class NotInTheTeam(RuleBroken):
    """An organisation that is not in the team took no part."""

    def __init__(self) -> None:
        super().__init__("in-the-team", "Choose from the organisations of this case’s team.", field="organisations")


class OthersJudged(RuleBroken):
    """Nobody throws away what a colleague judged."""

    def __init__(self) -> None:
        super().__init__(
            "discard-your-own",
            "Somebody else has judged in this assessment, so it is not yours alone. Finish it, or leave it to them.",
        )


class NotReady(RuleBroken):
    """What an assessment still needs before anybody outside its common readers reads it."""

    def __init__(self, sentence: str) -> None:
        super().__init__("ready-to-release", sentence)


class NotAllReadable(RuleBroken):
    """Nobody releases, and nobody agrees to, words that they cannot read."""

    def __init__(self, sentence: str) -> None:
        super().__init__("read-before-you-sign", sentence)


class NothingToReview(RuleBroken):
    """Nothing was marked here."""

    def __init__(self) -> None:
        super().__init__("marked-for-review", "Nothing that this judgement draws on has been withdrawn.")
