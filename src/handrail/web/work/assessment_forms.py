"""The forms on which an assessment is started, filled in, answered for and released."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from handrail.assessments.rules import PERSON_PARTS
from handrail.programme.instruments import Instrument
from handrail.web.fields import AnyOf, OneOf, Option, Text
from handrail.web.forms import Form
from handrail.web.work.forms import RestsOn

#: What each answer means, under its radio. None is better or worse than another.
ANSWERS = (
    Option("present", "Present", hint="It is there, as far as you know."),
    Option("partly", "Partly", hint="It is there in some ways, or at some times."),
    Option("not_seen", "Not seen", hint="You had the chance to see it, and it was not there."),
    Option("not_known", "Not known", hint="Nobody has looked, or there was no way to tell."),
)

CONFIDENCES = (
    Option("well_founded", "Well founded", hint="Seen at first hand, or said by several who would know."),
    Option("some_grounds", "Some grounds", hint="One good source, or several that only point that way."),
    Option("thin", "Thin grounds", hint="An impression, or something that you could not check."),
)


class StartAssessment(Form):
    instrument = OneOf("Which form will you use?", [], missing="Select which form you will use")

    def __init__(self, *args: Any, forms: Iterable[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("instrument", [Option(each.code, each.title, hint=each.header.description) for each in forms])


class _Judgement(RestsOn):
    """What every judgement has: how far it can be relied on, in what words, from what."""

    confidence = OneOf(
        "How far can others rely on this?", CONFIDENCES, missing="Select how far others can rely on this"
    )
    words = Text(
        "Say why, in plain words",
        rows=6,
        max_length=4000,
        hint="What you saw or were told, and by whom. The person may read this one day.",
        missing="Say why, in plain words",
    )


class JudgeFactor(_Judgement):
    answer = OneOf("What do you judge?", ANSWERS, missing="Select what you judge")

    field_order = ("answer", "words", "confidence", "draws_on")


class Summarise(_Judgement):
    rests_on = AnyOf(
        "Which judgements does it rest on?",
        [],
        required=False,
        hint="It is then read by those who may read all of them.",
    )

    field_order = ("words", "confidence", "rests_on", "draws_on")

    def __init__(self, *args: Any, judgements: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = "Sum up in plain words"
        self.fields[
            "words"
        ].help_text = "What stands out, what helps, what you do not know. There is nothing to add up."
        self.offer("rests_on", judgements)
        if not judgements:
            del self.fields["rests_on"]

    def judgements(self) -> tuple[UUID, ...]:
        """The judgements that the summary rests on."""
        return tuple(UUID(each) for each in self.cleaned_data.get("rests_on", ()))


class RecordParts(Form):
    organisations = AnyOf("Which organisations took part?", [], missing="Select which organisations took part")
    person_part = OneOf(
        "What was the person’s own part?",
        [Option(code, words) for code, words in PERSON_PARTS.items()],
        missing="Select what the person’s own part was",
    )

    def __init__(self, *args: Any, team: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisations", team)


class AnswerWording(Form):
    agree = OneOf(
        "May the team read this, in this wording?",
        [
            Option("yes", "Yes, the organisations listed above may read it"),
            Option("no", "No", hint="It stays with those who hold the information themselves."),
        ],
        missing="Select whether the team may read this",
        reveals={"no": "reason"},
    )
    reason = Text(
        "What is wrong with it?",
        rows=3,
        max_length=2000,
        required=False,
        hint="The organisation that asked reads this. Say what would make it right, if anything would.",
    )

    def clean(self) -> None:
        if self.cleaned_data.get("agree") == "no" and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Say what is wrong with it")


class EndNeed(Form):
    words = Text("How do you know?", rows=4, max_length=4000, missing="Say how you know")
