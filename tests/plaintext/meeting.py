"""What is said of a person at a meeting: points, notes and what was kept aside, decisions, dissent, actions, papers."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from handrail.gate import clock

if TYPE_CHECKING:
    from tests.plaintext.journey import Journey

COORDINATOR, CHAIR, POLICE = "case_coordinator@council", "panel_chair@council", "police_risk_owner@force"


def _day(name: str, after: int) -> dict[str, str]:
    on = clock.today() + timedelta(days=after)
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def meet(journey: "Journey", person: UUID, case: UUID) -> None:
    """A meeting is called, held and minuted; two people write at once, and one declares a conflict of interest."""
    said, at = journey.said, journey.at
    coordinator, officer = at(COORDINATOR), at(POLICE)
    for who, why in ((CHAIR, "helping"), (POLICE, "managing_risk")):
        journey.says_why(who, person, why)
    coordinator.fill(
        reverse("work:call_meeting"), cases=str(case), at="2:30pm", place="Town Hall, room 2",
        chair=str(journey.pilot.member(CHAIR)), **_day("on", 10),
    )  # fmt: skip
    meeting: UUID = journey.one("SELECT id FROM meetings_meeting")
    item: UUID = journey.one("SELECT id FROM meetings_agendacase")
    where = [person, item]
    coordinator.fill(reverse("work:add_point", args=where), words=said.sentence("a point of the agenda"))
    coordinator.fill(reverse("work:meeting_step", args=[meeting, "begin"]))
    point: UUID = journey.one("SELECT id FROM meetings_agendapoint ORDER BY position")
    here = reverse("work:point", args=[*where, point])
    stale = officer.get(here).fields
    coordinator.fill(here, text=said.sentence("a note of the discussion"))
    officer.post(here, {**stale, "text": said.sentence("a note kept aside")})
    coordinator.fill(
        reverse("work:propose_decision", args=[*where, point]), decision=said.sentence("a decision"),
        reason=said.sentence("reason of a decision"),
    )  # fmt: skip
    decision: UUID = journey.one("SELECT id FROM meetings_meetingdecision")
    officer.fill(reverse("work:dissent", args=[*where, decision]), why=said.sentence("why somebody dissents"))
    dissent: UUID = journey.one("SELECT id FROM meetings_dissent")
    settled = reverse("work:settle_dissent", args=[*where, dissent])
    coordinator.fill(settled, way_forward=said.sentence("a way forward"))
    coordinator.fill(reverse("work:decision_step", args=[*where, decision, "record"]))
    coordinator.fill(
        reverse("work:add_meeting_action", args=where), owner=str(journey.pilot.organisation("council")),
        words=said.sentence("an action of a meeting"), **_day("due_on", 20),
    )  # fmt: skip
    action: UUID = journey.one("SELECT id FROM meetings_meetingaction")
    done = reverse("work:end_meeting_action", args=[person, action, "complete"])
    coordinator.fill(done, outcome=said.sentence("outcome of an action"))
    conflict = reverse("work:declare_conflict", args=where)
    officer.fill(conflict, words=said.sentence("a conflict of interest"))
    coordinator.fill(reverse("work:meeting_step", args=[meeting, "finish"]))
    coordinator.fill(reverse("work:draft_minutes", args=where))
    coordinator.fill(reverse("work:draft_summary", args=where), words=said.sentence("a summary of a meeting"))
    paper: UUID = journey.one("SELECT id FROM meetings_meetingpaper WHERE kind = 'minutes'")
    shown = at(CHAIR).get(reverse("work:paper", args=[person, paper])).text
    for field in ("a note of the discussion", "a decision", "why somebody dissents", "an action of a meeting"):
        assert said.made[field].rstrip(".") in shown, field
