"""The fields of Handrail's forms: Django's own, with GOV.UK's wording of errors and what its components need to know.

Every field takes its ``label`` first. ``missing`` is the sentence shown when it was left empty ("Enter the form of
words"); ``hint`` is shown under the label. Anything else is Django's.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from handrail.web.wording import spoken_date


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: its code, the words for it, and a hint under them; in a select, its ``group``."""

    code: str
    title: str
    hint: str = ""
    group: str = ""


def _first_lower(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


class Text(forms.CharField):
    """One line, or with ``rows`` several. ``width`` is GOV.UK's input width in characters (2, 3, 4, 5, 10, 20, 30)."""

    def __init__(
        self,
        label: str,
        *,
        missing: str = "",
        hint: str = "",
        rows: int = 0,
        width: int = 0,
        max_length: int = 4_000,
        autocomplete: str = "",
        **kwargs: Any,
    ) -> None:
        missing = missing or f"Enter {_first_lower(label)}"
        too_long = f"{label} must be {max_length:,} characters or fewer"
        super().__init__(
            label=label,
            help_text=hint,
            max_length=max_length,
            error_messages={"required": missing, "max_length": too_long},
            widget=kwargs.pop("widget", forms.Textarea if rows else forms.TextInput),
            **kwargs,
        )
        self.rows = rows
        self.width = width
        self.autocomplete = autocomplete

    def to_python(self, value: object) -> str:
        """Line ends as one character, whatever the browser sends, so that lengths are what the user counts."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


class Email(forms.EmailField):
    """An e-mail address."""

    default_validators = [EmailValidator("Enter an email address in the correct format, like name@example.com")]

    def __init__(self, label: str = "Email address", *, missing: str = "", hint: str = "", **kwargs: Any) -> None:
        missing = missing or f"Enter {_first_lower(label)}"
        super().__init__(label=label, help_text=hint, error_messages={"required": missing}, **kwargs)
        self.autocomplete = "email"


class Number(forms.IntegerField):
    """A whole number."""

    def __init__(self, label: str, *, missing: str = "", hint: str = "", width: int = 5, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            widget=forms.TextInput,
            error_messages={
                "required": missing or f"Enter {_first_lower(label)}",
                "invalid": f"{label} must be a whole number",
                "min_value": f"{label} must be %(limit_value)s or more",
                "max_value": f"{label} must be %(limit_value)s or fewer",
            },
            **kwargs,
        )
        self.width = width
        self.numeric = True


class _Options:
    """Choices given as Option values, which a form may set again once it knows what its reader may choose from."""

    option_hints: Mapping[str, str]
    option_groups: Mapping[str, str]
    reveals: Mapping[str, str]

    def set_options(self, options: Iterable[Option]) -> None:
        listed = tuple(options)
        self.option_hints = {option.code: option.hint for option in listed if option.hint}
        self.option_groups = {option.code: option.group for option in listed if option.group}
        self.choices: Any = [(option.code, option.title) for option in listed]


class OneOf(_Options, forms.ChoiceField):
    """One of several: radios, or with ``as_select`` a select.

    ``reveals`` maps an option's code to the name of another field of the form, shown under it when it is chosen (that
    field must allow to be empty, and the form's ``clean`` asks for it).
    """

    def __init__(
        self,
        label: str,
        options: Iterable[Option] = (),
        *,
        missing: str = "",
        hint: str = "",
        as_select: bool = False,
        inline: bool = False,
        reveals: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        missing = missing or f"Select {_first_lower(label)}"
        super().__init__(
            label=label,
            help_text=hint,
            widget=forms.Select if as_select else forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
            **kwargs,
        )
        self.inline = inline
        self.reveals = reveals or {}
        self.set_options(options)


class YesNo(OneOf):
    """A question answered yes or no; its cleaned value is a bool, or None when it may be left empty."""

    def __init__(self, label: str, *, missing: str = "Select yes or no", **kwargs: Any) -> None:
        kwargs.setdefault("inline", True)
        super().__init__(label, [Option("yes", "Yes"), Option("no", "No")], missing=missing, **kwargs)

    def clean(self, value: object) -> Any:
        chosen = super().clean(value)
        return chosen == "yes" if chosen else None


class AnyOf(_Options, forms.MultipleChoiceField):
    """Any number of several: checkboxes. The cleaned value is a list of codes."""

    def __init__(
        self,
        label: str,
        options: Iterable[Option] = (),
        *,
        missing: str = "",
        hint: str = "",
        reveals: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        missing = missing or f"Select {_first_lower(label)}"
        super().__init__(
            label=label,
            help_text=hint,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": missing, "invalid_choice": missing, "invalid_list": missing},
            **kwargs,
        )
        self.reveals = reveals or {}
        self.set_options(options)


class Confirmed(forms.BooleanField):
    """A single checkbox that says something ("I have read …"); required unless ``required=False``."""

    def __init__(self, label: str, *, missing: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(
            label=label, help_text=hint, error_messages={"required": missing or f"Confirm: {label}"}, **kwargs
        )


class DateParts(forms.Widget):
    """Day, month and year in three inputs; its value is what was typed in each, so that all of it is kept."""

    parts = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str] | None:
        typed = tuple(str(data.get(f"{name}-{part}", "")).strip() for part in self.parts)
        return (typed[0], typed[1], typed[2]) if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in self.parts)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Date(forms.Field):
    """A date typed as day, month and year. Months may be written as words.

    ``earliest`` and ``latest`` are inclusive. Errors name the part that is wrong, as GOV.UK's date input asks.
    """

    widget = DateParts

    def __init__(
        self,
        label: str,
        *,
        missing: str = "",
        hint: str = "For example, 27 3 2026",
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        **kwargs: Any,
    ) -> None:
        missing = missing or f"Enter {_first_lower(label)}"
        super().__init__(label=label, help_text=hint, error_messages={"required": missing}, **kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: tuple[str, str, str] | dt.date | None) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        absent = [part for part, typed in zip(DateParts.parts, value, strict=True) if not typed]
        if absent:
            raise self._fault(f"{self.label} must include a {' and '.join(absent)}", *absent)
        day, month, year = value
        number = _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else _whole(month)
        if number is None or not 1 <= number <= 12:
            raise self._fault(f"{self.label} must have a real month, 1 to 12", "month")
        if len(year) != 4 or not _whole(year):
            raise self._fault(f"{self.label} must have a year of 4 numbers", "year")
        try:
            return dt.date(int(year), number, _whole(day) or 0)
        except ValueError:
            raise self._fault(f"{self.label} must be a real date", "day") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise self._fault(f"{self.label} must be {spoken_date(self.earliest)} or later", "day")
        if self.latest and value > self.latest:
            raise self._fault(f"{self.label} must be {spoken_date(self.latest)} or earlier", "day")

    def _fault(self, sentence: str, *parts: str) -> ValidationError:
        return ValidationError(sentence, code="date", params={"parts": parts})


_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


class Time(Text):
    """A time of day, typed as people write it: 2:30pm, 14:30, 9am. Its cleaned value is a ``datetime.time``."""

    def __init__(self, label: str, *, hint: str = "For example, 2:30pm or 14:30", **kwargs: Any) -> None:
        super().__init__(label, hint=hint, width=5, max_length=8, **kwargs)

    def clean(self, value: object) -> Any:
        """The time; an error that says how to write one otherwise."""
        typed = super().clean(value)
        if not typed:
            return None
        found = _CLOCK.fullmatch(typed)
        if found is None or (found[2] is None and found[3] is None):
            raise ValidationError(f"{self.label} must be a time, like 2:30pm or 14:30")
        hour, half = int(found[1]), (found[3] or "").lower()
        if half and not 1 <= hour <= 12:
            raise ValidationError(f"{self.label} must be a time, like 2:30pm or 14:30")
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        try:
            return dt.time(hour, int(found[2] or 0))
        except ValueError:
            raise ValidationError(f"{self.label} must be a time, like 2:30pm or 14:30") from None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


class Upload(forms.FileField):
    """One file, its size limited before anything reads it. ``larger`` says what to do with one that is too large."""

    def __init__(
        self, label: str, *, largest: int, missing: str = "", hint: str = "", larger: str = "", **kwargs: Any
    ) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            error_messages={
                "required": missing or "Select a file",
                "empty": "The selected file is empty",
                "missing": missing or "Select a file",
            },
            **kwargs,
        )
        self.largest, self.larger = largest, larger

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is not None and data.size > self.largest:
            too_large = f"The selected file must be smaller than {self.largest // 1_000_000} MB"
            raise ValidationError(f"{too_large}. {self.larger}" if self.larger else too_large)
        return super().clean(data, initial)


class Hidden(forms.CharField):
    """A value that the page carries and nobody types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, max_length=200, **kwargs)
