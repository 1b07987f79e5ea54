"""What the person would like to be different, as the reader of a case may see it."""

from handrail.casework import sources
from handrail.casework.models import Case, Objective
from handrail.casework.values import ObjectiveCard
from handrail.gate import Act


def objectives(act: Act, case: Case) -> tuple[ObjectiveCard, ...]:
    """The objectives of a plan, open ones first, in the order in which they were written down."""
    rows = sorted(
        Objective.objects.filter(case=case).order_by("written_at", "id"), key=lambda each: each.state != "open"
    )
    words = sources.text(act, case, "objective", rows, "words")
    return tuple(ObjectiveCard(row.id, words.get(row.id), row.own_words, row.state, row.written_at) for row in rows)
