"""The tables of names are of one mind."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from handrail.matching.identity import names
from handrail.matching.identity.names import words

TABLES = tomllib.loads(Path(names.__file__).with_name("names.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", ["spellings", "family_spellings", "short_forms"])
def test_no_form_stands_for_two_names_and_no_name_for_itself(table: str) -> None:
    forms = Counter(form for every in TABLES[table].values() for form in every)
    assert [form for form, times in forms.items() if times > 1] == []
    assert [name for name, every in TABLES[table].items() if name in every] == []


@pytest.mark.parametrize("table", ["spellings", "family_spellings", "short_forms"])
def test_what_stands_for_others_stands_for_itself(table: str) -> None:
    forms = {form for every in TABLES[table].values() for form in every}
    assert sorted(forms & set(TABLES[table])) == []


@pytest.mark.parametrize("table", ["spellings", "family_spellings", "short_forms"])
def test_every_form_is_written_as_names_are_read(table: str) -> None:
    every = [*TABLES[table], *(form for forms in TABLES[table].values() for form in forms)]
    assert [form for form in every if words(form) != (form,)] == []
