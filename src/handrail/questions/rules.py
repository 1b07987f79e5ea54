"""The lifecycles of a question and of the reply to it, and what is true of questions whatever policy says."""

from handrail.gate import RuleBroken, StateTable, Transition
from handrail.questions.models import QuestionState, ReplyState

ASKERS = ("case_coordinator", "panel_chair", "single_point_of_contact")
APPROVERS = ("panel_chair", "authoriser")
ANSWERERS = ("single_point_of_contact",)
RELEASERS = ("single_point_of_contact", "caldicott_guardian", "centre_lead", "authoriser")
OFFICERS = ("data_protection_officer",)

WAITING, ASKED, STOPPED, ANSWERED, SILENT, LAPSED, TURNED_DOWN, WITHDRAWN, ENDED = QuestionState.values

QUESTION = StateTable(
    name="question",
    initial=WAITING,
    transitions={
        WAITING: {
            "put": Transition(ASKED, ASKERS),
            "approve": Transition(ASKED, APPROVERS),
            "turn_down": Transition(TURNED_DOWN, APPROVERS),
            "withdraw": Transition(WITHDRAWN, ASKERS),
        },
        ASKED: {
            "answer": Transition(ANSWERED, RELEASERS),
            "say_why_not": Transition(SILENT, ANSWERERS),
            "asks_to_watch": Transition(STOPPED, ANSWERERS),
            "withdraw": Transition(WITHDRAWN, ASKERS),
            "lapse": Transition(LAPSED, ("sweep",)),
        },
        STOPPED: {
            "resume": Transition(ASKED, OFFICERS),
            "end": Transition(ENDED, OFFICERS),
            "withdraw": Transition(WITHDRAWN, ASKERS),
        },
        ANSWERED: {},
        SILENT: {},
        LAPSED: {},
        TURNED_DOWN: {},
        WITHDRAWN: {},
        ENDED: {},
    },
    titles=dict(QuestionState.choices),
)

REPLY = StateTable(
    name="reply to a question",
    initial=ReplyState.WEIGHED.value,
    transitions={
        "weighed": {
            "release": Transition("given", RELEASERS),
            "say_nothing": Transition("unsaid", (*RELEASERS, "sweep")),
        },
        "unsaid": {"think_again": Transition("weighed", ANSWERERS)},
        "given": {},
    },
    titles=dict(ReplyState.choices),
)

#: Every lifecycle of this floor, for the documents and the tests.
LIFECYCLES = (QUESTION, REPLY)

#: The states in which a question is before somebody.
OPEN = (WAITING, ASKED, STOPPED)


class NotAsked(RuleBroken):
    """An organisation that does not know that the person is in the programme learns nothing by a question."""

    def __init__(self) -> None:
        super().__init__(
            "asked-of-who-knows",
            "Choose an organisation in the team of this case, or one that yours has told about this person.",
            field="asked_of",
        )


class NothingWouldFlow(RuleBroken):
    """An answer flows as a disclosure does: under an agreement that both have accepted."""

    def __init__(self) -> None:
        super().__init__(
            "answer-could-not-flow",
            "They could not answer you this: the agreement between you, or the rulebook, lets nothing of this kind "
            "come to your organisation.",
            field="code",
        )


class NotOnTheList(RuleBroken):
    """Not a question that the rulebook has for this kind of organisation."""

    def __init__(self) -> None:
        super().__init__("question-not-on-the-list", "Choose one of the questions on the list.", field="code")


class AskedAlready(RuleBroken):
    """The same question is before them now."""

    def __init__(self) -> None:
        super().__init__(
            "question-open", "You have put this to them already, and they have not closed it.", field="code"
        )


class TooManyOpen(RuleBroken):
    """A partner is not buried in questions."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            "questions-open",
            f"{limit} of your questions about this person are before them. Wait for an answer, or withdraw one.",
        )


class TooManyInAYear(RuleBroken):
    """Asking everything, one question at a time, is asking for the record."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            "questions-in-a-year",
            f"You have put {limit} questions about this person to them within a year. Meet them instead: they may add "
            "what they choose to.",
        )


class AskedTooOften(RuleBroken):
    """The same question, to the same partner, about the same person."""

    def __init__(self, times: int) -> None:
        often = "once" if times == 1 else f"{times} times"
        super().__init__("question-repeated", f"This can be put to them {often} and no more.", field="code")


class SayWhyAgain(RuleBroken):
    """Putting it again is a new decision, with a reason of its own."""

    def __init__(self) -> None:
        super().__init__("why-again", "You have put this to them before. Say why you put it again.", field="again")


class AsksToWatch(RuleBroken):
    """The lint of the catalogues, on words that somebody typed. The second person reads what it can't."""

    def __init__(self, word: str, *, field: str) -> None:
        super().__init__(
            "asks-for-watching",
            f"“{word}” asks somebody to watch or report. Ask only what would help the person, in other words.",
            field=field,
        )


class Closed(RuleBroken):
    """Its time is over, whether or not the sweep has been by."""

    def __init__(self) -> None:
        super().__init__("question-closed", "This question is closed: there is nothing left to do about it.")


class AnswerOutOfShape(RuleBroken):
    """An answer is what was asked, and no more."""

    def __init__(self, sentence: str) -> None:
        super().__init__("answer-out-of-shape", sentence, field="answer")


class NotOver(RuleBroken):
    """Nothing lapses while it may still be answered."""

    def __init__(self) -> None:
        super().__init__("question-not-over", "This question still waits for an answer.")
