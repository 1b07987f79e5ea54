"""What a judgement leans on decides who may read its words.

Derived text is a draft for the common readers of its sources (DESIGN: originator control reaches into what is written
from an item): a partner that does not hold every source sees that something was written, and not what.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from uuid import UUID

from django.db.models import Model, Q

from handrail import duties, provenance
from handrail.casework.models import Case, HandIn, RiskJudgement, RiskKindChange, RiskOffer, Transfer
from handrail.casework.words import read
from handrail.gate import Act, RuleBroken
from handrail.sharing.arrivals import under_other_ids
from handrail.sharing.models import HoldingState
from handrail.sharing.resources import HOLDING


class Kept(Protocol):
    """What derived records are kept with: a case, and what is made of it. Its organisation keeps their words."""

    @property
    def organisation_id(self) -> UUID: ...

    @property
    def person_id(self) -> UUID: ...


#: case → what the floors above judged in it. Filled by them.
_judged_above: list[Callable[[Case], Iterable[provenance.Derived]]] = []


def on_judged(judgements: Callable[[Case], Iterable[provenance.Derived]]) -> None:
    """Say what else is judged in a case, so that its review looks at that too and its closing note leans on it."""
    _judged_above.append(judgements)


def held(act: Act, person: UUID, items: Iterable[UUID]) -> frozenset[UUID]:
    """Those of ``items`` whose words the actor may read in their own organisation's copy now."""
    wanted = frozenset(items)
    return wanted & act.once(("held", person), lambda: _all_held(act, person)) if wanted else wanted


def _all_held(act: Act, person: UUID) -> frozenset[UUID]:
    people = {person, *handed_in(person)}
    readable = act.visible(HOLDING, "holding.read").filter(person_id__in=people, state=HoldingState.HELD)
    return frozenset(readable.values_list("item", flat=True))


def handed_in(person: UUID) -> frozenset[UUID]:
    """The ids under which something was ever handed in to a case about ``person``, as far as the acting organisation
    sees it: what was judged from it can still be looked at again when that was undone."""
    found = HandIn.objects.filter(case__person_id=person, answered_at__isnull=False)
    return frozenset(found.values_list("person_id", flat=True))


def originators(act: Act, person: UUID, items: Iterable[UUID]) -> dict[UUID, UUID]:
    """Item to originator, for those of ``items`` that the actor may draw on."""
    people = {person, *under_other_ids(person)}
    readable = act.visible(HOLDING, "holding.read").filter(
        person_id__in=people, item__in=tuple(items), state=HoldingState.HELD
    )
    return dict(readable.values_list("item", "originator_id"))


class Reader:
    """Somebody who reads what was written about a person, as far as they hold all that it draws on.

    ``written`` is what they may ask for: what it draws on, and what of that they hold, is looked up once for all of it.
    """

    def __init__(self, act: Act, keeper: UUID, person: UUID, written: Iterable[provenance.Derived]) -> None:
        self._act, self._keeper, self._person = act, keeper, person
        with act.deliver_to(keeper):
            self._drawn = provenance.all_sources_of(written)
        self._held = held(act, person, {item for items in self._drawn.values() for item in items})

    def may(self, kind: str, row: UUID) -> bool:
        """Whether they may read its words."""
        return self._drawn.get((kind, row), frozenset()) <= self._held

    def draws_on(self, kind: str, row: UUID) -> tuple[UUID, ...]:
        """The items that it draws on and that they hold."""
        return tuple(sorted(self._drawn.get((kind, row), frozenset()) & self._held))

    def texts(self, kind: str, records: Iterable[Model], *names: str) -> dict[UUID, tuple[str, ...]]:
        """What these fields of derived records say, by record: only of those whose words they may read."""
        given = [record for record in records if self.may(kind, record.pk)]
        said = read(self._act, self._keeper, self._person, given, *names)
        return {record.pk: texts for record, texts in zip(given, said, strict=True)}


def readable(act: Act, *, keeper: UUID, person: UUID, kind: str, rows: Iterable[UUID]) -> Mapping[UUID, bool]:
    """For each derived record kept by ``keeper``, whether the actor may read its words: they hold every source."""
    ids = tuple(rows)
    reader = Reader(act, keeper, person, [(kind, row) for row in ids])
    return {row: reader.may(kind, row) for row in ids}


