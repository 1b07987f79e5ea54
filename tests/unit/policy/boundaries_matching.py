"""Who already knows a person: registers, searches, what they found, and identity checks."""

from tests.unit.policy.boundaries import Forbid, about, elsewhere
from tests.unit.policy.requests import (
    ADMINISTRATION,
    AUTHORISER,
    CANDIDATE,
    CHECK,
    CONTACT,
    COUNCIL,
    DECISION,
    GUARDIAN,
    ME,
    NHS,
    OFFICER,
    ORIGINATING,
    REGISTER,
    SEARCH,
    service,
)
from tests.unit.policy.requests import CTU as UNIT

ACCEPT = about(REGISTER, CONTACT, "register.accept", ADMINISTRATION)
SEE_REGISTER = ACCEPT.doing("register.see")
OPEN_ELSEWHERE = elsewhere(SEE_REGISTER).what(open_to_others=True)
WITHDRAW = ACCEPT.doing("register.withdraw").what(state="accepted")
OF_HEALTH = about(REGISTER, GUARDIAN, "register.accept", ADMINISTRATION).what(keeper=NHS, keeper_kind="nhs")

PROPOSE = about(DECISION, OFFICER, "search.propose", ORIGINATING).what(state="draft")
AUTHORISE = about(SEARCH, AUTHORISER, "search.authorise", ORIGINATING).what(state="proposed")
TAKE_OUT = about(SEARCH, OFFICER, "search.take_out", ORIGINATING)
RUN = about(SEARCH, service("matcher", UNIT), "search.ask_register", ORIGINATING)

ASK = about(CANDIDATE, OFFICER, "candidate.ask", ORIGINATING)
PUT = about(CANDIDATE, OFFICER, "candidate.put", ORIGINATING)
SECOND = about(CANDIDATE, AUTHORISER, "candidate.second", ORIGINATING).what(evidence="weak", state="wanted")
OPEN_CANDIDATE = about(CANDIDATE, OFFICER, "candidate.open", ORIGINATING)

SEE_CHECK = about(CHECK, CONTACT, "check.see")
OPEN_CHECK = about(CHECK, CONTACT, "check.open")
STEP = about(CHECK, CONTACT, "check.step")
ANSWER = about(CHECK, CONTACT, "check.answer")
RELEASE = about(CHECK, CONTACT, "check.release")
OF_A_PATIENT = about(CHECK, GUARDIAN, "check.release").what(asked_of=NHS, asked_of_kind="nhs")
LAPSE = about(CHECK, service("sweep", UNIT), "check.lapse", ADMINISTRATION)

INVESTIGATOR = frozenset({"originating_officer", "authoriser", "single_point_of_contact", "pursuit_officer"})
CONTACT_ALONE = frozenset({"single_point_of_contact"})
ENDED = "released"

