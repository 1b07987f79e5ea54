"""What a judgement says, what it rests on, and who reads it.

A draft is read by the common readers of its sources. Once released it is read by the team that its originators agreed
to. A source that ends marks it; only where the rulebook says so for that reason are its words withdrawn.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from handrail import provenance
from handrail.assessments.models import Assessment, AssessmentState, Judgement
from handrail.casework import sources, words
from handrail.casework.models import Case
from handrail.gate import Act
from handrail.programme import load
from handrail.provenance.models import LeaningState

#: What a judgement is called where records are named by kind: in provenance, and in what is due.
KIND = "judgement"

_GIVEN_OUT = (AssessmentState.RELEASED, AssessmentState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody judged: an answer and a confidence (codes of ``programme.instruments``), and their words.

    A judgement of the whole has no answer: it is never the sum of the others.
    """

    answer: str
    confidence: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one judgement stands for one reader. ``said`` is None for who is not given its words."""

    said: Said | None
    to_review: bool
    withdrawn: bool


def write(act: Act, assessment: Assessment, judgement: Judgement, said: Said) -> None:
    """Seal what was judged, whole, in the record of the organisation that leads the case (not saved here)."""
    text = json.dumps(asdict(said), ensure_ascii=False)
    words.write(act, assessment.organisation_id, assessment.person_id, judgement, judgement=text)


def unsealed(act: Act, assessment: Assessment, judgements: Iterable[Judgement]) -> dict[UUID, Said]:
    """What was judged, by judgement; nothing for one that was erased. Asks nobody's permission: see :func:`read`."""
    rows = list(judgements)
    texts = words.read(act, assessment.organisation_id, assessment.person_id, list(rows), "judgement")
    return {row.id: Said(**json.loads(text)) for row, (text,) in zip(rows, texts, strict=True) if text}


def read(act: Act, assessment: Assessment, judgements: Iterable[Judgement]) -> dict[UUID, Reading]:
    """How each judgement stands for the one who acts."""
    rows = list(judgements)
    ids = [row.id for row in rows]
    ended = _ended(act, assessment.organisation_id, ids)
    marked, withdrawn = _to_review(ended), _withdrawn(ended, assessment.case.programme)
    held = held_by_reader(act, keeper=assessment.organisation_id, person=assessment.person_id, rows=ids)
    given = assessment.state in _GIVEN_OUT and act.organisation in assessment.readers
    mine = [row for row in rows if row.id not in withdrawn and (held[row.id] or (given and row.released))]
    said = unsealed(act, assessment, mine)
    return {row.id: Reading(said.get(row.id), row.id in marked, row.id in withdrawn) for row in rows}


def to_review(act: Act, keeper: UUID, judgements: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these judgements, kept by ``keeper``, have to be looked at again. Opens none of them."""
    return _to_review(_ended(act, keeper, judgements))


def drawn(act: Act, assessment: Assessment, judgements: Iterable[Judgement]) -> Mapping[UUID, frozenset[UUID]]:
    """The items that each judgement rests on, as the record of whoever leads the case has it."""
    with act.deliver_to(assessment.organisation_id):
        return provenance.sources_of(KIND, [row.id for row in judgements])


def lean(
    act: Act, assessment: Assessment, judgement: Judgement, *, items: Iterable[UUID], judgements: Iterable[UUID] = ()
) -> None:
    """Record what a judgement rests on: items, and other judgements of the same assessment with their sources."""
    keeper = assessment.organisation_id
    sources.lean(act, keeper=keeper, person=assessment.person_id, kind=KIND, row=judgement.id, items=items)
    sources.take_over(act, assessment.case, kind=KIND, row=judgement.id, records=[(KIND, row) for row in judgements])


def judgements_of(case: Case) -> list[provenance.Derived]:
    """The judgements of a case that stand."""
    found = Judgement.objects.filter(assessment__case=case, current=True)
    return [(KIND, row) for row in found.values_list("id", flat=True)]


def held_by_reader(act: Act, *, keeper: UUID, person: UUID, rows: Iterable[UUID]) -> Mapping[UUID, bool]:
    """For each judgement, whether the one who acts is a common reader of everything that it rests on."""
    return sources.readable(act, keeper=keeper, person=person, kind=KIND, rows=rows)


def _ended(act: Act, keeper: UUID, judgements: Iterable[UUID]) -> tuple[provenance.Leaning, ...]:
    with act.deliver_to(keeper):
        return provenance.ended_under(KIND, judgements)


def _to_review(ended: Iterable[provenance.Leaning]) -> frozenset[UUID]:
    return frozenset(leaning.id for leaning in ended if leaning.state == LeaningState.TO_REVIEW)


def _withdrawn(ended: Iterable[provenance.Leaning], programme: str) -> frozenset[UUID]:
    """Those of which the words went with their source, by the rulebook's word on why it ended."""
    reasons = load(programme).recall_reasons
    withdrawing = {reason.code for reason in reasons if reason.then_judgements == "withdraw"}
    return frozenset(leaning.id for leaning in ended if leaning.why in withdrawing)
