"""Forms for deciding on somebody who was nominated."""

from collections.abc import Iterable
from typing import Any

from handrail.programme.entries import Entry
from handrail.web.fields import OneOf, Option, Text
from handrail.web.forms import Form
from handrail.web.work.forms import options


class NoCaseBecause(Form):
    reason = OneOf("Why is no case opened?", [], missing="Select why no case is opened")
    words = Text(
        "Why, in your own words?",
        rows=5,
        max_length=4000,
        missing="Say in your own words why no case is opened",
        hint="Whoever asks in a year why nothing was done will read this. What should happen instead?",
    )

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class HandIn(Form):
    reference = Text(
        "Which case does this person have?",
        width=20,
        max_length=20,
        missing="Enter the reference of the case",
        hint="Its reference, for example LDN-7F3K-2. You can hand in to a case that you can see.",
    )
    ground = OneOf("How do you know that it is the same person?", [], missing="Select how you know")

    def __init__(self, *args: Any, grounds: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("ground", options(grounds))


class EndHandIn(Form):
    reason = OneOf("Why?", [], missing="Select why")

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))


class AnswerHandIn(Form):
    answer = OneOf(
        "Is this the person of your case?",
        [Option("accept", "Yes, take it into the case"), Option("refuse", "No, refuse it")],
        missing="Select whether you take it into the case",
        reveals={"refuse": "reason"},
    )
    reason = OneOf("Why not?", [], required=False)

    def __init__(self, *args: Any, reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options(reasons))

    def clean(self) -> None:
        if self.cleaned_data.get("answer") == "refuse" and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Select why you refuse it")
