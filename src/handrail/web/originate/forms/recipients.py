"""Whom to share with, and what: per organisation, which items, why, what is asked, until when."""

from datetime import date
from typing import Any
from uuid import UUID

from handrail.programme import Programme
from handrail.sharing.drafted import DraftItem, DraftRecipient, OpenNomination, RecipientChoice
from handrail.web.fields import AnyOf, Date, OneOf, Option
from handrail.web.forms import Form
from handrail.web.originate import options
from handrail.web.wording import counted

_SHORT = 90


class ChooseForm(Form):
    """Which organisation, of those that have an agreement with this one."""

    organisation = OneOf("Who do you want to share with?", missing="Select an organisation")

    def __init__(self, *args: Any, choices: tuple[RecipientChoice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", (_choice(each) for each in choices if each.agreement))


class RecipientForm(Form):
    """What would go to one organisation."""

    items = AnyOf("Which items do they need?", missing="Select at least one item", hint="Share the least.")
    purpose = OneOf("What is it for?", missing="Select what it is for")
    requested_action = OneOf("What do you ask them to do?", missing="Select what you ask them to do")
    until = Date("Until when may they hold it?")
    audience = AnyOf(
        "Who among them may read it?",
        required=False,
        hint="Leave all of them empty if everybody there who works with what was shared may read it.",
    )

    def __init__(
        self, *args: Any, shown: OpenNomination, choice: RecipientChoice, rulebook: Programme, **kwargs: Any
    ) -> None:
        before = next((each for each in shown.recipients if each.organisation == choice.organisation), None)
        super().__init__(*args, initial=_filled(before), **kwargs)
        withheld = {item for item, _ in choice.withheld}
        self.offer("items", (_item(item) for item in (*shown.identity, *shown.items) if item.item not in withheld))
        self.offer("purpose", options.purposes(rulebook, choice.kind))
        self.offer("requested_action", options.requested_actions(rulebook, choice.kind))
        self.offer("audience", options.readers(rulebook, choice.kind))

    def chosen_items(self) -> tuple[UUID, ...]:
        """The items that were ticked."""
        return tuple(UUID(item) for item in self.cleaned_data["items"])

    def last_day(self) -> date:
        """Until when."""
        until: date = self.cleaned_data["until"]
        return until


def _filled(before: DraftRecipient | None) -> dict[str, Any]:
    if before is None:
        return {}
    return {
        "items": [str(item) for item in before.items],
        "purpose": before.purpose.code,
        "requested_action": before.requested_action.code,
        "until": before.until,
        "audience": before.audience,
    }


def _choice(choice: RecipientChoice) -> Option:
    agreement = choice.agreement
    names = f"{agreement.names_used} of {counted(agreement.name_ceiling, 'name')} this year" if agreement else ""
    return Option(str(choice.organisation), choice.name, hint=names)


def _item(item: DraftItem) -> Option:
    words = " ".join(item.words.split())
    short = words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
    return Option(str(item.item), f"{item.number}. {short}", hint=item.category.title)
