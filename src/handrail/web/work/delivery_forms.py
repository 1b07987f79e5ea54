"""Forms about whether support is happening, and whether it lasted."""

from collections.abc import Iterable
from typing import Any

from handrail.programme.entries import Entry
from handrail.web.fields import Date, OneOf, Text
from handrail.web.forms import Form
from handrail.web.work.forms import options


class RecordContact(Form):
    result = OneOf("What came of it?", [], missing="Select what came of it")
    on = Date("On which day?", missing="Enter the day")
    note = Text("Anything to add about the support", rows=3, max_length=2000, required=False)

    def __init__(self, *args: Any, results: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("result", options(results))


class LookBackOn(Form):
    finding = OneOf("Did the help last?", [], missing="Select whether the help lasted")
    words = Text(
        "What do you see now, and was it right to close the case?",
        rows=5,
        max_length=4000,
        missing="Say what you see now",
    )

    def __init__(self, *args: Any, findings: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("finding", options(findings))
