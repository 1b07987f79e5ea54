"""The forms about the person's word: that they know, what they said, what they would like; and the police's answer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from handrail.casework import consent
from handrail.programme.entries import Entry
from handrail.web.fields import AnyOf, Date, OneOf, Option, Text, YesNo
from handrail.web.forms import Form
from handrail.web.work.forms import RestsOn, options

_HIMSELF = Option(consent.PERSON, "The person themselves")
_GUARDIAN = Option(consent.GUARDIAN, "A parent or guardian", hint="Only for somebody under 18.")
_FOR_THEM = Option(
    consent.BEST_INTERESTS,
    "A decision in their best interests",
    hint="Only where they were assessed as unable to decide this themselves (Mental Capacity Act 2005, section 4).",
)


class RecordConsent(Form):
    """What was said, how it was asked, and whose word it is. ``child`` is None where nobody here can read the age."""

    step = OneOf("What was said?", missing="Select what was said")
    on = Date("When?", missing="Enter when it was said")
    how = OneOf("How were they asked?", missing="Select how they were asked")
    asker = Text("Who asked?", hint="Their name and what they do.", max_length=200, missing="Enter who asked")
    under_18 = YesNo("Is the person under 18?", missing="Select whether the person is under 18")
    capacity = OneOf(
        "Can they decide this for themselves?",
        [
            Option(consent.CAN_DECIDE, "Yes", hint="This is presumed. An unwise decision is still theirs."),
            Option(consent.CANNOT_DECIDE, "No, they were assessed as unable to decide this"),
        ],
        missing="Select whether they can decide this for themselves",
        initial=consent.CAN_DECIDE,
    )
    voice = OneOf(
        "Who said it?", [_HIMSELF, _GUARDIAN, _FOR_THEM], missing="Select who said it", initial=consent.PERSON
    )
    decided_by = Text(
        "If it was not the person: who decided?",
        hint="Their name, and how they are placed to decide.",
        max_length=200,
        required=False,
    )
    note = Text(
        "What did they say themselves?",
        hint="In their words if you can. Where a parent or guardian decides, this is the child’s own view.",
        rows=3,
        max_length=2000,
        required=False,
    )

    def __init__(
        self, *args: Any, steps: Sequence[Option], ways: Iterable[Entry], child: bool | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("step", steps)
        self.offer("how", options(ways))
        if child is not None:
            del self.fields["under_18"]
        if child is False:
            self.offer("voice", [_HIMSELF, _FOR_THEM])


class RecordTold(Form):
    on = Date("When were they told?", missing="Enter when they were told")


class AddObjective(RestsOn):
    words = Text(
        "What would they like to be different?",
        hint="As they would say it: “I want a place of my own where my daughter can stay.”",
        rows=3,
        max_length=1000,
        missing="Enter what they would like to be different",
    )
    own_words = YesNo(
        "Are these the person’s own words?",
        missing="Select whether these are the person’s own words",
        hint="Yes only if they were asked and this is how they put it.",
    )


class EndObjective(Form):
    step = OneOf(
        "What became of it?",
        [Option("reach", "It is reached"), Option("set_aside", "The person no longer wants it")],
        missing="Select what became of it",
    )


class PlanAgain(Form):
    due_on = Date("By when?", missing="Enter by when")


class AnswerPolice(Form):
    """Confirm until a day, or hold. What is held is never explained to anybody."""

    confirm = YesNo(
        "May this go ahead?",
        missing="Select whether this may go ahead",
        reveals={"yes": "until", "no": "everything"},
    )
    until = Date("Until when does your confirmation count?", required=False)
    everything = AnyOf(
        "What do you hold?",
        [Option("everything", "Hold everything else about this person as well, whatever was confirmed")],
        required=False,
    )

    def __init__(self, *args: Any, longest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "until"
        ].help_text = f"No later than {longest.day} {longest:%B %Y}, which counts if you leave this empty."
