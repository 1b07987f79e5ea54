"""The forms of the risk ledger: handing over, answering, judging, naming its kind, and asking whose it was."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from handrail.gate import clock
from handrail.programme.entries import Entry
from handrail.web.fields import Date, OneOf, Option, Text, Time, YesNo
from handrail.web.forms import Form
from handrail.web.work.forms import RestsOn, options


class OfferRisk(RestsOn):
    to = OneOf("Who do you offer it to?", [], missing="Select who you offer it to")
    reason = OneOf("What is the reason?", [], missing="Select the reason")
    words = Text(
        "Say why in your own words",
        rows=4,
        max_length=4000,
        missing="Say why in your own words",
        hint="Whoever is asked needs to know what has been done, and what has to be done next.",
    )

    def __init__(self, *args: Any, takers: Sequence[Option], reasons: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", takers)
        self.offer("reason", options(reasons))


class AnswerOffer(Form):
    answer = OneOf(
        "Do you take ownership?",
        [
            Option("accept", "Yes, we own this risk from now on", hint="You will be its owner by name."),
            Option("refuse", "No, we refuse it", hint="It stays with whoever offered it."),
        ],
        missing="Select whether you take ownership",
        reveals={"refuse": "refusal"},
    )
    refusal = OneOf("What is the reason?", [], required=False)
    words = Text("If you refuse, say why in your own words", rows=3, max_length=4000, required=False)

    def __init__(self, *args: Any, refusals: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("refusal", options(refusals))

    def clean(self) -> None:
        if self.cleaned_data.get("answer") == "refuse":
            if not self.cleaned_data.get("refusal"):
                self.add_error("refusal", "Select why you refuse")
            if not self.cleaned_data.get("words"):
                self.add_error("words", "Say why you refuse in your own words")


class JudgeRisk(RestsOn):
    severity = OneOf("How serious do you judge it to be now?", [], missing="Select how serious you judge it to be")
    words = Text("What has changed?", rows=4, max_length=4000, missing="Say what has changed")

    def __init__(self, *args: Any, severities: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("severity", options(severities))


class ProposeKind(RestsOn):
    kind = OneOf("What kind of risk is it?", [], missing="Select what kind of risk it is")
    words = Text("Why?", rows=4, max_length=4000, missing="Say why")

    def __init__(self, *args: Any, kinds: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", options(kinds))


class SignKind(Form):
    agree = YesNo(
        "Do you sign this for the police?",
        missing="Select whether you sign this",
        inline=False,
        reveals={"no": "words"},
    )
    words = Text("Why not?", rows=3, max_length=4000, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("agree") is False and not self.cleaned_data.get("words"):
            self.add_error("words", "Say why not")


class ReviewKind(Form):
    agree = YesNo("Do you agree that the risk is of that kind?", missing="Select whether you agree")
    words = Text("What did you look at, and why do you conclude this?", rows=4, max_length=4000, missing="Say why")


class WhoOwned(Form):
    on = Date("The day", missing="Enter the day")
    at = Time("The time", missing="Enter the time")

    def clean(self) -> None:
        if {"on", "at"} <= self.cleaned_data.keys() and self.moment() > clock.now():
            self.add_error("on", "The day and the time must be now or in the past")

    def moment(self) -> datetime:
        """The moment asked about, in London time."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], clock.LONDON)
