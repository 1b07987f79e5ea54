"""A floor knows only the floors below it, in its tables too: a foreign key by name is an import as well.

Imports themselves are checked by import-linter, from the same list.
"""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).parents[3]
OUR_APPS = [config for config in apps.get_app_configs() if config.name.startswith("handrail.")]


def _floors() -> dict[str, int]:
    """The height of each package, from import-linter's contract; the ground floor is 0."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (each for each in configuration["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(contract["layers"]))
        for name in layer.split("|")
    }


def _references() -> list[tuple[type[Model], type[Model]]]:
    return [
        (model, field.related_model)
        for config in OUR_APPS
        for model in config.get_models()
        for field in model._meta.get_fields()
        if field.concrete and isinstance(field.related_model, type)
    ]


def test_foreign_keys_point_down_or_sideways_within_a_package() -> None:
    floors = _floors()
    for model, other in _references():
        here, there = model._meta.app_label, other._meta.app_label
        if there in floors and here != there:
            assert floors[there] < floors[here], f"{model.__name__} refers to {other.__name__} above or beside it"


def test_there_are_references_to_check() -> None:
    assert len(_references()) > 20


def test_every_app_is_on_a_floor_and_installed_from_the_ground_up() -> None:
    floors = _floors()
    heights = [floors[config.label] for config in OUR_APPS]
    assert heights == sorted(heights)
