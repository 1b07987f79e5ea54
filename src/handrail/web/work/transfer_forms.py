"""The forms of a case that moves to another area: offering it, letting it go, accepting it, refusing it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from handrail.programme.entries import Entry
from handrail.web.fields import AnyOf, Date, OneOf, Option, Text, YesNo
from handrail.web.forms import Form
from handrail.web.work.forms import options


class OfferCase(Form):
    to = OneOf("Who would lead the case there?", [], missing="Select who would lead the case there")
    reason = OneOf("Why does the case move?", [], missing="Select why the case moves")
    words = Text(
        "Why do they need to go on with it?",
        rows=3,
        max_length=2000,
        missing="Say why they need to go on with it",
        hint="Both centres read this, and it is recorded as why it was necessary to share.",
    )
    summary = Text(
        "What does the new coordinator need to know first?",
        rows=8,
        max_length=6000,
        missing="Write what the new coordinator needs to know first",
        hint="They read this before they answer. Write only what may be passed on: nothing that another organisation "
        "shared with yours, and nothing from a meeting, an answer or an assessment that is not yours to give.",
    )
    items = AnyOf(
        "Which of your own information goes along?",
        [],
        required=False,
        hint="They get their own copies once they accept. What came from others stays: its originator decides.",
    )
    power = OneOf("Which legal power do you share it under?", [], missing="Select the legal power")
    field_order = ("to", "reason", "words", "summary", "items", "power")

    def __init__(
        self,
        *args: Any,
        destinations: Sequence[Option],
        reasons: Iterable[Entry],
        powers: Iterable[Entry],
        items: Sequence[Option],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", destinations)
        self.offer("reason", options(reasons))
        self.offer("power", options(powers))
        self.offer("items", items)
        if not items:
            del self.fields["items"]

    def chosen(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        said = self.cleaned_data
        centre, _, organisation = said["to"].partition("/")
        items = tuple(UUID(each) for each in said.get("items", ()))
        return {**said, "to": UUID(organisation), "centre": UUID(centre), "items": items}


class LetGo(Form):
    agree = YesNo(
        "Do you let it go?",
        missing="Select whether you let it go",
        inline=False,
    )
    least = Text(
        "Is this the least that they need? Say why, or why not",
        rows=4,
        max_length=2000,
        missing="Say why this is the least that they need, or why not",
    )


class AnswerTransfer(Form):
    answer = OneOf(
        "Do you accept the case?",
        [
            Option("accept", "Yes, we lead it from now on", hint="You will coordinate it, and can hand that on later."),
            Option("refuse", "No, we refuse it", hint="It stays with whoever offers it."),
        ],
        missing="Select whether you accept the case",
    )
    police = OneOf("If you accept: which police force is in the team?", [], required=False)
    review_on = Date("If you accept: when will you review it?", required=False)
    refusal = OneOf("If you refuse: what is the reason?", [], required=False)
    words = Text("If you refuse: say why in your own words", rows=3, max_length=2000, required=False)

    def __init__(self, *args: Any, forces: Sequence[Option], refusals: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("police", forces)
        self.offer("refusal", options(refusals))

    def clean(self) -> None:
        """Raise errors for what the answer needs and lacks."""
        needs = {
            "accept": {"police": "Select the police force", "review_on": "Enter when you will review the case"},
            "refuse": {"refusal": "Select why you refuse", "words": "Say why you refuse in your own words"},
        }
        for field, missing in needs.get(self.cleaned_data.get("answer", ""), {}).items():
            if not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, missing)
