"""A form's fields as GOV.UK components, in HTML."""

import re

import pytest
from django.template import engines

from tests.unit.web.specimens import SpecimenForm


def shown(field: str, data: dict[str, object] | None = None) -> str:
    form = SpecimenForm(data)
    template = engines["jinja2"].from_string('{% import "parts/forms.html" as f %}{{ f.field(form[name]) }}')
    return str(template.render({"form": form, "name": field}))


def test_what_was_typed_into_a_text_area_comes_back_line_by_line() -> None:
    html = shown("words", {"words": "One\r\n  two\n<b>three</b>"})
    assert re.search(r">One&#10;  two&#10;&lt;b&gt;three&lt;/b&gt;</textarea>", html)


def test_text_under_an_option_is_not_indented_by_the_macros() -> None:
    html = shown("source", {"source": "other", "which": "One\ntwo"})
    assert "One&#10;two</textarea>" in html
    assert 'value="other" checked' in html
    assert 'data-aria-controls="conditional-source-3"' in html


def test_an_error_is_tied_to_its_input() -> None:
    html = shown("email", {"email": "nobody"})
    assert 'aria-describedby="email-error"' in html
    assert 'id="email-error"' in html


def test_a_hint_is_tied_to_its_input() -> None:
    assert 'aria-describedby="words-hint"' in shown("words")


def test_a_date_has_three_inputs_in_a_group_with_a_legend() -> None:
    html = shown("until", {"until-day": "31", "until-month": "2", "until-year": "2026"})
    assert re.findall(r'name="(until-\w+)"', html) == ["until-day", "until-month", "until-year"]
    assert re.findall(r'value="(\w+)"', html) == ["31", "2", "2026"]
    assert 'role="group"' in html
    assert "<legend" in html


def test_only_the_wrong_part_of_a_date_is_marked() -> None:
    html = shown("until", {"until-day": "4", "until-month": "", "until-year": "2026"})
    assert len(re.findall("govuk-input--error", html)) == 1


def test_a_select_begins_with_nothing_chosen() -> None:
    assert re.search(r'<option value="" selected>\s*Choose one', shown("recipient"))


def test_checked_boxes_stay_checked() -> None:
    html = shown("criteria", {"criteria": ["y"]})
    assert re.search(r'value="y" checked', html)
    assert not re.search(r'value="x" checked', html)


@pytest.mark.parametrize("field", list(SpecimenForm.base_fields))
def test_no_component_prints_none(field: str) -> None:
    assert "None" not in shown(field)
