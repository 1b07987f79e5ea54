"""What one organisation is shown of what it was given: made in one place, from the records that release makes.

The preview on the "check" and "authorise" pages and the recipient's own page are both the result of
:func:`what_is_held`. The preview gives it the records that release would write (not saved), so the two can't differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handrail.programme import Programme
from handrail.programme.entries import Entry
from handrail.programme.kinds import INTELLIGENCE_SERVICES, POLICE
from handrail.sharing.conditions import Handling, handling_of, may_do, may_not_do, reliability
from handrail.sharing.models import Disclosure, Holding, HoldingState, NotificationState
from handrail.sharing.sealed import Copy, unseal_copies


@dataclass(frozen=True, slots=True)
class Said:
    """A code of the rulebook with its words."""

    code: str
    title: str
    description: str = ""


def said(entry: Entry | None, code: str) -> Said:
    """The words of a code; of one that only an earlier version of the rulebook had, the code itself."""
    return Said(code, entry.title, entry.description) if entry else Said(code, code.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class ItemWords:
    """The unsealed texts of one item: its form of words, its conditions, and its parts if it is a name or a date."""

    text: str
    conditions: str = ""
    parts: str = ""


def item_words(copies: Sequence[Holding]) -> dict[UUID, ItemWords]:
    """The words of copies by their ids, each opened under the key of its own holder and person."""
    texts = unseal_copies(
        [(Copy(copy.organisation_id, copy.person_id), copy) for copy in copies], "text", "conditions", "parts"
    )
    return {copy.id: ItemWords(*each) for copy, each in zip(copies, texts, strict=True)}


@dataclass(frozen=True, slots=True)
class Reasons:
    """The unsealed answers of the one who proposed to share."""

    necessity: str
    proportionality: str
    alternatives: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Why the words of an item are no longer here. ``reason`` has no code when the rulebook asks for none."""

    state: str
    how: str
    reason: Said
    on: date


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One item as its holder sees it. ``words`` is empty once it is gone."""

    item: UUID
    holding: UUID
    number: int
    category: Said
    identity: bool
    words: str
    marking: int
    reliability: str
    grading: str
    handling: Handling
    gone: Gone | None


@dataclass(frozen=True, slots=True)
class Telling:
    """Does the person know? ``on`` is the day they were told, or the day to look at it again."""

    state: str
    decided_on: date | None
    on: date | None

    @property
    def told(self) -> bool:
        return self.state == NotificationState.TOLD


@dataclass(frozen=True, slots=True)
class WhatWeHold:
    """One disclosure as its recipient sees it: what, why, what is asked, what may and may not be done, until when.

    ``name`` is empty when no name was given, or when it is gone. ``police_carry`` is whether the police, or an agency
    through them, told: the risk is then theirs. Another partner that tells what it knows owns no risk by that.
    """

    reference: str
    name: str
    programme: str
    centre: str
    marking: int
    reason: Said
    criteria: tuple[Said, ...]
    requested_action: Said
    purpose: Said
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    never_for: tuple[Said, ...]
    until: date
    originator: str
    originator_phone: str
    police_carry: bool
    power: Said
    reasons: Reasons
    telling: Telling
    items: tuple[HeldItem, ...]


def what_is_held(
    disclosure: Disclosure,
    copies: Sequence[tuple[Holding, ItemWords]],
    reasons: Reasons,
    rulebook: Programme,
    *,
    gone: dict[UUID, Gone] | None = None,
) -> WhatWeHold:
    """``disclosure`` with its recipient's copies, in words.

    ``gone`` says, by holding, why a copy that is no longer held has no words; such a copy must be given empty ones.
    """
    items = tuple(held_item(holding, words, rulebook, (gone or {}).get(holding.id)) for holding, words in copies)
    conditions = [(item.number, item.handling) for item in items if item.gone is None]
    return WhatWeHold(
        reference=disclosure.reference,
        name=main_name([(holding, words) for holding, words in copies if holding.state == HoldingState.HELD]),
        programme=rulebook.title,
        centre=disclosure.centre.name,
        marking=max((item.marking for item in items if item.gone is None), default=1),
        reason=said(rulebook.reasons.get(disclosure.reason), disclosure.reason),
        criteria=tuple(said(rulebook.criteria.get(code), code) for code in disclosure.criteria),
        requested_action=said(rulebook.requested_actions.get(disclosure.requested_action), disclosure.requested_action),
        purpose=said(rulebook.purposes.get(disclosure.purpose), disclosure.purpose),
        may=may_do(conditions),
        may_not=may_not_do(conditions),
        never_for=tuple(said(entry, entry.code) for entry in rulebook.never_for),
        until=disclosure.until,
        originator=disclosure.originator.name,
        originator_phone=disclosure.originator.phone,
        police_carry=disclosure.originator.kind in POLICE | INTELLIGENCE_SERVICES,
        power=said(rulebook.powers.get(disclosure.power), disclosure.power),
        reasons=reasons,
        telling=Telling(disclosure.notification, disclosure.notification_decided_on, disclosure.notification_on),
        items=items,
    )


def main_name(items: Sequence[tuple[Holding, ItemWords]]) -> str:
    """The first name among the items, as the heading of a page; empty if there is none, or it was erased."""
    ordered = sorted(items, key=lambda each: each[0].number)
    return next((words.text for holding, words in ordered if holding.category == "name" and words.text), "")


def held_item(holding: Holding, words: ItemWords, rulebook: Programme, gone: Gone | None) -> HeldItem:
    """One copy in words; ``gone`` says why it has none."""
    category = rulebook.categories.get(holding.category)
    return HeldItem(
        item=holding.item,
        holding=holding.id,
        number=holding.number,
        category=said(category, holding.category),
        identity=category.identity if category else False,
        words=words.text,
        marking=holding.marking,
        reliability=reliability(holding.grading_scheme, holding.source_grade, holding.information_grade),
        grading=f"{holding.source_grade}{holding.information_grade}",
        handling=handling_of(holding, words.conditions),
        gone=gone,
    )
