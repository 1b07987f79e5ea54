"""Which records of one organisation may be about the same person: compared for whoever may read them all.

The model is the one of :mod:`handrail.matching.linkage`, with its own weights. Nothing is learnt, kept or merged here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail import gate
from handrail.casework.models import HandIn, HandInState
from handrail.gate import Act, Actor, query
from handrail.matching import whom
from handrail.matching.identity import Identity
from handrail.matching.linkage.columns import row
from handrail.matching.linkage.learnt import unlearnt
from handrail.matching.linkage.model import load
from handrail.matching.linkage.pairs import Pair
from handrail.matching.linkage.scoring import alike
from handrail.sharing.arrivals import under_other_ids
from handrail.sharing.models import DecisionKind, Holding, HoldingState, SharingDecision
from handrail.sharing.resources import DECISION, DISCLOSURE, HOLDING, PERSON
from handrail.sharing.rules.decision import DECISION as LIFECYCLE
from handrail.sharing.sealed import Copy, unseal_copies
from handrail.sharing.statements import ADDRESS, DATE_OF_BIRTH, IDENTIFIER, NAME, parts_of

#: By what somebody is compared.
_WHO = (NAME, DATE_OF_BIRTH, ADDRESS, IDENTIFIER)


@dataclass(frozen=True, slots=True)
class AlikeNomination:
    """Another nomination that may be about the same person, and what speaks for it and what against."""

    decision: UUID
    reference: str
    state: str
    on: date
    pair: Pair


@dataclass(frozen=True, slots=True)
class AlikeNominations:
    """The nominations that may be about the same person as ``decision``, the likeliest first."""

    decision: UUID
    reference: str
    compared: int  # other nominations, of other people
    may_hand_in: bool  # it is a draft, which can be made part of an earlier record
    found: tuple[AlikeNomination, ...]


@dataclass(frozen=True, slots=True)
class AlikePerson:
    """Somebody else of whom the organisation was told, who may be the same person: ``record`` is its own of them."""

    record: UUID
    person: UUID
    reference: str
    on: date
    pair: Pair


@dataclass(frozen=True, slots=True)
class AlikePeople:
    """The people who may be the one of a disclosure, the likeliest first."""

    reference: str
    compared: int
    may_hand_in: bool
    found: tuple[AlikePerson, ...]


@query("decision.compare", resource=DECISION)
def duplicates(*, by: Actor, purpose: str, decision: UUID) -> AlikeNominations:
    """The reader's other nominations that may be about the person of this one.

    This opens the names, dates of birth, addresses and numbers of all of them, for the comparison alone.
    """
    act = gate.current()
    found = act.resource(DECISION)
    others = {each.id: each for each in _nominations(act, found)}
    items = _readable(act).filter(originator_id=act.organisation, decision__in=others)
    known = _identities(items.exclude(state__in=(HoldingState.DISCARDED, HoldingState.DESTROYED)), "decision_id")
    pairs = _compared(act, found.id, whom.identity_of(whom.known_of(found)), known)
    alike_to = [(others[id_], pair) for id_, pair in pairs]
    return AlikeNominations(
        decision=found.id,
        reference=found.reference,
        compared=len(known),
        may_hand_in="edit" in LIFECYCLE.transitions[found.state] and act.allows("decision.edit", DECISION, found),
        found=tuple(
            AlikeNomination(each.id, each.reference, each.state, each.created_at.date(), pair)
            for each, pair in alike_to
        ),
    )


@query("disclosure.compare", resource=DISCLOSURE)
def people_alike(*, by: Actor, purpose: str, disclosure: UUID) -> AlikePeople:
    """Whom else the reader's organisation holds something about that may be the person of this disclosure.

    So that a coordinator hands somebody in who has a case, under another spelling or from another originator. Who was
    handed in, and so is known to be the same person, isn't found again.
    """
    act = gate.current()
    found = act.resource(DISCLOSURE)
    known = _identities(_readable(act).filter(state=HoldingState.HELD), "person_id")
    ours = known.pop(found.person_id, Identity())
    for same in _known_to_be(found.person_id):
        known.pop(same, None)
    pairs = dict(_compared(act, found.person_id, ours, known))
    records = {each.person_id: each for each in act.visible(PERSON).filter(person_id__in=pairs)}
    return AlikePeople(
        reference=found.reference,
        compared=len(known),
        may_hand_in=act.allows("disclosure.hand_in", DISCLOSURE, found),
        found=tuple(
            AlikePerson(records[person].id, person, records[person].reference, records[person].since.date(), pair)
            for person, pair in pairs.items()
            if person in records
        ),
    )


def _known_to_be(person: UUID) -> frozenset[UUID]:
    """The other ids of the person, by somebody's decision: as it was handed in, and what else was to the same case."""
    handed_in = HandIn.objects.filter(person_id=person, state=HandInState.ACCEPTED)
    of_case = set(handed_in.values_list("case__person_id", flat=True))
    return frozenset(other for known in {person, *of_case} for other in {known, *under_other_ids(known)}) - {person}


def _nominations(act: Act, decision: SharingDecision) -> Iterable[SharingDecision]:
    """The nominations that the reader may see, about anybody else as far as is known."""
    rows = act.visible(DECISION).filter(kind=DecisionKind.NOMINATION).exclude(person_id=decision.person_id)
    return rows.only("id", "reference", "state", "created_at", "kind").select_related(None)


def _readable(act: Act) -> QuerySet[Holding]:
    """What says who somebody is, of all that the reader may read in their own organisation."""
    return act.visible(HOLDING, action="holding.read").filter(organisation_id=act.organisation, category__in=_WHO)


def _identities(items: QuerySet[Holding], by: str) -> dict[UUID, Identity]:
    """Who each record is about, as far as its items say anything about that."""
    rows = tuple(items.order_by("number"))
    opened = unseal_copies([(Copy(item.organisation_id, item.person_id), item) for item in rows], "parts")
    known: defaultdict[UUID, list[whom.Known]] = defaultdict(list)
    for item, (text,) in zip(rows, opened, strict=True):
        if text:
            known[getattr(item, by)].append(whom.Known(item, parts_of(text)))
    return {record: whom.identity_of(each) for record, each in known.items()}


def _compared(act: Act, id_: UUID, identity: Identity, others: Mapping[UUID, Identity]) -> list[tuple[UUID, Pair]]:
    """Who of the others may be the same person, the likeliest first; and the ledger's word on it, in ids and counts."""
    model = load()
    rows = (row(str(other), each) for other, each in others.items())
    pairs = alike(row(str(id_), identity), rows, model, unlearnt(model, len(others) + 1))
    found = [(UUID(pair.second if pair.first == str(id_) else pair.first), pair) for pair in pairs]
    act.note(model=model.name, compared=len(others), alike=[other for other, _ in found])
    return found
