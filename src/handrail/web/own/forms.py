"""Forms about one’s own e-mail and calendar."""

from typing import Any

from handrail.directory.rules import MAIL_HOURS
from handrail.web.fields import OneOf, Option
from handrail.web.forms import Form

#: What stands on the page for each choice, by its code.
MAIL = {
    "each": ("At once, for each thing", "A message within minutes of anything that falls to you."),
    "daily": ("One message a day", "On working days, if something is new, late, or due this week."),
    "weekly": (
        "One message a week",
        "On the first working day of the week. You are still reminded of what is due soon.",
    ),
    "urgent": ("Only what is urgent", "You look at “Waiting for you” yourself."),
}
CALENDAR = {
    "counts": ("How many things are due each day", "For example “3 things due”."),
    "tasks": ("What is due, in a few words", "For example “Answer a question”, at the time by which it is due."),
}


def hour_words(hour: int) -> str:
    """An hour as GOV.UK writes it: 8am, midday, 2pm."""
    if hour == 12:
        return "midday"
    return f"{hour}am" if hour < 12 else f"{hour - 12}pm"


class MailForm(Form):
    """When somebody wants e-mail."""

    mail = OneOf(
        "When do you want e-mail?",
        [Option(code, title, hint) for code, (title, hint) in MAIL.items()],
        missing="Select when you want e-mail",
    )
    mail_hour = OneOf(
        "At what time?",
        [Option(str(hour), hour_words(hour)) for hour in MAIL_HOURS],
        hint="When the message of the day or the week is sent, and when you are reminded.",
        missing="Select a time",
        as_select=True,
    )

    def facts(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        return {"mail": self.cleaned_data["mail"], "mail_hour": int(self.cleaned_data["mail_hour"])}


class CalendarForm(Form):
    """How much a calendar says."""

    form = OneOf(
        "What should your calendar say?",
        [Option(code, title, hint) for code, (title, hint) in CALENDAR.items()],
        missing="Select what your calendar says",
    )
