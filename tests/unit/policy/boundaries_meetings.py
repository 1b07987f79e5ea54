"""Meetings: who is in the room, who has a conflict of interest, and who approves what was written."""

from tests.unit.policy.boundaries import Forbid, elsewhere
from tests.unit.policy.requests import (
    APPROVE_MINUTES,
    COLLEAGUE,
    COORDINATOR,
    CTU,
    HEAR_CASE,
    KINDS,
    ME,
    MEETING,
    MEETING_PAPER,
    SUPPORT,
    Request,
)

INVITED = frozenset({ME})
OPEN_MEETING = Request(COORDINATOR, "meeting.open", MEETING, SUPPORT)
AS_A_GUEST = HEAR_CASE.what(invited=INVITED)
DRAFT_MINUTES = HEAR_CASE.doing("agenda.draft_minutes")
AMEND = Request(COORDINATOR, "paper.amend", MEETING_PAPER, SUPPORT)

FORBIDS = (
    Forbid(
        "meeting-parties-only",
        (elsewhere(AS_A_GUEST), elsewhere(OPEN_MEETING.what(invited=INVITED))),
        (AS_A_GUEST, OPEN_MEETING),
    ),
    Forbid(
        "declared-conflict",
        (
            AS_A_GUEST.what(conflicted=INVITED),
            AS_A_GUEST.doing("agenda.write_note").what(conflicted=INVITED),
            APPROVE_MINUTES.what(conflicted=INVITED),
        ),
        (AS_A_GUEST, AS_A_GUEST.what(conflicted=frozenset({COLLEAGUE})), APPROVE_MINUTES),
    ),
    Forbid(
        "chair-approves-and-does-not-draft",
        (DRAFT_MINUTES.what(chair=ME), DRAFT_MINUTES.doing("agenda.draft_summary").what(chair=ME), AMEND),
        (DRAFT_MINUTES, AMEND.what(chair=COLLEAGUE)),
    ),
    Forbid(
        "two-different-people-minutes",
        (APPROVE_MINUTES.what(authors=INVITED), APPROVE_MINUTES.doing("paper.send_back").what(authors=INVITED)),
        (APPROVE_MINUTES, APPROVE_MINUTES.doing("paper.send_back")),
    ),
    Forbid(
        "meeting-not-for-counter-terrorism-risk",
        tuple(
            AS_A_GUEST.who(organisation=CTU, organisation_kind=kind).why(regime=regime)
            for kind, regime in (("counter_terrorism_unit", "law_enforcement"), ("intelligence_agency", "intelligence"))
        ),
        (
            AS_A_GUEST.who(organisation=CTU, organisation_kind=KINDS[CTU]),
            AS_A_GUEST,
            AS_A_GUEST.why(regime="law_enforcement"),
        ),
    ),
)
