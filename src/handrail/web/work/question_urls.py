"""Addresses of the pages of questions. They hold identifiers only."""

from django.urls import path

from handrail.web.work.views import questions

_PERSON = "people/<uuid:person>/"
_CASE = f"{_PERSON}cases/<uuid:case>/questions/"
_QUESTION = f"{_PERSON}questions/<uuid:asked>/"

urlpatterns = [
    path(_CASE, questions.of_case, name="case_questions"),
    path(f"{_CASE}ask/", questions.whom, name="ask_whom"),
    path(f"{_CASE}ask/<uuid:organisation>/", questions.ask, name="ask"),
    path(f"{_PERSON}questions/", questions.about, name="questions_about"),
    path(_QUESTION, questions.question, name="question"),
    path(f"{_QUESTION}answer/", questions.answer, name="answer_question"),
    path(f"{_QUESTION}no-answer/", questions.cannot_answer, name="cannot_answer"),
    path(f"{_QUESTION}watch/", questions.flag, name="flag_question"),
    path(f"{_QUESTION}<slug:step>/", questions.step, name="question_step"),
]
