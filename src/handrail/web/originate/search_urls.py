"""The addresses of “Who already knows this person?”. They hold ids only."""

from django.urls import path

from handrail.web.originate.views import found, searching

_SEARCH = "searches/<uuid:search>"
_RESULT = f"{_SEARCH}/registers/<uuid:result>"
_FOUND = "found/<uuid:candidate>"

urlpatterns = [
    path("<uuid:decision>/who-knows", searching.who_knows, name="who_knows"),
    path("<uuid:decision>/who-knows/search", searching.propose, name="propose_search"),
    path(_SEARCH, searching.search, name="search"),
    path(f"{_SEARCH}/decide", searching.decide, name="decide_search"),
    path(f"{_SEARCH}/withdraw", searching.withdraw, name="withdraw_search"),
    path(f"{_RESULT}/request", searching.take_out, name="take_request_out"),
    path(f"{_RESULT}/answer", searching.bring_in, name="bring_answer_in"),
    path(_FOUND, found.candidate, name="candidate"),
    path(f"{_FOUND}/ask", found.ask, name="ask_candidate"),
    path(f"{_FOUND}/agree", found.second, name="second_candidate"),
    path(f"{_FOUND}/set-aside", found.set_aside, name="set_candidate_aside"),
    path(f"{_FOUND}/take-back", found.take_back, name="take_check_back"),
    path(f"{_FOUND}/seen", found.seen, name="candidate_seen"),
]