def texts(act: Act, kept: Kept, kind: str, records: Iterable[Model], *names: str) -> dict[UUID, tuple[str, ...]]:
    """What these fields of derived records say, by record: only of those whose words the actor may read."""
    rows = list(records)
    written = [(kind, row.pk) for row in rows]
    return Reader(act, kept.organisation_id, kept.person_id, written).texts(kind, rows, *names)


def text(act: Act, kept: Kept, kind: str, records: Iterable[Model], name: str) -> dict[UUID, str]:
    """The same for one field."""
    return {row: said for row, (said,) in texts(act, kept, kind, records, name).items()}


def keepers(person: UUID) -> frozenset[UUID]:
    """Who leads the cases that the acting organisation is in, and in which it may have judged from what it holds about
    ``person``: what it judged is kept there."""
    cases = Case.objects.filter(Q(person_id=person) | Q(hand_ins__person_id=person))
    return frozenset(cases.values_list("organisation_id", flat=True))


def lean(act: Act, *, keeper: UUID, person: UUID, kind: str, row: UUID, items: Iterable[UUID]) -> None:
    """Record what a judgement draws on. Raises :class:`NotHeld` for an item that the writer can't read."""
    wanted = frozenset(items)
    if not wanted:
        return
    found = originators(act, person, wanted)
    if wanted - found.keys():
        raise NotHeld
    with act.deliver_to(keeper):
        provenance.record(act, organisation=keeper, derived=(kind, row), items=found)


def take_over(act: Act, case: Case, *, kind: str, row: UUID, records: Iterable[provenance.Derived]) -> None:
    """Let a record of the case lean on everything that these other records of it lean on."""
    with act.deliver_to(case.organisation_id):
        provenance.record(act, organisation=case.organisation_id, derived=(kind, row), items={}, records=records)


def lean_on_all(act: Act, case: Case, *, kind: str, row: UUID) -> None:
    """Let words that sum the case up lean on everything that anything in it leans on and that their writer may read.

    What was taken back, corrected or had run out before was not there to be drawn on.
    """
    with act.deliver_to(case.organisation_id):
        items = provenance.drawn_on(_judgements(case))
    read_by_writer = originators(act, case.person_id, items)
    lean(act, keeper=case.organisation_id, person=case.person_id, kind=kind, row=row, items=read_by_writer)


def marked(act: Act, case: Case) -> int:
    """How many judgements in the case rest on something that was withdrawn since somebody last looked."""
    judgements = _all_judgements(case)
    with act.deliver_to(case.organisation_id):
        return len(provenance.all_to_review(judgements))


def look_again(act: Act, case: Case) -> int:
    """Whoever leads the case looked again at what was marked for it; gives how many judgements that was."""
    looked_at = 0
    for judgement in _all_judgements(case):
        looked_at += bool(provenance.reviewed(act, derived=judgement))
        duties.complete(act, subject=judgement, kind="review_judgement")
    return looked_at


def _all_judgements(case: Case) -> list[provenance.Derived]:
    looked_back = case.look_backs.values_list("id", flat=True)
    return [*_judgements(case), ("closure", case.id), *(("look_back", each) for each in looked_back)]


def _judgements(case: Case) -> list[provenance.Derived]:
    about = Q(case=case) | Q(new_case=case)
    return [
        *(("risk", risk) for risk in case.risks.values_list("id", flat=True)),
        *(("handover", each) for each in RiskOffer.objects.filter(case=case).values_list("id", flat=True)),
        *(("risk_kind", each) for each in RiskKindChange.objects.filter(case=case).values_list("id", flat=True)),
        *(("severity", each) for each in RiskJudgement.objects.filter(case=case).values_list("id", flat=True)),
        *(("need", need) for need in case.needs.values_list("id", flat=True)),
        *(("objective", each) for each in case.objectives.values_list("id", flat=True)),
        *(("support", each) for each in case.actions.values_list("id", flat=True)),
        *(("transfer", each) for each in Transfer.objects.filter(about).values_list("id", flat=True)),
        *(judgement for judgements in _judged_above for judgement in judgements(case)),
    ]


class NotHeld(RuleBroken):
    """A judgement can draw only on what its writer may read."""

    def __init__(self) -> None:
        super().__init__("draw-on-what-you-hold", "You can only draw on information that you hold.", field="draws_on")
