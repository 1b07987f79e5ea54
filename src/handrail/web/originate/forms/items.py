"""One numbered item: its form of words, marking, grading and handling, in words with the code beside."""

from typing import Any

from handrail.programme import Programme
from handrail.sharing.conditions import NONE
from handrail.sharing.drafted import DraftItem
from handrail.sharing.statements import Grading, Statement
from handrail.web.fields import OneOf, Text
from handrail.web.originate import options
from handrail.web.originate.forms.grading import GradedForm, graded_as

_GRADED = ("source", "information", "handling", "sanitisation")


class ItemForm(GradedForm):
    """An item. One that was graded in another scheme than 3x5x2 keeps its grading as it was recorded."""

    category = OneOf("What kind of information is it?", as_select=True, missing="Select what kind of information it is")
    words = Text(
        "Form of words",
        rows=6,
        missing="Write the form of words",
        hint="One statement, in the words in which it may leave your organisation.",
    )
    handling = OneOf("How may it be handled?", options.HANDLINGS, missing="Select how it may be handled")
    sanitisation = OneOf(
        "Under conditions: may they leave details out?",
        options.SANITISATIONS,
        missing="Select whether they may leave details out",
        required=False,
    )
    conditions = Text(
        "Under conditions: what are they?",
        rows=3,
        required=False,
        hint="In plain words, as the recipient will read them.",
    )
    original = Text(
        "Where you find the original",
        required=False,
        max_length=80,
        hint="A reference that means nothing to anybody else. It isn’t shared.",
    )
    field_order = (
        "category", "words", "marking", "source", "information", "handling", "sanitisation", "conditions", "original",
    )  # fmt: skip

    def __init__(self, *args: Any, rulebook: Programme, item: DraftItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_filled(item), **kwargs)
        self.offer("category", options.statement_categories(rulebook))
        self.kept = item.grading if item and item.grading.scheme != "3x5x2" else None
        for field in _GRADED if self.kept else ():
            del self.fields[field]

    def clean(self) -> dict[str, Any]:
        """Conditions come with their codes, and only with them."""
        typed = super().clean() or self.cleaned_data
        if typed.get("handling", "P") != "P":
            if not typed.get("sanitisation"):
                self.add_error("sanitisation", "Select whether they may leave details out")
            if not typed.get("conditions"):
                self.add_error("conditions", "Write the conditions in plain words")
        return typed

    def statement(self) -> Statement:
        """What was written."""
        typed = self.cleaned_data
        return Statement(
            category=typed["category"],
            words=typed["words"],
            marking=self.marked(),
            grading=self.kept or self.grading(),
            conditions=typed["conditions"],
            original=typed["original"],
        )

    def grading(self) -> Grading:
        typed = self.cleaned_data
        handling, action = options.split_handling(typed["handling"])
        sanitisation = typed["sanitisation"] if handling != "P" else NONE
        return Grading(
            source=typed["source"],
            information=typed["information"],
            handling=handling,
            action=action,
            sanitisation=sanitisation or NONE,
        )


def _filled(item: DraftItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    sanitisation = item.grading.sanitisation
    return {
        "category": item.category.code,
        "words": item.words,
        "handling": options.joined_handling(item.grading.handling, item.grading.action),
        "sanitisation": "" if sanitisation == NONE else sanitisation,
        "conditions": item.conditions,
        "original": item.original,
        **graded_as(item),
    }
