"""What may be proposed for one recipient, by the rulebook. Policy decides again, with the agreement, at each step."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from handrail.gate import RuleBroken
from handrail.programme import Programme
from handrail.programme.grading import COVERT_ONLY
from handrail.programme.kinds import LAW_ENFORCEMENT, ORGANISATION_KINDS


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
    if category is None or kind not in category.recipients:
        title = category.title if category else item.category
        return f"The rulebook doesn’t let {article(kind)} have this kind of information ({title.lower()})."
    if item.marking > ceiling:
        return "It is marked above what this organisation may hold."
    chosen = rulebook.purposes.get(purpose)
    if item.handling_action == COVERT_ONLY and (chosen is None or chosen.regime_for(kind) != LAW_ENFORCEMENT):
        return "It is for covert use only (A2), so it can’t leave law enforcement."
    return ""


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
    elif chosen.regime_for(kind) is None:
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
