"""The templates' environment: nothing said about a misspelt name would be a hole in a page."""

from dataclasses import dataclass

import pytest
from django.template import engines
from jinja2 import UndefinedError


@dataclass(frozen=True)
class Holding:
    """Something that a page shows."""

    title: str
    note: str | None = None


def rendered(source: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(source).render(context))


def test_what_a_user_wrote_is_escaped() -> None:
    assert rendered("{{ text }}", text="<script>") == "&lt;script&gt;"


def test_none_prints_as_nothing() -> None:
    assert rendered("{{ holding.note }}", holding=Holding("A")) == ""


@pytest.mark.parametrize("source", ["{{ titel }}", "{{ holding.titel }}", "{% if holding.titel %}{% endif %}"])
def test_a_misspelt_name_raises(source: str) -> None:
    with pytest.raises(UndefinedError):
        rendered(source, holding=Holding("A"))


def test_a_key_that_a_component_was_not_given_is_blank() -> None:
    assert rendered("{{ params.hint }}{% if params.hint %}x{% endif %}", params={}) == ""
