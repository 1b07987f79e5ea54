"""A search goes where its nomination goes: handed in to another record, its words are sealed under that person's key.

The key that they were under is destroyed. What was found, and an answer that is on its way, are read as before.
"""

from handrail.duties import now_about
from handrail.matching.models import Candidate, Search
from handrail.sharing.joining import on_joined
from handrail.sharing.models import SharingDecision
from handrail.sharing.sealed import Copy, seal_anew


def _follow(nomination: SharingDecision, before: Copy, after: Copy) -> None:
    """Called while ``nomination`` is handed in; both keys are still there."""
    person, reference = nomination.person_id, nomination.reference
    searches = list(Search.objects.select_for_update(of=("self",), no_key=True).filter(decision=nomination))
    found = list(Candidate.objects.select_for_update(of=("self",), no_key=True).filter(decision=nomination))
    results = [result for search in searches for result in search.results.all()]
    seal_anew(searches, ("necessity", "proportionality", "judgement", "identity"), before, after)
    seal_anew(results, ("request", "kept"), before, after)
    seal_anew(found, ("pseudonym", "keys", "words"), before, after)
    moved: list[Search | Candidate] = [*searches, *found]
    for record in moved:
        record.person_id, record.reference = person, reference
        now_about(subject=(type(record).__name__, record.id), person=person, person_reference=reference)
    for row in (*moved, *results):
        row.save()


on_joined(_follow)
