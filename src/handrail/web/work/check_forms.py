"""The forms of identity checks: whether a step fits the record, and the answer."""

from typing import Any

from handrail.matching.models import Answer, Fits
from handrail.web.fields import Confirmed, OneOf, Option, Text
from handrail.web.forms import Form

_HINTS = {
    Answer.SAME: "They may then propose to share information with you. You decide on that when it comes.",
    Answer.NOT_SAME: "Nothing of this check is kept here but a count.",
    Answer.UNSURE: "Nothing of this check is kept here but a count.",
    Answer.CANNOT_SAY: "They see no difference from a check that nobody has looked at. You can still change your mind.",
}


_FITS_HINTS = {
    Fits.NO: "You are shown nothing more.",
    Fits.CANNOT_SAY: "Your record doesn’t hold it, or you aren’t sure what it says.",
}


class DoesItFit(Form):
    """One step: whether it fits the record."""

    fits = OneOf(
        "Does this fit your record?",
        [Option(fits.value, fits.label, hint=_FITS_HINTS.get(fits, "")) for fits in Fits],
        missing="Select whether it fits your record",
    )

    def forget(self) -> None:
        """Show nothing as chosen: it was said of a step that isn't the one on the page any more."""
        self.data = {name: value for name, value in self.data.items() if name != "fits"}


class MadeUp(Form):
    """That the record was made up. It alarms two organisations and can't be undone, so a press alone isn't enough."""

    alarm = Confirmed(
        "The command said ALARM for this record.",
        missing="Say that the command said ALARM. If it didn’t, or nobody has tried, go back: nothing has happened.",
    )


class AnswerCheck(Form):
    """How the check ends. To say nothing needs no reasons, and is what is chosen beforehand."""

    answer = OneOf(
        "What do you want to say?",
        [Option(answer.value, answer.label, hint=_HINTS[answer]) for answer in Answer],
        missing="Select an answer",
        initial=Answer.CANNOT_SAY.value,
    )
    reasons = Text(
        "What does your answer rest on?",
        hint="They will read this. Say which of the things shown fitted, and nothing else from your record. "
        "Leave it empty if you can’t say.",
        rows=3,
        max_length=600,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Whatever is said needs its reasons."""
        said = self.cleaned_data.get("answer")
        if said and said != Answer.CANNOT_SAY and not self.cleaned_data.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", "Say what your answer rests on")
        return self.cleaned_data
