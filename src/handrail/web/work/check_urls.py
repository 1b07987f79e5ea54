"""Addresses of the pages of identity checks, for the partner that is asked. They hold identifiers only."""

from django.urls import path

from handrail.web.work.views import checks

_CHECK = "checks/<uuid:check>/"

urlpatterns = [
    path("checks/", checks.checks, name="identity_checks"),
    path(_CHECK, checks.check, name="identity_check"),
    path(f"{_CHECK}answer/", checks.answer, name="answer_check"),
    path(f"{_CHECK}<slug:step>/", checks.decide, name="check_step"),
]
