"""What is left behind where people judge, meet, ask and count: assessments, meetings, questions, costs, oversight."""

from handrail.upkeep.reconciling.traces import ANY, Trace, each

ASSESSMENTS = (
    Trace("assessments.Assessment", "started_at", "started_by", {"assessment.start": "case_id"}),
    Trace("assessments.Assessment", "released_at", "released_by", {"assessment.release": "id"}),
    Trace(
        "assessments.Judgement",
        "judged_at",
        "judged_by",
        each(
            "assessment_id",
            "assessment.judge",
            "assessment.record_parts",
            "assessment.summarise",
            "assessment.look_again",
        ),
    ),
    Trace("assessments.Wording", "asked_at", "asked_by", {"assessment.ask": "assessment_id"}),
    Trace("assessments.Wording", "answered_at", "answered_by", each("id", "wording.agree", "wording.refuse")),
)

MEETINGS = (
    Trace("meetings.Meeting", "called_at", "called_by", {"meeting.call": ""}, leaves=("meeting.call",)),
    Trace("meetings.Meeting", "began_at", "", {"meeting.begin": "id"}, leaves=("meeting.begin",)),
    Trace("meetings.Meeting", "finished_at", "", {"meeting.finish": "id"}, leaves=("meeting.finish",)),
    Trace("meetings.Attendee", "answered_at", "", {"meeting.answer": "meeting_id", "meeting.call": ""}),
    Trace("meetings.Invited", "invited_at", "invited_by", {ANY: ""}),
    Trace("meetings.Invited", "declared_at", "", {"agenda.declare_conflict": "agenda_case_id"}),
    Trace("meetings.AgendaPoint", "added_at", "added_by", {ANY: ""}),
    Trace("meetings.Note", "at", "member_id", {"agenda.write_note": ""}, leaves=("agenda.write_note",)),
    Trace(
        "meetings.MeetingDecision",
        "proposed_at",
        "proposed_by",
        {"agenda.propose_decision": "agenda_case_id"},
        leaves=("agenda.propose_decision",),
    ),
    Trace(
        "meetings.MeetingDecision",
        "recorded_at",
        "recorded_by",
        {"agenda.record_decision": "agenda_case_id"},
        leaves=("agenda.record_decision",),
    ),
    Trace("meetings.Dissent", "said_at", "said_by", {"agenda.dissent": ""}, leaves=("agenda.dissent",)),
    Trace("meetings.Dissent", "settled_at", "settled_by", each("", "agenda.settle_dissent", "agenda.withdraw_dissent")),
    Trace("meetings.MeetingAction", "added_at", "added_by", {"agenda.add_action": "agenda_case_id"}),
    Trace(
        "meetings.MeetingAction",
        "ended_at",
        "ended_by",
        each("id", "meeting_action.complete", "meeting_action.cancel"),
    ),
    Trace(
        "meetings.MeetingPaper",
        "drafted_at",
        "",
        each("agenda_case_id", "agenda.draft_minutes", "agenda.draft_summary"),
    ),
    Trace("meetings.MeetingPaper", "approved_at", "", {"paper.approve": "id"}),
    Trace("meetings.MeetingPaper", "released_at", "released_by", {"paper.release": "id"}, leaves=("paper.release",)),
    Trace("meetings.PaperRelease", "released_at", "", {"paper.release": "paper_id"}),
    Trace("meetings.PaperRelease", "read_at", "read_by", {"paper.acknowledge": "paper_id"}),
)

QUESTIONS = (
    Trace("questions.Question", "asked_at", "asked_by", {"question.ask": "case_id"}, leaves=("question.ask",)),
    Trace("questions.Question", "put_at", "", {"question.received": "id"}),
    Trace("questions.Question", "ended_at", "", {ANY: ""}),
    # Whoever decides that an answer isn't shared leaves the silence that stands in its place.
    Trace(
        "questions.Reply",
        "made_at",
        "made_by",
        each("question_id", "question.answer", "question.cannot_answer") | {"decision.decline": ""},
    ),
)

COSTS = (
    Trace(
        "costs.CostEntry",
        "recorded_at",
        "recorded_by",
        each("", "case.record_cost", "cost.record") | {"cost.take_back": "reverses_id"},
        leaves=("case.record_cost", "cost.record", "cost.take_back"),
    ),
)

OVERSIGHT = (
    Trace(
        "oversight.SecondLook",
        "looked_at",
        "looked_by",
        {"access.mark_looked_at": ""},
        leaves=("access.mark_looked_at",),
    ),
)

TRACES = ASSESSMENTS + MEETINGS + QUESTIONS + COSTS + OVERSIGHT
