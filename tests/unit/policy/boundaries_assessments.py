"""Professional judgement, and the originators of what it rests on."""

from tests.unit.policy.boundaries import Forbid, about, elsewhere
from tests.unit.policy.requests import (
    ASSESSMENT,
    AUTHORISER,
    CASE,
    COORDINATOR,
    COUNCIL,
    CTU,
    ME,
    NHS,
    WORDING,
    member,
)

OPEN = about(ASSESSMENT, COORDINATOR, "assessment.open")
RELEASE = about(ASSESSMENT, member(COUNCIL, "panel_chair"), "assessment.release")
AGREE = about(WORDING, AUTHORISER, "wording.agree")
FOLLOW = about(WORDING, COORDINATOR, "wording.see")

FORBIDS = (
    Forbid(
        "assessment-partners-only",
        (elsewhere(OPEN), elsewhere(OPEN.doing("assessment.see"))),
        (OPEN, OPEN.what(lead=NHS, partners=frozenset({COUNCIL}))),
    ),
    Forbid("wording-two-parties-only", (elsewhere(FOLLOW), elsewhere(AGREE).doing("wording.see")), (FOLLOW, AGREE)),
    Forbid(
        "originator-answers-for-wording",
        (FOLLOW.doing("wording.open"), AGREE.what(originator=NHS, organisation=CTU)),
        (FOLLOW, AGREE, AGREE.doing("wording.open"), AGREE.doing("wording.refuse")),
    ),
    Forbid(
        "two-different-people-assessment",
        (RELEASE.what(author=ME),),
        (RELEASE, RELEASE.doing("assessment.ask").what(author=ME)),
    ),
    Forbid(
        "judged-for-support",
        (
            OPEN.why(regime="law_enforcement"),
            AGREE.why(regime="law_enforcement"),
            about(CASE, COORDINATOR, "assessment.start").why(regime="law_enforcement"),
        ),
        (OPEN, AGREE, about(CASE, COORDINATOR, "assessment.list").why(regime="law_enforcement")),
    ),
)
