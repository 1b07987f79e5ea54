"""Looking something up in the record, and saying what a second look found."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from handrail.oversight.queries.records import Choices, Filters
from handrail.web import what_was_done
from handrail.web.fields import Date, OneOf, Option, Text
from handrail.web.forms import Form

_OUTCOMES = (
    Option("", "Everything"),
    Option("done", "It was done"),
    Option("refused", "It was refused"),
    Option("rejected", "A rule of the record stopped it"),
    Option("withdrawn", "It had been withdrawn"),
    Option("cover", "It stands for nothing (a cover)"),
)
_ANYTHING, _ANY_KIND = Option("", "Anything"), Option("", "Any kind")
_ANYBODY, _ANYWHERE = Option("", "Anybody"), Option("", "Every organisation")


class FindRecords(Form):
    """What an auditor looks for. Sent by GET: it holds codes, dates and opaque ids only.

    Who there is to choose from is known once the entries are read: :meth:`offer_choices`. Until then what an address
    names is taken as it stands.
    """

    organisation = OneOf("In the record of", required=False, as_select=True)
    actor = OneOf("Who", required=False, as_select=True)
    action = OneOf("What was done", [], required=False, as_select=True)
    kind = OneOf("About which kind of record", [], required=False, as_select=True)
    outcome = OneOf("How it ended", _OUTCOMES, required=False, as_select=True)
    rule = Text("Which rule", required=False, max_length=80, width=30, hint="Its code, from an entry that it refused")
    person = Text("About whom", required=False, max_length=36, width=30, hint="A person’s opaque id, from an entry")
    since = Date("From", required=False)
    until = Date("Until", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("action", [_ANYTHING, *what_was_done.actions()])
        self.offer("kind", [_ANY_KIND, *what_was_done.kinds()])
        for field, all_of_them in (("organisation", _ANYWHERE), ("actor", _ANYBODY)):
            self.offer(field, [all_of_them, *self._named(field)])

    def offer_choices(self, choices: Choices) -> None:
        """Offer organisations and members by name. What was asked for stays chosen though it isn't among them."""
        if choices.organisations:
            self._offer("organisation", _ANYWHERE, choices.organisations)
        else:
            del self.fields["organisation"]
        self._offer("actor", _ANYBODY, choices.members)
        if not choices.members and not self._named("actor"):
            del self.fields["actor"]

    def clean_organisation(self) -> UUID | None:
        return self._id("organisation")

    def clean_actor(self) -> UUID | None:
        return self._id("actor")

    def clean_person(self) -> UUID | None:
        return self._id("person")

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "Until must be the same day as From, or a later one")

    def filters(self) -> Filters:
        """What was filled in."""
        return Filters(**self.cleaned_data)

    def _offer(self, field: str, all_of_them: Option, named: Iterable[tuple[UUID, str]]) -> None:
        options = [Option(str(key), name) for key, name in named]
        known = {option.code for option in options}
        self.offer(field, [all_of_them, *options, *(each for each in self._named(field) if each.code not in known)])

    def _named(self, field: str) -> list[Option]:
        """What the address names, if it is an id."""
        typed = self.data.get(field, "") if self.is_bound else ""
        try:
            return [Option(typed, f"The one with the id {UUID(typed)}")] if typed else []
        except ValueError:
            return []

    def _id(self, field: str) -> UUID | None:
        typed = self.cleaned_data[field]
        try:
            return UUID(typed) if typed else None
        except ValueError:
            raise ValidationError("Enter an id as it stands in an entry, such as 5e7a11c0-…") from None


class SecondLookForm(Form):
    """What the officer found, from the rulebook's list."""

    finding = OneOf("What did you find?", [], missing="Select what you found")

    def __init__(self, *args: Any, findings: Iterable[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("finding", [Option(code, title, hint=hint) for code, title, hint in findings])
