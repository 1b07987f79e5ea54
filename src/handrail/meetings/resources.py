"""What policy sees of a meeting, of a case at it, of what it left to do, and of what was written of it."""

from handrail.directory.resources import ends
from handrail.gate import ResourceType, many, number, text
from handrail.meetings.models import AgendaCase, Meeting, MeetingAction, MeetingPaper

MEETING = ResourceType(
    name="Meeting",
    model=Meeting,
    key="meeting",
    see="meeting.see",
    attributes={
        "lead": text("organisation_id"),
        "partners": many("partners"),
        "invited": many("invited"),
        "chair": text("chair_id"),
        "programme": text("programme"),
        "state": text("state"),
    },
    related=("organisation", "centre", "chair"),
)

AGENDA_CASE = ResourceType(
    name="AgendaCase",
    model=AgendaCase,
    key="agenda_case",
    see="agenda.see",
    attributes={
        "lead": text("organisation_id"),
        "partners": many("partners"),
        "invited": many("invited"),
        "conflicted": many("conflicted"),
        "chair": text("chair_id"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
        **ends("centre"),
    },
    related=("organisation", "centre", "chair", "meeting"),
)

MEETING_ACTION = ResourceType(
    name="MeetingAction",
    model=MeetingAction,
    key="meeting_action",
    see="meeting_action.see",
    attributes={
        "lead": text("organisation_id"),
        "owner": text("owner_id"),
        "partners": many("partners"),
        "conflicted": many("conflicted"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
    },
    related=("organisation", "owner"),
)

MEETING_PAPER = ResourceType(
    name="MeetingPaper",
    model=MeetingPaper,
    key="paper",
    see="paper.see",
    attributes={
        "lead": text("organisation_id"),
        "partners": many("partners"),
        "readers": many("readers"),
        "conflicted": many("conflicted"),
        "chair": text("chair_id"),
        "authors": many("authors"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
        **ends("centre"),
    },
    related=("organisation", "centre", "chair"),
)
