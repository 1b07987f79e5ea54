"""The base of every form: all errors at once, what was typed kept, and a place for rules that the gate breaks."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, QueryDict

from handrail.gate.errors import Conflict, Faults, RuleBroken
from handrail.web.fields import AnyOf, DateParts, OneOf, Option


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: the sentence, and the id of the input that it is about."""

    text: str
    href: str = ""


class Form(forms.Form):
    """A form in GOV.UK's manner. Use the fields of ``handrail.web.fields``.

    A view fills it with ``request.POST or None``, or with ``posted(request)`` where it may be sent empty, calls the
    action inside ``with form.rules():`` and looks at ``form.accepted`` afterwards: see ``handrail.web.pages``.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.conflict = False
        self.accepted = False

    def offer(self, field: str, options: Iterable[Option], *, reveals: Mapping[str, str] | None = None) -> None:
        """Set what may be chosen in ``field`` (OneOf or AnyOf), once the form knows who asks; and, if given, which
        field each option reveals.
        """
        choices = self.fields[field]
        if not isinstance(choices, OneOf | AnyOf):
            raise TypeError(f"{field} has no options.")
        choices.set_options(options)
        if reveals is not None:
            choices.reveals = reveals

    @contextmanager
    def rules(self) -> Iterator[None]:
        """Do the action in this block: a rule that it breaks becomes an error of the form.

        Only RuleBroken and Conflict are caught. Refused, NotFound and Tombstone go on to their own pages.
        """
        try:
            yield
            self.accepted = True
        except Conflict:
            self.conflict = True
        except RuleBroken as broken:
            self.add_broken(broken)

    def add_broken(self, broken: RuleBroken) -> None:
        """Show a rule that the gate found broken, at its field where the form has that field."""
        for fault in broken.faults if isinstance(broken, Faults) else (broken,):
            self.add_error(fault.field if fault.field in self.fields else None, fault.sentence)

    @property
    def version(self) -> int | None:
        """The version of the record that the user had before them, as the page carried it."""
        carried = self.data.get("version", "") if self.is_bound else ""
        return int(carried) if carried.isascii() and carried.isdigit() else None


class Confirm(Form):
    """One button and nothing to fill in."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, though it be nothing; None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def failed(form: forms.BaseForm) -> bool:
    """True when there is something to put right in any Django form."""
    return form.is_bound and (getattr(form, "conflict", False) or bool(form.errors))


def error_summary(form: forms.BaseForm) -> list[Fault]:
    """The lines of the error summary of any Django form."""
    if not form.is_bound:
        return []
    by_field = form.errors.as_data()
    ordered = [name for name in form.fields if name in by_field]
    faults = [
        Fault(message, f"#{first_input(form, name, error)}")
        for name in ordered
        for error in by_field[name]
        for message in error.messages
    ]
    return faults + [Fault(message) for error in by_field.get(NON_FIELD_ERRORS, []) for message in error.messages]


def first_input(form: forms.BaseForm, name: str, error: Any = None) -> str:
    """The id of the input that an error link leads to: of a date, the part that is wrong."""
    bound = form[name]
    if isinstance(bound.field.widget, DateParts):
        parts = (getattr(error, "params", None) or {}).get("parts") or ("day",)
        return f"{bound.auto_id or bound.html_name}-{parts[0]}"
    return bound.auto_id or bound.html_name
