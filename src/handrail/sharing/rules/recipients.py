"""What may be proposed for one recipient, by the rulebook. Policy decides again, with the agreement, at each step."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Protocol

from handrail.gate import RuleBroken
from handrail.policy import engine
from handrail.programme import Programme
from handrail.programme.kinds import ORGANISATION_KINDS

#: The core's rules about the items of a proposal, in words about one of them; the first that holds is said.
_SAYS: Final[Mapping[str, str]] = {
    "category-not-permitted": "The rulebook doesn’t let {kind} have this kind of information ({category}).",
    "marking-above-ceiling": "It is marked above what this organisation may hold.",
    "covert-handling-leaves-law-enforcement": "It is for covert use only (A2), so it can’t leave law enforcement.",
}


class Item(Protocol):
    """What decides who may have an item: of a holding, or of one that a file would bring in."""

    @property
    def number(self) -> int: ...

    @property
    def category(self) -> str: ...

    @property
    def marking(self) -> int: ...

    @property
    def handling_action(self) -> str: ...


def why_withheld(item: Item, *, kind: str, ceiling: int, purpose: str, rulebook: Programme) -> str:
    """Why ``item`` can't go to a recipient of this kind and ceiling for ``purpose``; empty if it can."""
    category = rulebook.categories.get(item.category)
    permitted = category is not None and kind in category.recipients
    stopped = _stopped(
        marking=item.marking,
        ceiling=ceiling,
        handling_action=item.handling_action,
        regime=regime_of(rulebook, purpose, kind),
        permitted=permitted,
    )
    rule = next((rule for rule in _SAYS if rule in stopped), "")
    title = category.title if category else item.category
    return _SAYS[rule].format(kind=article(kind), category=title.lower()) if rule else ""


@lru_cache(maxsize=4096)
def _stopped(*, marking: int, ceiling: int, handling_action: str, regime: str, permitted: bool) -> tuple[str, ...]:
    """The rules by which such an item can't go to such a recipient: asked once for the many that a file has alike."""
    this = frozenset({"this"})
    return engine().stopped_by(
        action="disclosure.propose",
        resource_type="Proposal",
        known={
            "categories": this,
            "permitted_categories": this if permitted else frozenset(),
            "marking": marking,
            "recipient_ceiling": ceiling,
            "handling_actions": frozenset({handling_action}),
            "recipient_regime": regime,
        },
    )


def regime_of(rulebook: Programme, purpose: str, kind: str) -> str:
    """The part of the law that such a recipient acts under for ``purpose``; empty if it can't act for it."""
    chosen = rulebook.purposes.get(purpose)
    return (chosen.regime_for(kind) if chosen else None) or ""


def faults_of(
    items: Sequence[Item],
    *,
    kind: str,
    ceiling: int,
    purpose: str,
    requested_action: str,
    until: date,
    rulebook: Programme,
    today: date,
    introduces: bool = True,
) -> Iterator[RuleBroken]:
    """Everything that the rulebook has against this part of a proposal, by the fields of its page.

    ``introduces`` is whether the recipient may never have heard of the person, as in a nomination: it then needs a
    name. What is added later goes under the reference that the person is spoken of by.
    """
    if not items:
        yield RuleBroken("no-items", "Choose at least one item", field="items")
    elif introduces and not any(item.category == "name" for item in items):
        yield RuleBroken("no-name", "Include a name, so that they can tell who it is about", field="items")
    limit = rulebook.ceilings["items_per_disclosure"].limit
    if len(items) > limit:
        yield RuleBroken("too-many-items", f"Choose {limit} items or fewer: share the least", field="items")
    for item in items:
        if why := why_withheld(item, kind=kind, ceiling=ceiling, purpose=purpose, rulebook=rulebook):
            yield RuleBroken("item-withheld", f"Leave out item {item.number}: {why[0].lower()}{why[1:]}", field="items")
    yield from _purpose(purpose, kind, rulebook)
    asked = rulebook.requested_actions.get(requested_action)
    if asked is None:
        yield RuleBroken("not-in-catalogue", "Choose what you ask them to do", field="requested_action")
    elif kind not in asked.owners:
        yield RuleBroken(
            "not-in-catalogue",
            f"{article(kind).capitalize()} can’t be asked for this: {asked.title}",
            field="requested_action",
        )
    yield from _until(until, rulebook, today)


def _purpose(purpose: str, kind: str, rulebook: Programme) -> Iterator[RuleBroken]:
    chosen = rulebook.purposes.get(purpose)
    if chosen is None or not chosen.may_be_shared_for:
        yield RuleBroken(
            "purpose-not-shared-for", "Choose a purpose that information may be shared for", field="purpose"
        )
    elif not regime_of(rulebook, purpose, kind):
        yield RuleBroken(
            "purpose-not-theirs", f"{article(kind).capitalize()} may not act for this purpose", field="purpose"
        )


def _until(until: date, rulebook: Programme, today: date) -> Iterator[RuleBroken]:
    latest = today + timedelta(days=rulebook.ceilings["disclosure_days"].limit)
    if until <= today:
        yield RuleBroken("until-past", "The end date must be in the future", field="until")
    elif until > latest:
        yield RuleBroken("until-too-late", f"The end date must be {latest:%-d %B %Y} or earlier", field="until")


def article(kind: str) -> str:
    """A kind of organisation in a sentence: "a council", "an NHS organisation"."""
    entry = ORGANISATION_KINDS.get(kind)
    title = entry.title if entry else kind
    words = title if title[:2].isupper() else f"{title[0].lower()}{title[1:]}"
    return f"{'an' if words[0].lower() in 'aeio' or words.startswith('NHS') else 'a'} {words}"
