"""One person, one record: when a draft turns out to be about somebody whom the organisation has nominated before.

Handrail knows only what this organisation itself wrote and this member may see. Names and dates of birth are compared
in memory; there is no index of names to look people up in.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail import vault
from handrail.duties import now_about
from handrail.gate import Act, NotFound, RuleBroken
from handrail.sharing.models import DecisionKind, Holding, HoldingState, PersonRecord, SharingDecision
from handrail.sharing.resources import DECISION, HOLDING
from handrail.sharing.rules.decision import QUESTIONS
from handrail.sharing.sealed import Copy, seal_anew, unseal_copies
from handrail.sharing.statements import DATE_OF_BIRTH, NAME, parts_of

_TEXTS = ("text", "conditions", "parts", "original")
_REASONS = ("necessity", "proportionality", "alternatives")

#: Function of the decision, which has its new person already, and the keys before and after.
_followers: list[Callable[[SharingDecision, Copy, Copy], object]] = []


def on_joined(follow: Callable[[SharingDecision, Copy, Copy], object]) -> None:
    """Have ``follow`` called when a draft is handed in, while both keys are there: for what lies beside the draft."""
    _followers.append(follow)


@dataclass(frozen=True, slots=True)
class KnownAlready:
    """An earlier decision of the same organisation that seems to be about the same person."""

    decision: UUID
    reference: str
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class _Likeness:
    names: frozenset[str]
    births: frozenset[str]

    def is_like(self, other: "_Likeness") -> bool:
        """The same name; and the dates of birth, where both are known, don't contradict each other."""
        if not self.names & other.names:
            return False
        pairs = [(one, two) for one in self.births for two in other.births]
        return not pairs or any(one.startswith(two) or two.startswith(one) for one, two in pairs)


def known_already(act: Act, decision: SharingDecision) -> tuple[KnownAlready, ...]:
    """Other nominations, visible to the one who acts, about somebody of the same name and date of birth."""
    if decision.kind != DecisionKind.NOMINATION:
        return ()
    others = act.visible(DECISION).exclude(person_id=decision.person_id).filter(kind=decision.kind)
    items = (
        act.visible(HOLDING, action="holding.read")
        .filter(category__in=(NAME, DATE_OF_BIRTH), originator_id=act.organisation, decision__in=others)
        .exclude(state__in=(HoldingState.DISCARDED, HoldingState.DESTROYED))
    )
    found = _likenesses(tuple(items) + tuple(decision.items.filter(category__in=(NAME, DATE_OF_BIRTH))))
    sought = found.pop(decision.id, None)
    if sought is None:
        return ()
    like = [id_ for id_, likeness in found.items() if sought.is_like(likeness)]
    return tuple(
        KnownAlready(other.id, other.reference, other.state, other.created_at.date())
        for other in others.filter(id__in=like).order_by("-created_at")
    )


def join(act: Act, decision: SharingDecision, *, into: UUID) -> None:
    """Make the draft ``decision`` about the person of the decision ``into``, under that person's reference and key.

    The record that it had until now goes, with its key, unless something else is known of that person: a draft that
    was handed in by mistake is handed in again to the right one, and nothing but the draft moves.
    """
    if decision.kind != DecisionKind.NOMINATION:
        raise RuleBroken("nominations-only", "Only a nomination can be handed in to another")
    # Locked: were it itself being handed in to a third, the key that this draft goes under would be on its way out.
    known = act.visible(DECISION).select_for_update(of=("self",), no_key=True).filter(pk=into).first()
    if known is None:
        raise NotFound
    if known.person_id == decision.person_id:
        raise RuleBroken("joined-already", "This is already one record")
    before = Copy(act.organisation, decision.person_id)
    after = Copy(act.organisation, known.person_id)
    items, judgements = tuple(decision.items.all()), tuple(decision.judgements.all())
    for item in items:
        item.person_id = after.person
    seal_anew(items, _TEXTS, before, after)
    seal_anew(judgements, tuple(QUESTIONS), before, after)
    for record in (*items, *judgements):
        record.save()
    seal_anew([decision], _REASONS, before, after)
    decision.person_id, decision.reference = known.person_id, known.reference
    now_about(subject=("Decision", decision.id), person=known.person_id, person_reference=known.reference)
    for follow in _followers:
        follow(decision, before, after)
    if not _known_otherwise(before, besides=decision):
        PersonRecord.objects.filter(organisation_id=before.organisation, person_id=before.person).delete()
        vault.erase(person=before.person, organisation=before.organisation, at=act.now)
    act.about(known.person_id)
    act.note(joined=known.id, person_before=before.person)


def _known_otherwise(house: Copy, *, besides: SharingDecision) -> bool:
    """Whether the organisation has anything about the person that does not belong to ``besides``."""
    about = {"organisation_id": house.organisation, "person_id": house.person}
    return (
        SharingDecision.objects.filter(**about).exclude(pk=besides.pk).exists()
        or Holding.objects.filter(**about).exclude(decision=besides).exists()
    )


def _likenesses(items: Iterable[Holding]) -> dict[UUID, _Likeness]:
    rows = tuple(items)
    opened = unseal_copies([(Copy(item.organisation_id, item.person_id), item) for item in rows], "text", "parts")
    names: defaultdict[UUID | None, set[str]] = defaultdict(set)
    births: defaultdict[UUID | None, set[str]] = defaultdict(set)
    for item, (text, parts) in zip(rows, opened, strict=True):
        if item.category == NAME:
            names[item.decision_id].add(_plain(text))
        elif known := parts_of(parts).get("date"):
            births[item.decision_id].add(known)
    return {
        decision: _Likeness(frozenset(found), frozenset(births[decision]))
        for decision, found in names.items()
        if decision is not None
    }


def _plain(name: str) -> str:
    """A name without accents, capitals and punctuation, so that "Zoë O’Neill" and "Zoe ONeill" meet."""
    letters = unicodedata.normalize("NFKD", name)
    return " ".join("".join(each for each in letters.casefold() if each.isalnum() or each == " ").split())
