"""The lifecycles of registers, searches, candidates and identity checks."""

from handrail.gate import StateTable, Transition
from handrail.matching.models import CandidateState, CheckState, RegisterState, ReplyState, ResultState, SearchState

OFFERERS = ("single_point_of_contact",)
ACCEPTERS = ("single_point_of_contact", "caldicott_guardian", "authoriser", "centre_lead")
PROPOSERS = ("originating_officer",)
AUTHORISERS = ("authoriser",)
SECONDS = ("originating_officer", "authoriser")
ANSWERERS = ("single_point_of_contact",)
RELEASERS = ("single_point_of_contact", "caldicott_guardian", "authoriser", "centre_lead")
MATCHER, SWEEP = ("matcher",), ("sweep",)

REGISTER = StateTable(
    name="register",
    initial=RegisterState.OFFERED.value,
    transitions={
        "offered": {
            "accept": Transition("accepted", ACCEPTERS),
            "decline": Transition("declined", ACCEPTERS),
            "withdraw": Transition("withdrawn", OFFERERS),
        },
        "accepted": {
            "replace": Transition("withdrawn", ACCEPTERS),
            "suspend": Transition("suspended", MATCHER),
            "withdraw": Transition("withdrawn", (*OFFERERS, *ACCEPTERS)),
        },
        "suspended": {"withdraw": Transition("withdrawn", (*OFFERERS, *ACCEPTERS))},
        "declined": {},
        "withdrawn": {},
    },
    titles=dict(RegisterState.choices),
)

SEARCH = StateTable(
    name="search",
    initial=SearchState.PROPOSED.value,
    transitions={
        "proposed": {
            "authorise": Transition("authorised", AUTHORISERS),
            "decline": Transition("declined", AUTHORISERS),
            "withdraw": Transition("withdrawn", PROPOSERS),
            "end": Transition("over", AUTHORISERS),
        },
        "authorised": {
            "finish": Transition("done", (*MATCHER, *PROPOSERS)),
            "withdraw": Transition("withdrawn", PROPOSERS),
            "end": Transition("over", AUTHORISERS),
        },
        "done": {"end": Transition("over", AUTHORISERS)},
        "declined": {},
        "withdrawn": {},
        "over": {},
    },
    titles=dict(SearchState.choices),
)

RESULT = StateTable(
    name="register in a search",
    initial=ResultState.WAITING.value,
    transitions={
        "waiting": {
            "ask": Transition("asked", (*MATCHER, *PROPOSERS)),
            "refuse": Transition("refused", (*MATCHER, *PROPOSERS)),
            "leave": Transition("left", PROPOSERS),
        },
        "asked": {
            "find": Transition("found", (*MATCHER, *PROPOSERS)),
            "ask_again": Transition("asked", (*MATCHER, *PROPOSERS)),
            "find_nothing": Transition("nothing", (*MATCHER, *PROPOSERS)),
            "refuse": Transition("refused", (*MATCHER, *PROPOSERS)),
            "leave": Transition("left", PROPOSERS),
        },
        "found": {},
        "nothing": {},
        "refused": {},
        "left": {},
    },
    titles=dict(ResultState.choices),
)

CANDIDATE = StateTable(
    name="candidate",
    initial=CandidateState.FOUND.value,
    transitions={
        "found": {
            "ask": Transition("asked", PROPOSERS),
            "want": Transition("wanted", PROPOSERS),
            "set_aside": Transition("set_aside", PROPOSERS),
            "end": Transition("over", AUTHORISERS),
        },
        "wanted": {
            "second": Transition("asked", SECONDS),
            "set_aside": Transition("set_aside", SECONDS),
            "end": Transition("over", AUTHORISERS),
        },
        "asked": {
            "same": Transition("same", RELEASERS),
            "not_same": Transition("not_same", RELEASERS),
            "unsure": Transition("unsure", RELEASERS),
            "lapse": Transition("cannot_say", SWEEP),
            "take_back": Transition("set_aside", PROPOSERS),
            "is_made_up": Transition("made_up", ANSWERERS),
            "end": Transition("over", AUTHORISERS),
        },
        "same": {"end": Transition("over", AUTHORISERS)},
        "unsure": {"end": Transition("over", AUTHORISERS)},
        "set_aside": {},
        "not_same": {},
        "cannot_say": {},
        "made_up": {},
        "over": {},
    },
    titles=dict(CandidateState.choices),
)

CHECK = StateTable(
    name="identity check",
    initial=CheckState.ASKED.value,
    transitions={
        "asked": {
            "same": Transition("same", RELEASERS),
            "not_same": Transition("not_same", RELEASERS),
            "unsure": Transition("unsure", RELEASERS),
            "lapse": Transition("lapsed", SWEEP),
            "take_back": Transition("taken_back", PROPOSERS),
            "is_made_up": Transition("made_up", ANSWERERS),
        },
        "same": {},
        "not_same": {},
        "unsure": {},
        "lapsed": {},
        "taken_back": {},
        "made_up": {},
    },
    titles=dict(CheckState.choices),
)

REPLY = StateTable(
    name="answer to an identity check",
    initial=ReplyState.WEIGHED.value,
    transitions={
        "weighed": {
            "release": Transition("given", RELEASERS),
            "send_back": Transition("unsaid", RELEASERS),
        },
        "unsaid": {"think_again": Transition("weighed", ANSWERERS)},
        "given": {},
    },
    titles=dict(ReplyState.choices),
)

#: Every lifecycle of this floor, for the documents and the tests.
LIFECYCLES = (REGISTER, SEARCH, RESULT, CANDIDATE, CHECK, REPLY)

#: The states in which a register of a search is still to answer.
OPEN_RESULTS = ("waiting", "asked")
