"""What was seen on looking back at a closed case, as the reader may see it."""

from handrail.casework import sources
from handrail.casework.models import Case, LookBack
from handrail.casework.values import LookBackLine
from handrail.gate import Act


def look_backs(act: Act, case: Case) -> tuple[LookBackLine, ...]:
    """Each look back, the latest first; its words for who holds everything that the case was drawn from."""
    found = list(LookBack.objects.filter(case=case).order_by("-recorded_at"))
    words = sources.text(act, case, "look_back", found, "words")
    return tuple(LookBackLine(each.recorded_at, each.which, each.finding, words.get(each.id)) for each in found)
