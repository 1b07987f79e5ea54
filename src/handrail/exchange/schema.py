"""The published schemas of the files that come in and go out, and the validators made from them."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

NOMINATIONS, HOLDINGS = "handrail-nominations-1.schema.json", "handrail-holdings-1.schema.json"
SERVICES = "open-referral-uk-3-services.schema.json"


@cache
def published(name: str = NOMINATIONS) -> dict[str, Any]:
    """A schema as it is published."""
    schema: dict[str, Any] = json.loads((files(__package__) / "schemas" / name).read_text("utf-8"))
    return schema


@cache
def limit(keyword: str) -> int:
    """``minItems`` or ``maxItems`` of the nominations of one file."""
    number: int = published()["properties"]["nominations"][keyword]
    return number


@cache
def known_keys(name: str = NOMINATIONS) -> frozenset[str]:
    """Every key that the format knows: the only ones that a message may repeat."""
    return frozenset(_keys(published(name)))


@cache
def of_the_whole() -> jsonschema_rs.Validator:
    """The validator of everything but what stands inside the nominations."""
    schema = published()
    shallow = {**schema["properties"]["nominations"], "items": {}}
    return _validator({**schema, "properties": {**schema["properties"], "nominations": shallow}})


@cache
def of_one_nomination() -> jsonschema_rs.Validator:
    """The validator of one nomination."""
    schema = published()
    return _validator({"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/nomination"})


@cache
def of_services() -> jsonschema_rs.Validator:
    """The validator of one page of a service directory."""
    return _validator(published(SERVICES))


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, each in schema.items():
            if name == "properties":
                yield from each
            yield from _keys(each)
