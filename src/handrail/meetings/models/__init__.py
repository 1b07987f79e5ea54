"""Meetings of a centre's panel: who is asked to which case, what was said and decided, and what is written of it."""

from handrail.meetings.models.agenda import AgendaCase, AgendaPoint, Invited, Note
from handrail.meetings.models.decisions import Dissent, MeetingAction, MeetingDecision, PlannedSupport
from handrail.meetings.models.meetings import Attendee, Meeting
from handrail.meetings.models.papers import MeetingPaper, PaperKind, PaperPart, PaperRelease

__all__ = [
    "AgendaCase",
    "AgendaPoint",
    "Attendee",
    "Dissent",
    "Invited",
    "Meeting",
    "MeetingAction",
    "MeetingDecision",
    "MeetingPaper",
    "Note",
    "PaperKind",
    "PaperPart",
    "PaperRelease",
    "PlannedSupport",
]
