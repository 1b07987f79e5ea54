"""What was seen on looking back at a closed case, as the reader may see it."""

from handrail.casework import sources
from handrail.casework.models import Case, LookBack
from handrail.casework.values import LookBackLine
from handrail.casework.words import read
from handrail.gate import Act


def look_backs(act: Act, case: Case) -> tuple[LookBackLine, ...]:
    """Each look back, the latest first; its words for who holds everything that the case was drawn from."""
    found = list(LookBack.objects.filter(case=case).order_by("-recorded_at"))
    may = sources.readable(
        act, keeper=case.organisation_id, person=case.person_id, kind="look_back", rows=[each.id for each in found]
    )
    shown = [each for each in found if may[each.id]]
    texts = read(act, case.organisation_id, case.person_id, list(shown), "words")
    words = {each.id: text for each, (text,) in zip(shown, texts, strict=True)}
    return tuple(LookBackLine(each.recorded_at, each.which, each.finding, words.get(each.id)) for each in found)