FORBIDS = (
    Forbid(
        "register-not-offered",
        (elsewhere(SEE_REGISTER), elsewhere(SEE_REGISTER).what(state="withdrawn")),
        (SEE_REGISTER, OPEN_ELSEWHERE, OPEN_ELSEWHERE.what(state="withdrawn")),
    ),
    Forbid(
        "own-register-only",
        tuple(
            OPEN_ELSEWHERE.doing(f"register.{step}").what(state="accepted")
            for step in ("withdraw", "add_quota", "accept", "decline")
        ),
        (ACCEPT, WITHDRAW, OPEN_ELSEWHERE.doing("register.open").what(state="accepted")),
    ),
    Forbid("register-tells-too-much", (ACCEPT.what(kind_refused=True),), (ACCEPT, WITHDRAW.what(kind_refused=True))),
    Forbid(
        "two-different-people-register",
        (ACCEPT.what(offered_by=ME), ACCEPT.doing("register.decline").what(offered_by=ME)),
        (ACCEPT, WITHDRAW.what(offered_by=ME)),
    ),
    Forbid(
        "health-registers-need-caldicott",
        (OF_HEALTH.who(roles=CONTACT_ALONE),),
        (OF_HEALTH, ACCEPT, OF_HEALTH.doing("register.decline").who(roles=CONTACT_ALONE)),
    ),
    Forbid(
        "own-search-only",
        (elsewhere(AUTHORISE), elsewhere(TAKE_OUT), elsewhere(AUTHORISE.doing("search.see"))),
        (AUTHORISE, RUN),
    ),
    Forbid("own-candidate-only", (elsewhere(OPEN_CANDIDATE), elsewhere(ASK)), (OPEN_CANDIDATE, ASK)),
    Forbid(
        "searches-are-for-deciding-what-to-share",
        tuple(
            each.why(purpose="risk_management")
            for each in (
                PROPOSE,
                AUTHORISE,
                TAKE_OUT,
                OPEN_CANDIDATE,
                ASK,
                PUT,
                SECOND,
                PROPOSE.doing("search.of_nomination"),
            )
        ),
        (PROPOSE, AUTHORISE, ASK, RUN.why(purpose="administration")),
    ),
    Forbid(
        "pursuit-staff-do-not-match",
        tuple(each.who(roles=INVESTIGATOR) for each in (PROPOSE, AUTHORISE, ASK, OPEN_CHECK, ACCEPT, SEE_REGISTER)),
        (PROPOSE, AUTHORISE, ASK, OPEN_CHECK, ACCEPT),
    ),
    Forbid(
        "search-within-a-nomination",
        (PROPOSE.what(state=ENDED), PROPOSE.what(state="withdrawn"), PROPOSE.what(kind="contribution")),
        (PROPOSE, PROPOSE.what(state="proposed"), PROPOSE.what(state="sent_back")),
    ),
    Forbid(
        "search-ends-with-its-nomination",
        (
            AUTHORISE.what(nomination=ENDED),
            TAKE_OUT.what(nomination="declined"),
            RUN.what(nomination="withdrawn"),
            RUN.doing("search.take_answer").what(nomination=ENDED),
        ),
        (
            AUTHORISE,
            RUN,
            TAKE_OUT.what(nomination="sent_back"),
            TAKE_OUT.what(nomination="proposed"),
            AUTHORISE.doing("search.decline").what(nomination=ENDED),
        ),
    ),
    Forbid(
        "candidate-ends-with-its-nomination",
        (ASK.what(nomination=ENDED), PUT.what(nomination="declined"), SECOND.what(nomination="withdrawn")),
        (
            ASK,
            PUT.what(nomination="proposed"),
            PUT.what(nomination="sent_back"),
            ASK.doing("candidate.set_aside").what(nomination=ENDED),
        ),
    ),
    Forbid(
        "search-needs-a-decision",
        tuple(each.what(state="proposed") for each in (RUN, TAKE_OUT, TAKE_OUT.doing("search.bring_in"))),
        (RUN, TAKE_OUT, TAKE_OUT.doing("search.bring_in"), RUN.doing("search.take_answer")),
    ),
    Forbid(
        "two-different-people-search",
        (AUTHORISE.what(proposed_by=ME), AUTHORISE.doing("search.decline").what(proposed_by=ME)),
        (AUTHORISE,),
    ),
    Forbid(
        "weak-evidence-needs-two",
        (PUT.what(evidence="weak"),),
        (PUT, PUT.what(evidence="weak", seconded=True), ASK.what(evidence="weak")),
    ),
    Forbid("two-different-people-candidate", (SECOND.what(asked_by=ME),), (SECOND, ASK.what(asked_by=ME))),
    Forbid(
        "check-parties-only",
        (
            elsewhere(LAPSE),
            LAPSE.who(organisation=COUNCIL).what(before_them=False),
            SEE_CHECK.what(before_them=False),
            elsewhere(SEE_CHECK),
        ),
        (SEE_CHECK, LAPSE, LAPSE.who(organisation=COUNCIL), LAPSE.what(before_them=False)),
    ),
    Forbid(
        "asked-decides-on-identity",
        tuple(each.who(organisation=UNIT) for each in (SEE_CHECK, OPEN_CHECK, STEP, ANSWER, RELEASE)),
        (SEE_CHECK, STEP, LAPSE),
    ),
    Forbid(
        "identity-is-checked-for-support",
        (
            OPEN_CHECK.why(purpose="administration"),
            STEP.why(regime="law_enforcement"),
            ANSWER.why(purpose="risk_management"),
            RELEASE.why(purpose="originating"),
        ),
        (OPEN_CHECK, STEP, ANSWER, RELEASE, RELEASE.doing("check.send_back").why(purpose="administration")),
    ),
    Forbid(
        "two-different-people-check",
        tuple(each.what(writers=frozenset({ME})) for each in (RELEASE, RELEASE.doing("check.send_back"))),
        (RELEASE, ANSWER.what(writers=frozenset({ME}))),
    ),
    Forbid(
        "health-identity-needs-caldicott",
        (OF_A_PATIENT.who(roles=CONTACT_ALONE),),
        (OF_A_PATIENT, RELEASE, OF_A_PATIENT.doing("check.send_back").who(roles=CONTACT_ALONE)),
    ),
)
