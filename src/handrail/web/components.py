"""From a form's field to the GOV.UK component that shows it: which macro, and with which parameters.

Only ``text`` parameters carry words; ``html`` is used for nothing but other components' output. None is left out of
the parameters, because Jinja would print it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup

from handrail.web.fields import DateParts


@dataclass(frozen=True, slots=True)
class Component:
    """A GOV.UK macro by its short name ("input", "radios") with its parameters."""

    macro: str
    parameters: Mapping[str, Any]


#: Renders a field that is revealed by an option; the template passes its own macro, so that there is one renderer.
Renderer = Callable[[BoundField], Markup]


def component(
    bound: BoundField,
    render: Renderer,
    *,
    heading: bool = False,
    label: str = "",
    hint: str | None = None,
    width: int = 0,
) -> Component:
    """The component for ``bound``.

    With ``heading`` its label is the page's heading (a page that asks one thing). ``label``, ``hint`` and ``width``
    replace the field's own, for forms that others wrote.
    """
    words = str(bound.help_text) if hint is None else hint
    common = _common(bound, label or str(bound.label), words, heading=heading)
    for kind, made in _KINDS:
        if isinstance(bound.field.widget, kind):
            return made(bound, common, render)
    return Component("input", common | _input(bound, width or getattr(bound.field, "width", 0)))


def revealed_fields(form: forms.BaseForm) -> frozenset[str]:
    """The fields that an option of another field reveals: they are shown under it, not by themselves."""
    return frozenset(name for field in form.fields.values() for name in getattr(field, "reveals", {}).values())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _common(bound: BoundField, label: str, hint: str, *, heading: bool) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": {
            "text": label,
            "classes": "govuk-label--l" if heading else "govuk-label--s",
            "isPageHeading": heading,
        },
    }
    if hint:
        parameters["hint"] = {"text": hint}
    if bound.errors:
        parameters["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    return parameters


def _in_fieldset(common: dict[str, Any]) -> dict[str, Any]:
    """The same for a group of inputs: the label is the legend of a fieldset."""
    label = common["label"]
    size = "l" if label["isPageHeading"] else "s"
    legend = {
        "text": label["text"],
        "classes": f"govuk-fieldset__legend--{size}",
        "isPageHeading": label["isPageHeading"],
    }
    rest = {key: value for key, value in common.items() if key != "label"}
    return rest | {"idPrefix": common["id"], "fieldset": {"legend": legend}}


def _date(bound: BoundField) -> dict[str, Any]:
    value = bound.value()
    if value is not None and not isinstance(value, tuple):
        value = (str(value.day), str(value.month), str(value.year))
    typed = value or ("", "", "")
    wrong = {
        part
        for error in bound.form.errors.as_data().get(bound.name, [])
        for part in ((error.params or {}).get("parts") or DateParts.parts)
    }
    items = [
        {
            "name": part,
            "value": entry,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, entry in zip(DateParts.parts, typed, strict=True)
    ]
    return {"namePrefix": bound.html_name, "items": items}


def _chosen(bound: BoundField, render: Renderer, *, many: bool) -> dict[str, Any]:
    field = bound.field
    value = bound.value()
    chosen = {str(code) for code in (value or ())} if many else {_text(value)}
    hints: Mapping[str, str] = getattr(field, "option_hints", {})
    reveals: Mapping[str, str] = getattr(field, "reveals", {})
    items = []
    for code, title in getattr(field, "choices", ()):
        item: dict[str, Any] = {"value": code, "text": title, "checked": str(code) in chosen}
        if code in hints:
            item["hint"] = {"text": hints[code]}
        if code in reveals:
            item["conditional"] = {"html": render(bound.form[reveals[code]])}
        items.append(item)
    classes = "govuk-radios--inline" if getattr(field, "inline", False) else ""
    return {"items": items, "classes": classes}


def _single_checkbox(bound: BoundField, common: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"value": "on", "text": common["label"]["text"], "checked": bool(bound.value())}
    if "hint" in common:
        item["hint"] = common["hint"]
    kept = {key: value for key, value in common.items() if key in {"name", "errorMessage"}}
    return kept | {"idPrefix": common["id"], "items": [item]}


def _select(bound: BoundField, common: dict[str, Any]) -> Component:
    """GOV.UK's select has no groups; one with groups has a macro of ours, which takes the same and ``groups``."""
    items = _select_items(bound)
    of: Mapping[str, str] = getattr(bound.field, "option_groups", {})
    if not of:
        return Component("select", common | {"items": items})
    groups = [(group, list(some)) for group, some in groupby(items, key=lambda item: of.get(item["value"], ""))]
    return Component("groupedSelect", common | {"groups": groups})


def _select_items(bound: BoundField) -> list[dict[str, Any]]:
    chosen = _text(bound.value())
    items = [
        {"value": code, "text": title, "selected": str(code) == chosen}
        for code, title in getattr(bound.field, "choices", ())
    ]
    if "" not in {str(item["value"]) for item in items}:
        items.insert(0, {"value": "", "text": "Choose one", "selected": not chosen})
    return items


def _textarea(bound: BoundField) -> dict[str, Any]:
    # GOV.UK's macros indent what they nest; a line break written as a reference is not indented with the rest.
    lines = _text(bound.value()).replace("\r\n", "\n").split("\n")
    value = Markup("&#10;").join(lines)
    return {"value": value, "rows": getattr(bound.field, "rows", 0) or 5}


def _input(bound: BoundField, width: int) -> dict[str, Any]:
    field = bound.field
    parameters: dict[str, Any] = {
        "type": "email" if isinstance(field.widget, forms.EmailInput) else "text",
        "value": _text(bound.value()),
    }
    if width:
        parameters["classes"] = f"govuk-input--width-{width}"
    if autocomplete := getattr(field, "autocomplete", "") or field.widget.attrs.get("autocomplete", ""):
        parameters["autocomplete"] = autocomplete
    if getattr(field, "numeric", False) or isinstance(field.widget, forms.NumberInput):
        parameters["inputmode"] = "numeric"
        parameters["spellcheck"] = False
    return parameters


def _password(bound: BoundField, common: dict[str, Any], render: Renderer) -> Component:
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    return Component("passwordInput", common | {"autocomplete": autocomplete})


#: The first widget that fits decides; subclasses stand before what they derive from.
_KINDS: tuple[tuple[type[forms.Widget], Callable[[BoundField, dict[str, Any], Renderer], Component]], ...] = (
    (
        forms.HiddenInput,
        lambda bound, _, __: Component("hidden", {"name": bound.html_name, "value": _text(bound.value())}),
    ),
    (DateParts, lambda bound, common, _: Component("dateInput", _in_fieldset(common) | _date(bound))),
    (
        forms.CheckboxSelectMultiple,
        lambda bound, common, render: Component("checkboxes", _in_fieldset(common) | _chosen(bound, render, many=True)),
    ),
    (forms.CheckboxInput, lambda bound, common, _: Component("checkboxes", _single_checkbox(bound, common))),
    (
        forms.RadioSelect,
        lambda bound, common, render: Component("radios", _in_fieldset(common) | _chosen(bound, render, many=False)),
    ),
    (forms.Select, lambda bound, common, _: _select(bound, common)),
    (forms.FileInput, lambda _, common, __: Component("fileUpload", common)),
    (forms.PasswordInput, _password),
    (forms.Textarea, lambda bound, common, _: Component("textarea", common | _textarea(bound))),
)
