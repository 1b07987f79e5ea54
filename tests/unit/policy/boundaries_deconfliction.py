"""The police’s confirmation, who answers, and what the person said."""

from dataclasses import replace

from tests.unit.policy.boundaries import Forbid, elsewhere
from tests.unit.policy.requests import ANSWER_POLICE, CTU, FORCE, KINDS, OPEN_CASE, READ, START_SUPPORT, because

SEE_QUESTION = ANSWER_POLICE.doing("deconfliction.see")
INITIALS = replace(READ, principal=ANSWER_POLICE.principal, action="holding.initials", context=ANSWER_POLICE.context)
INITIALS = INITIALS.what(organisation=CTU, originator=CTU)
READ_CONSENT = OPEN_CASE.doing("case.read_consent")
POLICE_IN_THE_TEAM = READ_CONSENT.who(
    organisation=FORCE, organisation_kind=KINDS[FORCE], roles=frozenset({"single_point_of_contact"})
)

FORBIDS = (
    Forbid(
        "own-deconfliction-only",
        (elsewhere(ANSWER_POLICE), elsewhere(SEE_QUESTION)),
        (ANSWER_POLICE, SEE_QUESTION),
    ),
    Forbid(
        "deconfliction-for-nothing-else",
        tuple(
            ANSWER_POLICE.why(**because(purpose, "law_enforcement"))
            for purpose in ("safeguarding_support", "risk_management", "originating", "oversight")
        ),
        (ANSWER_POLICE, SEE_QUESTION),
    ),
    Forbid(
        "pursuit-staff-do-not-deconflict",
        tuple(
            each.who(roles=frozenset({"pursuit_officer", "deconfliction_officer"}))
            for each in (ANSWER_POLICE, SEE_QUESTION)
        ),
        (ANSWER_POLICE,),
    ),
    Forbid("own-initials-only", (INITIALS.what(originator=FORCE, purpose="deconfliction"),), (INITIALS,)),
    Forbid(
        "support-needs-deconfliction",
        (START_SUPPORT.what(deconflicted=False),),
        (
            START_SUPPORT,
            START_SUPPORT.what(deconflicted=False, programme_contact=False),
            START_SUPPORT.what(deconflicted=False).doing("support.complete"),
        ),
    ),
    Forbid(
        "consent-not-for-pursuit",
        (
            POLICE_IN_THE_TEAM.why(purpose="risk_management", regime="law_enforcement"),
            READ_CONSENT.who(roles=frozenset({"pursuit_officer", "case_coordinator"})),
        ),
        (READ_CONSENT, POLICE_IN_THE_TEAM),
    ),
)
