"""Looking something up in the record."""

from uuid import UUID

from django.core.exceptions import ValidationError

from handrail.oversight.queries.records import Filters
from handrail.web.fields import Date, OneOf, Option, Text
from handrail.web.forms import Form

_OUTCOMES = (
    Option("", "Everything"),
    Option("done", "It was done"),
    Option("refused", "It was refused"),
    Option("rejected", "A rule of the record stopped it"),
    Option("withdrawn", "It had been withdrawn"),
)


class FindRecords(Form):
    """What an auditor looks for. Sent by GET: it holds codes, dates and opaque ids only."""

    action = Text("What was done", required=False, max_length=80, hint="A code, such as disclosure.release")
    rule = Text("Which rule", required=False, max_length=80, hint="A code, such as two-different-people-release")
    actor = Text("Who", required=False, max_length=36, hint="The id of a member, from an entry")
    person = Text("About whom", required=False, max_length=36, hint="The opaque id of a person, from an entry")
    outcome = OneOf("How it ended", _OUTCOMES, required=False, as_select=True)
    since = Date("From", required=False)
    until = Date("Until", required=False)

    def clean_actor(self) -> UUID | None:
        return self._id("actor")

    def clean_person(self) -> UUID | None:
        return self._id("person")

    def filters(self) -> Filters:
        """What was filled in."""
        return Filters(**self.cleaned_data)

    def _id(self, field: str) -> UUID | None:
        typed = self.cleaned_data[field]
        try:
            return UUID(typed) if typed else None
        except ValueError:
            raise ValidationError("Enter an id as it stands in an entry, such as 5e7a11c0-…") from None
