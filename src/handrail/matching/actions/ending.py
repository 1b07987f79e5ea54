"""A search ends with its nomination: once it is decided on, nobody is asked any more and what was found is destroyed.

Why it was looked for stays, as the reasons of any sharing decision do, for as long as the nomination is kept.
"""

from handrail import duties
from handrail.gate import Act
from handrail.matching import checking, rules
from handrail.matching.actions.candidates import end_check
from handrail.matching.actions.searching import leave
from handrail.matching.models import Candidate, CandidateState, CheckElement, Search
from handrail.sharing.decided import on_decided
from handrail.sharing.models import DecisionKind, SharingDecision
from handrail.sharing.sealed import empty


def _end(act: Act, nomination: SharingDecision, step: str) -> None:
    """Called when a nomination was released, declined, withdrawn or ended by its time: a step that ends it."""
    for search in Search.objects.select_for_update(of=("self",), no_key=True).filter(decision=nomination):
        leave(act, search)
        if "end" in rules.SEARCH.transitions[search.state]:
            search.state = rules.SEARCH.next(search.state, "end")
            search.ended_at = min(search.ended_at, act.now)
        search.save()
        duties.cancel(act, subject=("Search", search.id))
    for candidate in Candidate.objects.select_for_update(of=("self",), no_key=True).filter(decision=nomination):
        _end_candidate(act, candidate)
    if step == "lapse":
        empty(Search.objects.filter(decision=nomination))


def _end_candidate(act: Act, candidate: Candidate) -> None:
    asked = candidate.state == CandidateState.ASKED
    if "end" in rules.CANDIDATE.transitions[candidate.state]:
        candidate.state = rules.CANDIDATE.next(candidate.state, "end")
        candidate.ended_at = min(candidate.ended_at, act.now)
    candidate.pseudonym_sealed = candidate.keys_sealed = candidate.words_sealed = b""
    candidate.save()
    duties.cancel(act, subject=("Candidate", candidate.id))
    if asked:
        end_check(act, candidate)
    elif candidate.identity_check is not None:
        _let_go(act, candidate)


def _let_go(act: Act, candidate: Candidate) -> None:
    """A partner that said “the same person” has been told of them by now, or never will be: its part ends too."""
    check = checking.check_of(candidate)
    if check.before_them:
        checking.forget(act, check)
    check.reasons_sealed = b""
    check.save()
    CheckElement.objects.filter(check_of=check).update(text_sealed=b"")


on_decided(DecisionKind.NOMINATION, _end)
