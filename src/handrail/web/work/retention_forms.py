"""The form by which the record of a closed case is let go, or kept on."""

from collections.abc import Iterable
from typing import Any

from handrail.programme.entries import Entry
from handrail.web.fields import Date, OneOf, Option
from handrail.web.forms import Form
from handrail.web.work.forms import options

_KEEP_ON = Option("keep_on", "Keep it on until a day", hint="For a year at most. Then you are asked again.")


class LetGo(Form):
    what = OneOf(
        "What happens to it?",
        [
            Option("let_go", "Let it go", hint="What was written in it is destroyed. Nobody can bring it back."),
            _KEEP_ON,
        ],
        missing="Select whether it is let go or kept on",
        reveals={"keep_on": "ground"},
    )
    ground = OneOf("What for?", [], required=False)
    until = Date("If it is kept: until when?", required=False)

    def __init__(self, *args: Any, grounds: Iterable[Entry], over: bool, **kwargs: Any) -> None:
        """Before its time is ``over`` it can only be kept on."""
        super().__init__(*args, **kwargs)
        self.offer("ground", options(grounds))
        if not over:
            self.offer("what", [_KEEP_ON], reveals={"keep_on": "ground"})

    def clean(self) -> None:
        """Ask for the ground and the day where it is kept on."""
        if self.cleaned_data.get("what") == "keep_on":
            if not self.cleaned_data.get("ground"):
                self.add_error("ground", "Select what it is kept for")
            if not self.cleaned_data.get("until") and "until" not in self.errors:
                self.add_error("until", "Enter until when it is kept")
