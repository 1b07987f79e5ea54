"""What the person would like to be different, as the reader of a case may see it."""

from handrail.casework import sources
from handrail.casework.models import Case, Objective
from handrail.casework.values import ObjectiveCard
from handrail.casework.words import read
from handrail.gate import Act


def objectives(act: Act, case: Case) -> tuple[ObjectiveCard, ...]:
    """The objectives of a plan, open ones first, in the order in which they were written down."""
    rows = sorted(
        Objective.objects.filter(case=case).order_by("written_at", "id"), key=lambda each: each.state != "open"
    )
    may = sources.readable(
        act, keeper=case.organisation_id, person=case.person_id, kind="objective", rows=[row.id for row in rows]
    )
    shown = [row for row in rows if may[row.id]]
    texts = read(act, case.organisation_id, case.person_id, list(shown), "words")
    words = {row.id: text for row, (text,) in zip(shown, texts, strict=True)}
    return tuple(ObjectiveCard(row.id, words.get(row.id), row.own_words, row.state, row.written_at) for row in rows)
