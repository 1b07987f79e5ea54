"""The forms of questions: putting one, answering it in its shape, saying that there is no answer."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from handrail.gate import clock
from handrail.programme import Programme
from handrail.programme.grading import INFORMATION
from handrail.programme.questions import DATE, OPTIONS, YES_NO, Question
from handrail.questions.actions.answering import Answer
from handrail.questions.models import Silence
from handrail.questions.shapes import NO, YES
from handrail.questions.values import Offer
from handrail.sharing.models import NotificationState
from handrail.web.fields import Date, OneOf, Option, Text
from handrail.web.forms import Form
from handrail.web.marking import OFFICIAL, OFFICIAL_SENSITIVE, words


class AskQuestion(Form):
    """One question to one organisation. A question in own words, or put again, asks for one more text."""

    code = OneOf("What do you need to know?", missing="Select a question")
    text = Text("Your question", rows=2, max_length=600, required=False)
    necessity = Text(
        "Why do you need to know?",
        hint="They will read this. Say what support depends on the answer.",
        rows=3,
        max_length=600,
        missing="Say why you need to know",
    )
    again = Text(
        "Why are you asking again?",
        hint="Only if you have put the same question to them before. A second person decides whether it goes.",
        rows=2,
        max_length=600,
        required=False,
    )

    def __init__(self, *args: Any, offers: Iterable[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offers = {offer.code: offer for offer in offers if not offer.open_now and offer.put_before < offer.times}
        self.offer("code", [Option(each.code, each.title, hint=_hint(each)) for each in self._offers.values()])
        own = next((each.code for each in self._offers.values() if each.own_words), None)
        if own is None:
            del self.fields["text"]
        else:
            code: Any = self.fields["code"]
            code.reveals = {own: "text"}
        if not any(each.put_before and not each.own_words for each in self._offers.values()):
            del self.fields["again"]

    def clean(self) -> None:
        """The text that goes with what was chosen."""
        chosen = self._offers.get(self.cleaned_data.get("code", ""))
        if chosen and chosen.own_words and not self.cleaned_data.get("text"):
            self.add_error("text", "Write your question")
        if chosen and chosen.put_before and not chosen.own_words and not self.cleaned_data.get("again"):
            self.add_error("again", "Say why you are asking again")


class AnswerQuestion(Form):
    """The answer in its shape, how it may be used, and why it may be shared."""

    marking = OneOf(
        "How is the answer marked?",
        [Option(str(OFFICIAL), words(OFFICIAL)), Option(str(OFFICIAL_SENSITIVE), words(OFFICIAL_SENSITIVE))],
        missing="Select a marking",
        inline=True,
    )
    information = OneOf(
        "How do you know?",
        [Option(code, term.words.replace(" by the source", "")) for code, term in INFORMATION.items() if code != "E"],
        missing="Select how you know",
    )
    conditions = Text(
        "Conditions on using it",
        hint="Optional. In plain words, such as “for whoever plans housing support only”.",
        rows=2,
        max_length=600,
        required=False,
    )
    power = OneOf("Under which power do you share it?", missing="Select a power", as_select=True)
    necessity = Text("Why is it necessary to say this?", rows=2, max_length=2000, missing="Say why it is necessary")
    proportionality = Text("Why is it proportionate?", rows=2, max_length=2000, missing="Say why it is proportionate")
    alternatives = Text(
        "What else did you consider?",
        hint="Such as asking the person.",
        rows=2,
        max_length=2000,
        missing="Say what else you considered",
    )
    telling = OneOf(
        "Does the person know that you share this?",
        [
            Option(NotificationState.TOLD, "Yes, they have been told"),
            Option(NotificationState.DEFERRED, "Not yet", hint="There has to be a ground. You look at it again."),
        ],
        missing="Select whether the person knows",
        reveals={NotificationState.TOLD: "told_on", NotificationState.DEFERRED: "ground"},
    )
    told_on = Date("When were they told?", required=False)
    ground = OneOf("On what ground?", required=False)

    field_order = ("answer", "category", "information", "marking", "conditions")

    def __init__(self, *args: Any, entry: Question, rulebook: Programme, kind: str, regime: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entry, self._rulebook = entry, rulebook
        self.fields["answer"] = _shaped(entry)
        if entry.category is None:
            self.fields["category"] = OneOf(
                "What kind of information is the answer?", missing="Select a kind", as_select=True
            )
            self.offer("category", [Option(each.code, each.title) for each in rulebook.categories if not each.identity])
        self.offer("power", [Option(each.code, each.title) for each in rulebook.powers if kind in each.held_by])
        grounds = (each for each in rulebook.notification_grounds if regime in each.regimes)
        self.offer("ground", [Option(each.code, each.title, hint=each.description) for each in grounds])
        self.order_fields(self.field_order)

    def clean(self) -> None:
        """A day goes with having been told, a ground with not yet."""
        telling = self.cleaned_data.get("telling")
        if telling == NotificationState.TOLD and not self.cleaned_data.get("told_on") and "told_on" not in self.errors:
            self.add_error("told_on", "Enter the day on which they were told")
        if telling == NotificationState.DEFERRED and not self.cleaned_data.get("ground"):
            self.add_error("ground", "Select a ground")

    def said(self) -> Answer:
        """What was typed, as the action takes it. Not told yet: looked at again as late as the ground allows."""
        typed = self.cleaned_data
        told = typed["telling"] == NotificationState.TOLD
        value = typed["answer"]
        return Answer(
            value=value.isoformat() if isinstance(value, date) else value,
            marking=int(typed["marking"]),
            information=typed["information"],
            power=typed["power"],
            necessity=typed["necessity"],
            proportionality=typed["proportionality"],
            alternatives=typed["alternatives"],
            telling=typed["telling"],
            on=typed["told_on"] if told else self._look_again(typed["ground"]),
            ground="" if told else typed["ground"],
            category=typed.get("category", ""),
            conditions=typed["conditions"],
        )

    def _look_again(self, ground: str) -> date:
        days = self._rulebook.notification_grounds[ground].max_days
        return date.fromordinal(clock.today().toordinal() + days)


class CannotAnswer(Form):
    """Why there is no answer: for the record of the one who is asked."""

    silence = OneOf("Why can’t you answer?", missing="Select why you can’t answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("silence", [Option(code, title) for code, title in Silence.choices])


def _shaped(entry: Question) -> Text | OneOf | Date:
    """The one field in which an answer of this shape is given."""
    if entry.shape == YES_NO:
        return OneOf("Your answer", [Option(YES, "Yes"), Option(NO, "No")], missing="Select yes or no", inline=True)
    if entry.shape == DATE:
        return Date("Your answer", missing="Enter a day")
    if entry.shape == OPTIONS:
        options = [Option(str(number), option) for number, option in enumerate(entry.options, start=1)]
        return OneOf("Your answer", options, missing="Select an answer")
    return Text(
        "Your answer",
        hint=f"At most {entry.longest} characters. Answer what is asked and no more.",
        rows=3,
        max_length=entry.longest,
        missing="Write your answer",
    )


def _hint(offer: Offer) -> str:
    """Why it is asked, and how often it was."""
    if not offer.put_before:
        return offer.why
    times = "once" if offer.put_before == 1 else f"{offer.put_before} times"
    return f"{offer.why} You have put this to them {times}: a second person decides on asking again."
