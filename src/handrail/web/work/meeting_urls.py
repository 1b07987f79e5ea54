"""Addresses of the pages of meetings. They hold identifiers only."""

from django.urls import path

from handrail.web.work.views import agendas, deciding, meetings, papers

_MEETING = "meetings/<uuid:meeting>/"
_PERSON = "people/<uuid:person>/"
_AGENDA = f"{_PERSON}agenda/<uuid:agenda_case>/"
_DECISION = f"{_AGENDA}decisions/<uuid:decision>/"
_DISSENT = f"{_AGENDA}dissents/<uuid:dissent>/"
_ACTION = f"{_PERSON}meeting-actions/<uuid:meeting_action>/"
_PAPER = f"{_PERSON}papers/<uuid:paper>/"

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/call/", meetings.call, name="call_meeting"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}move/", meetings.postpone, name="postpone_meeting"),
    path(f"{_MEETING}cancel/", meetings.cancel, name="cancel_meeting"),
    path(f"{_MEETING}cases/add/", meetings.add_case, name="add_case_to_meeting"),
    path(f"{_MEETING}attendance/", meetings.attendance, name="attendance"),
    path(f"{_MEETING}step/<slug:step>/", meetings.step, name="meeting_step"),
    path(_AGENDA, agendas.agenda_case, name="agenda_case"),
    path(f"{_AGENDA}points/add/", agendas.add_point, name="add_point"),
    path(f"{_AGENDA}points/<uuid:point>/", agendas.point, name="point"),
    path(f"{_AGENDA}points/<uuid:point>/decide/", deciding.propose, name="propose_decision"),
    path(f"{_AGENDA}invite/", agendas.invite, name="invite_to_case"),
    path(f"{_AGENDA}invited/<uuid:member>/", agendas.uninvite, name="uninvite"),
    path(f"{_AGENDA}conflict/", agendas.conflict, name="declare_conflict"),
    path(f"{_AGENDA}chair/", agendas.name_chair, name="name_chair"),
    path(f"{_AGENDA}step/<slug:step>/", agendas.step, name="agenda_step"),
    path(f"{_AGENDA}actions/add/", deciding.add_action, name="add_meeting_action"),
    path(f"{_AGENDA}minutes/", papers.draft_minutes, name="draft_minutes"),
    path(f"{_AGENDA}summary/", papers.draft_summary, name="draft_summary"),
    path(f"{_DECISION}dissent/", deciding.dissent, name="dissent"),
    path(f"{_DECISION}support/", deciding.plan_support, name="plan_from_meeting"),
    path(f"{_DECISION}<slug:step>/", deciding.decision_step, name="decision_step"),
    path(f"{_DISSENT}way-forward/", deciding.settle, name="settle_dissent"),
    path(f"{_DISSENT}withdraw/", deciding.withdraw, name="withdraw_dissent"),
    path(_ACTION, deciding.action, name="meeting_action"),
    path(f"{_ACTION}<slug:step>/", deciding.end_action, name="end_meeting_action"),
    path(_PAPER, papers.paper, name="paper"),
    path(f"{_PAPER}pdf/", papers.pdf, name="paper_pdf"),
    path(f"{_PAPER}change/", papers.amend, name="amend_paper"),
    path(f"{_PAPER}release/", papers.release, name="release_paper"),
    path(f"{_PAPER}step/<slug:step>/", papers.step, name="paper_step"),
    path(f"{_PERSON}cases/<uuid:case>/meetings/", agendas.case_meetings, name="case_meetings"),
    path(f"{_PERSON}meetings/", agendas.meetings_of, name="meetings_of"),
]
