"""Who the person is: each name, date, address and number is an item of its own."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from handrail.sharing import statements
from handrail.sharing.drafted import DraftItem
from handrail.sharing.statements import Statement
from handrail.web.fields import Date, DateParts, OneOf, Text
from handrail.web.originate import options
from handrail.web.originate.forms.grading import GradedForm, graded_as

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
_NUMBER = re.compile(r"[A-Z0-9/]{4,20}")


class PartialDate(Date):
    """A date as far as it is known: the cleaned value is ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""

    def to_python(self, value: Any) -> Any:
        if not value:
            return ""
        day, month, year = value
        if day and not month:
            raise self._fault(f"{self.label} must include a month, or leave the day out", "month")
        known = super().to_python((day or "1", month or "1", year))
        return f"{known:%Y-%m-%d}" if day else f"{known:%Y-%m}" if month else f"{known:%Y}"

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.latest and value > self.latest.isoformat():
            raise self._fault(f"{self.label} must be in the past", *DateParts.parts)


class PartForm(GradedForm):
    """One part of the identity. Each kind of part says what statement it makes, and how to fill its form again."""

    def statement(self) -> Statement:
        """What was written, as a statement."""
        raise NotImplementedError

    @classmethod
    def filled(cls, item: DraftItem) -> dict[str, Any]:
        """The initial answers for changing ``item``."""
        return {**statements.parts_of(item.parts), **graded_as(item)}


class NameForm(PartForm):
    """A name."""

    given = Text("Given names", required=False, max_length=100, hint="In the order the person uses them")
    family = Text("Family name", missing="Enter the family name, or the person’s only name", max_length=100)
    kind = OneOf("What kind of name is it?", options.NAMES, missing="Select what kind of name it is")
    field_order = ("given", "family", "kind", "marking", "source", "information")

    def statement(self) -> Statement:
        typed = self.cleaned_data
        return statements.name(
            typed["given"], typed["family"], typed["kind"], marking=self.marked(), grading=self.grading()
        )


class BirthForm(PartForm):
    """A date of birth, whole or in part."""

    born = PartialDate(
        "Date of birth",
        hint="For example, 27 3 1991. Leave out what isn’t known or needed: a year alone is often enough.",
    )
    field_order = ("born", "marking", "source", "information")

    def statement(self) -> Statement:
        return statements.birth(self.cleaned_data["born"], marking=self.marked(), grading=self.grading())

    @classmethod
    def filled(cls, item: DraftItem) -> dict[str, Any]:
        year, month, day = (*statements.parts_of(item.parts).get("date", "").split("-"), "", "")[:3]
        return {"born": (day, month, year), **graded_as(item)}


class AddressForm(PartForm):
    """An address."""

    lines = Text("Address", rows=4, max_length=300, hint="Without the postcode")
    postcode = Text("Postcode", required=False, width=10, max_length=10, hint="For example, E1 4AA")
    kind = OneOf("Do they live there now?", options.ADDRESSES, missing="Select whether they live there now")
    field_order = ("lines", "postcode", "kind", "marking", "source", "information")

    def clean_postcode(self) -> str:
        """A postcode in capitals with its space, or nothing."""
        typed: str = self.cleaned_data["postcode"]
        if typed and not _POSTCODE.fullmatch(typed):
            raise ValidationError("Enter the postcode in capitals with its space, like E1 4AA")
        return typed

    def statement(self) -> Statement:
        typed = self.cleaned_data
        return statements.address(
            typed["lines"], typed["postcode"], typed["kind"], marking=self.marked(), grading=self.grading()
        )


class NumberForm(PartForm):
    """A number that a service knows the person by."""

    kind = OneOf("What number is it?", options.IDENTIFIERS, missing="Select what number it is")
    value = Text("The number", width=20, max_length=20, hint="In capitals, without spaces")
    field_order = ("kind", "value", "marking", "source", "information")

    def clean_value(self) -> str:
        """Letters, figures and strokes."""
        typed: str = self.cleaned_data["value"]
        if not _NUMBER.fullmatch(typed):
            raise ValidationError("Enter 4 to 20 letters and numbers, in capitals and without spaces")
        return typed

    def statement(self) -> Statement:
        typed = self.cleaned_data
        return statements.identifier(typed["kind"], typed["value"], marking=self.marked(), grading=self.grading())


#: The kinds of part, by the word in the address: form, title of the page that adds one, category of its items.
PARTS: dict[str, tuple[type[PartForm], str, str]] = {
    "name": (NameForm, "Name", statements.NAME),
    "birth": (BirthForm, "Date of birth", statements.DATE_OF_BIRTH),
    "address": (AddressForm, "Address", statements.ADDRESS),
    "number": (NumberForm, "Reference number", statements.IDENTIFIER),
}
