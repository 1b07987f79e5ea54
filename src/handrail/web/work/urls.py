"""Addresses of the pages for partners, the centre and the police. They hold identifiers only."""

from django.urls import path

from handrail.web.work import meeting_urls
from handrail.web.work.views import (
    assessments,
    cases,
    challenges,
    concerns,
    costs,
    escalations,
    held,
    notices,
    people,
    needs,
    planning,
    providing,
    sealed,
    services,
    waiting,
)

    wordings,
app_name = "work"

_PERSON = "people/<uuid:person>/"
_DISCLOSURE = f"{_PERSON}disclosures/<uuid:disclosure>/"
_CASE = f"{_PERSON}cases/<uuid:case>/"
_SUPPORT = f"{_PERSON}support/<uuid:support_action>/"
_ESCALATION = f"{_PERSON}escalations/<uuid:escalation>/"

urlpatterns = [
_ASSESSMENT = f"{_PERSON}assessments/<uuid:assessment>/"
    path("", waiting.waiting, name="waiting"),
    path("people/", people.people, name="people"),
    path(f"{_PERSON}records/<uuid:record>/", people.person, name="person"),
    path(f"{_PERSON}case/", people.case_of, name="case_of"),
    path(_DISCLOSURE, held.disclosure, name="disclosure"),
    path(f"{_DISCLOSURE}acknowledge/", held.acknowledge, name="acknowledge"),
    path(f"{_DISCLOSURE}request/", held.answer_request, name="answer_request"),
    path(f"{_DISCLOSURE}known/", held.say_known, name="say_known"),
    path(f"{_DISCLOSURE}contribute/", held.contribute, name="contribute"),
    path(f"{_DISCLOSURE}watch/", challenges.flag_disclosure, name="flag_disclosure"),
    path(f"{_PERSON}statements/<uuid:statement>/", held.statement, name="statement"),
    path(f"{_PERSON}challenges/<uuid:challenge>/", challenges.challenge, name="challenge"),
    path(f"{_PERSON}notices/<uuid:notice>/", notices.notice, name="notice"),
    path(f"{_PERSON}items/<uuid:item>/recall/", notices.recall, name="recall"),
    path(f"{_PERSON}items/<uuid:item>/correct/", notices.correct, name="correct"),
    path(f"{_PERSON}holdings/<uuid:holding>/open-sealed/", sealed.ask, name="ask_to_open"),
    path(f"{_PERSON}openings/<uuid:unsealing>/", sealed.opening, name="opening"),
    path("services/", services.services, name="services"),
    path("services/<uuid:local_service>/", services.service, name="service"),
    path("time/", costs.time_and_cost, name="time_and_cost"),
    path("time/<uuid:entry>/take-back/", costs.take_back, name="take_back"),
    path("cases/", cases.cases, name="cases"),
    path(f"{_PERSON}cases/new/", cases.open_case, name="open_case"),
    path(_CASE, cases.summary, name="case"),
    path(f"{_CASE}needs/", cases.needs, name="case_needs"),
    path(f"{_CASE}risks/", cases.risks, name="case_risks"),
    path(f"{_CASE}plan/", cases.plan, name="case_plan"),
    path(f"{_CASE}access/", cases.access, name="case_access"),
    path(f"{_CASE}history/", cases.history, name="case_history"),
    path(f"{_CASE}needs/<uuid:need>/<slug:step>/", needs.end, name="end_need"),
    path(f"{_CASE}assessments/", assessments.of_case, name="case_assessments"),
    path(f"{_CASE}assessments/start/", assessments.start, name="start_assessment"),
    path(_ASSESSMENT, assessments.assessment, name="assessment"),
    path(f"{_ASSESSMENT}paper/", assessments.on_paper, name="assessment_on_paper"),
    path(f"{_ASSESSMENT}factors/<slug:factor>/", assessments.judge, name="judge_factor"),
    path(f"{_ASSESSMENT}summary/", assessments.summarise, name="assessment_summary"),
    path(f"{_ASSESSMENT}parts/", assessments.record_parts, name="assessment_parts"),
    path(f"{_ASSESSMENT}check/", wordings.check, name="check_assessment"),
    path(f"{_ASSESSMENT}change/", wordings.take_back, name="take_back_assessment"),
    path(f"{_ASSESSMENT}since/<uuid:earlier>/", assessments.compare, name="compare_assessments"),
    path(f"{_ASSESSMENT}judgements/<uuid:judgement>/", assessments.look_again, name="look_again_at"),
    path(f"{_PERSON}judgements/<uuid:judgement>/", assessments.judgement, name="judgement"),
    path(f"{_PERSON}wordings/<uuid:wording>/", wordings.wording, name="wording"),
    path("forms/<slug:programme>/<slug:code>/<str:version>/", assessments.instrument, name="instrument"),
    path(f"{_CASE}costs/", costs.case_costs, name="case_costs"),
    path(f"{_CASE}needs/add/", planning.add_need, name="add_need"),
    path(f"{_CASE}risks/add/", planning.add_risk, name="add_risk"),
    path(f"{_CASE}risks/<uuid:risk>/close/", planning.close_risk, name="close_risk"),
    path(f"{_CASE}plan/add/", planning.add_support, name="add_support"),
    path(f"{_CASE}consent/", planning.consent, name="consent"),
    path(f"{_CASE}told/", planning.told, name="told"),
    path(f"{_CASE}review/", cases.review, name="review"),
    path(f"{_CASE}close/", cases.close, name="close_case"),
    path(f"{_CASE}team/add/", cases.add_partner, name="add_partner"),
    path(f"{_CASE}concern/", concerns.volunteer, name="volunteer_concern"),
    path(f"{_PERSON}concerns/<uuid:concern>/", concerns.concern, name="concern"),
    path(f"{_CASE}escalate/", escalations.escalate, name="escalate"),
    path(f"{_SUPPORT}provider/", providing.choose_provider, name="choose_provider"),
    path(f"{_SUPPORT}provider/declined/", providing.provider_declined, name="provider_declined"),
    path(f"{_SUPPORT}cost/", providing.estimate, name="estimate"),
    path(f"{_SUPPORT}<slug:step>/", planning.support_step, name="support_step"),
    path(_ESCALATION, escalations.escalation, name="escalation"),
    *meeting_urls.urlpatterns,
]
