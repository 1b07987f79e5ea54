"""The forms of “Who already knows this person?”: proposing a search, deciding on it, and what was found."""

from collections.abc import Iterable
from typing import Any

from handrail.matching.values import RegisterLine
from handrail.programme import Programme
from handrail.web.fields import AnyOf, OneOf, Option, Text, Upload
from handrail.web.forms import Form
from handrail.web.originate import options

#: The largest answer file that a page takes, in bytes. A real one is far smaller.
LARGEST = 1_000_000


class SearchForm(Form):
    """Which registers are asked, and why: a sharing decision of its own."""

    registers = AnyOf(
        "Whose registers do you want to ask?",
        missing="Select at least one register",
        hint="Only those that could give the support that is needed.",
    )
    power = OneOf("Which legal power do you rely on?", missing="Select a legal power")
    necessity = Text(
        "Why is it necessary to know who knows them?", rows=3, max_length=2000, missing="Say why it is necessary"
    )
    proportionality = Text(
        "Why these registers, and no others?", rows=3, max_length=2000, missing="Say why these registers and no others"
    )

    def __init__(
        self, *args: Any, offers: Iterable[RegisterLine], rulebook: Programme, kind: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("registers", [_register(each, rulebook) for each in offers if each.quota])
        self.offer("power", [Option(each.code, each.title) for each in rulebook.powers if kind in each.held_by])


class JudgeSearch(Form):
    """The second person's decision, in their own words."""

    judgement = Text(
        "Is it necessary, the least, and proportionate?",
        hint="Say why, in your own words, whichever way you decide.",
        rows=4,
        max_length=2000,
        missing="Say why, in your own words",
    )


class AskCandidate(Form):
    """Why this organisation is asked. It stays on one's own record."""

    words = Text(
        "Why do you ask them?",
        hint="This stays on your organisation’s record. They don’t read it.",
        rows=3,
        max_length=600,
        missing="Say why you ask them",
    )


class NotAsked(Form):
    """Why something that was found is not followed up, or not any more."""

    reason = OneOf("Why?", missing="Select a reason")

    def __init__(self, *args: Any, rulebook: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", options.of(rulebook.set_aside_reasons))


class SetAside(NotAsked):
    """The same, with room for words of one's own."""

    words = Text("Anything to add?", hint="Optional.", rows=2, max_length=600, required=False)


class AnswerFile(Form):
    """The answer of a register that isn't reached over the network."""

    answer = Upload(
        "Answer file",
        hint="The file ending in .answer that the partner gave back.",
        largest=LARGEST,
        missing="Select the answer file",
    )


def _register(register: RegisterLine, rulebook: Programme) -> Option:
    title = f"{register.organisation}: {rulebook.register_kinds[register.kind].title}"
    return Option(str(register.id), title, hint="The request is carried there by hand." if register.by_hand else "")
