"""What goes along with a case that goes on elsewhere: read, and locked, in the house of the one that led it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model

from handrail import provenance
from handrail.casework import closing, proposals, transfers
from handrail.casework.models import Case, Consent, Need, Objective, Risk, SupportAction, Transfer
from handrail.casework.rules import CASE as CASE_STATES
from handrail.casework.transfer_rules import FinishFirst
from handrail.casework.words import read
from handrail.duties.raising import due_at
from handrail.gate import Act, RuleBroken
from handrail.sharing import passing_on
from handrail.sharing.models import Holding
from handrail.sharing.proposals import Part
from handrail.sharing.values import ItemWords, Reasons

M = TypeVar("M", bound=Model)

#: What is owed about a case that follows it, by the date that it had.
FOLLOWS: Final = ("consent_look_again", "further_assessment")


@dataclass(frozen=True)
class Kept(Generic[M]):
    """A record of the old case with its words, and the items that these rest on."""

    record: M
    words: tuple[str, ...]
    rests_on: frozenset[UUID]


@dataclass(frozen=True)
class Carried:
    """What the old case holds, as far as it goes along. ``due`` is what is owed about it and follows it, by when;
    ``left`` whether something is held about the person that stays."""

    case: Case
    part: Part
    item_words: tuple[ItemWords, ...]
    reasons: Reasons
    summary: str
    risks: tuple[Kept[Risk], ...]
    needs: tuple[Kept[Need], ...]
    objectives: tuple[Kept[Objective], ...]
    consents: tuple[Kept[Consent], ...]
    support: tuple[Kept[SupportAction], ...]
    due: Mapping[str, datetime]
    left: bool

    @property
    def described(self) -> tuple[Kept[Any], ...]:
        """What may rest on information: its words go along only with that."""
        return (*self.risks, *self.needs, *self.objectives, *self.support)


def gather(act: Act, transfer: Transfer, known: frozenset[UUID]) -> Carried:
    """What goes along; ``known`` are the items that the receiver holds already. Raises :class:`FinishFirst`.

    Risks are locked first, then the case, then its support: in the order in which everybody else who changes them locks
    them.
    """
    list(Risk.objects.filter(case_id=transfer.case_id).order_by("id").select_for_update(of=("self",), no_key=True))
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("centre", "organisation")
    case = rows.get(pk=transfer.case_id)
    closing.hold_support(case)
    try:
        CASE_STATES.next(case.state, "transfer")
        transfers.agreed(act, case, transfer.to_organisation_id, transfer.centre_id)
    except RuleBroken as stands_in_the_way:
        raise FinishFirst from stands_in_the_way
    if transfers.in_the_way(case):
        raise FinishFirst
    going = set(transfer.items) - known
    standing = transfers.own_items(case.organisation_id, case.person_id, going).filter(expires_on__gte=act.today)
    items = list(standing.select_for_update(of=("self",), no_key=True))
    part = transfers.part(act, transfer, items)
    ((why, least, summary),) = read(act, case.organisation_id, case.person_id, [transfer], "words", "least", "summary")
    risks = list(transfers.open_risks(case).select_related("owner", "owner_member").order_by("id"))
    for risk in risks:
        risk.case = case
        proposals.overtake(act, risk)
    everything = Holding.objects.filter(organisation_id=case.organisation_id, person_id=case.person_id, state="held")
    return Carried(
        case=case,
        part=part,
        item_words=passing_on.words_of(part),
        reasons=Reasons(necessity=why, proportionality=least, alternatives=""),
        summary=summary,
        risks=_kept(act, case, "risk", risks, "description"),
        needs=_kept(act, case, "need", case.needs.filter(state="open").order_by("judged_at", "id"), "description"),
        objectives=_kept(act, case, "objective", case.objectives.filter(state="open").order_by("written_at"), "words"),
        consents=_kept(act, case, "", case.consents.order_by("recorded_at"), "note", "asker", "decided_by"),
        support=_kept(
            act, case, "support", case.actions.filter(state__in=transfers.EXPECTED).order_by("added_at"), "objective"
        ),
        due=due_at(subject=("Case", case.id), kinds=FOLLOWS),
        left=everything.exclude(item__in={item.item for item in items} | known).exists(),
    )


def _kept(act: Act, case: Case, kind: str, records: Iterable[M], *names: str) -> tuple[Kept[M], ...]:
    rows = list(records)
    texts = read(act, case.organisation_id, case.person_id, rows, *names)
    rests_on = provenance.sources_of(kind, [row.pk for row in rows])
    return tuple(Kept(row, words, rests_on.get(row.pk, frozenset())) for row, words in zip(rows, texts, strict=True))
