"""The published schema of a nomination file: what it takes, and what it refuses."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import handrail.exchange
from handrail import programme

SCHEMA = json.loads(
    (Path(handrail.exchange.__file__).parent / "schemas" / "handrail-nominations-1.schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
EXAMPLE: dict[str, Any] = SCHEMA["examples"][0]
GRADED_C = {
    "scheme": "3x5x2",
    "source": "1",
    "information": "A",
    "handling": "C",
    "action": "A1",
    "sanitisation": "S2",
}
GRADED_5 = {"scheme": "5x5x5", "source": "E", "information": "4", "handling": "1"}


def _refused(document: object) -> set[str]:
    """The places that are refused, as paths."""
    return {error.json_path for error in VALIDATOR.iter_errors(document)}


def _with(path: str, value: object) -> dict[str, Any]:
    """The example with `value` put at a path such as "nominations.0.reason"."""
    document = copy.deepcopy(EXAMPLE)
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at: Any = document
    for step in parents:
        at = at[step]
    at[last] = value
    return document


def _objects(schema: object, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield path, schema
        for key, value in schema.items():
            if key not in {"examples", "if", "else", "anyOf"}:
                yield from _objects(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from _objects(value, f"{path}[{index}]")


def test_it_is_a_schema_and_takes_its_example() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert _refused(EXAMPLE) == set()


def test_nothing_is_taken_that_it_does_not_know() -> None:
    open_by_choice = {"$.$defs.grading", "$.$defs.notification"}  # each refers to one closed shape by its discriminator
    assert {path for path, each in _objects(SCHEMA) if each.get("additionalProperties") is not False} == open_by_choice


def test_every_property_says_what_it_is() -> None:
    undescribed = {
        f"{path}.{name}"
        for path, each in _objects(SCHEMA)
        for name, of in each["properties"].items()
        if isinstance(of, dict) and "description" not in of and "$ref" not in of and "const" not in of
    }
    assert undescribed == {"$.$defs.grading.scheme", "$.$defs.notification.state"}


@pytest.mark.parametrize(
    "path",
    [
        "extra",
        "nominations.0.extra",
        "nominations.0.identity.extra",
        "nominations.0.identity.names.0.extra",
        "nominations.0.identity.addresses.0.extra",
        "nominations.0.items.0.extra",
        "nominations.0.items.0.grading.extra",
        "nominations.0.recipients.0.extra",
        "nominations.0.decision.extra",
        "nominations.0.notification.extra",
    ],
)
def test_an_unknown_key_is_refused_wherever_it_stands(path: str) -> None:
    assert _refused(_with(path, "x"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "handrail-nomination"),
        ("version", 2),
        ("version", "1"),
        ("programme", "MAC"),
        ("nominations", []),
        ("nominations.0.reference", ""),
        ("nominations.0.reference", "has a space"),
        ("nominations.0.reference", "x" * 81),
        ("nominations.0.reason", "No Code"),
        ("nominations.0.identity.names", []),
        ("nominations.0.identity.names.0.kind", "nickname"),
        ("nominations.0.identity.names.0.given", ""),
        ("nominations.0.identity.names.0.given", " Robin"),
        ("nominations.0.identity.names.0.given", "Robin\u0000"),
        ("nominations.0.identity.names.0.given", "Robin\u202e"),
        ("nominations.0.identity.date_of_birth", "1994-13"),
        ("nominations.0.identity.date_of_birth", "94"),
        ("nominations.0.identity.date_of_birth", "1994-05-32"),
        ("nominations.0.identity.addresses.0.lines", []),
        ("nominations.0.identity.addresses.0.postcode", "e1 4aa"),
        ("nominations.0.identity.identifiers", [{"kind": "passport", "value": "123456789"}]),
        ("nominations.0.items", []),
        ("nominations.0.items.0.number", 0),
        ("nominations.0.items.0.number", 1.5),
        ("nominations.0.items.0.marking", "SECRET"),
        ("nominations.0.items.0.marking", "TOP SECRET"),
        ("nominations.0.items.0.marking", "official"),
        ("nominations.0.items.0.form_of_words", ""),
        ("nominations.0.items.0.form_of_words", "x" * 2001),
        ("nominations.0.items.0.form_of_words", "two\nlines"),
        ("nominations.0.items.0.grading", {}),
        ("nominations.0.items.0.grading", {"scheme": "4x4"}),
        ("nominations.0.items.0.grading.source", "4"),
        ("nominations.0.items.0.grading.source", 1),
        ("nominations.0.items.0.grading.information", "F"),
        ("nominations.0.items.0.grading.handling", "C"),
        ("nominations.0.items.0.grading.action", "A1"),
        ("nominations.0.items.0.grading.sanitisation", "S1"),
        ("nominations.0.items.0.grading", GRADED_C),
        ("nominations.0.items.0.grading", {**GRADED_5, "handling": "5"}),
        ("nominations.0.items.0.grading", {**GRADED_5, "source": "1"}),
        ("nominations.0.items.0.original", "see the file on the K drive"),
        ("nominations.0.recipients", []),
        ("nominations.0.recipients.0.items", []),
        ("nominations.0.recipients.0.items", [1, 1]),
        ("nominations.0.recipients.0.until", "31 March 2031"),
        ("nominations.0.recipients.0.until", "2031-02-30"),
        ("nominations.0.decision.necessity", ""),
        ("nominations.0.decision.necessity", "x" * 4001),
        ("nominations.0.notification", {"state": "told"}),
        ("nominations.0.notification", {"state": "never"}),
        ("nominations.0.notification", {"state": "deferred", "ground": "inquiry"}),
        ("nominations.0.notification.approver", "somebody"),
    ],
    ids=lambda value: str(value)[:70],
)
def test_what_is_out_of_form_is_refused_at_its_place(path: str, value: object) -> None:
    places = _refused(_with(path, value))
    step = "$" + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path.split("."))
    assert places
    assert all(place.startswith(step) or step.startswith(place) for place in places), places


@pytest.mark.parametrize(
    "missing", ["reference", "identity", "reason", "items", "recipients", "decision", "notification"]
)
def test_no_part_of_a_nomination_may_be_left_out(missing: str) -> None:
    document = copy.deepcopy(EXAMPLE)
    del document["nominations"][0][missing]
    assert _refused(document) == {"$.nominations[0]"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("nominations.0.identity.names", [{"family": "Siti", "kind": "legal"}]),
        ("nominations.0.identity.names", [{"given": "سارة", "family": "الحسن", "kind": "legal"}]),
        ("nominations.0.identity.names", [{"given": "Siân", "family": "O’Neill-Łuczak", "kind": "former"}]),
        ("nominations.0.identity.date_of_birth", "1994"),
        ("nominations.0.identity.date_of_birth", "1994-05-31"),
        ("nominations.0.identity.identifiers", [{"kind": "nhs_number", "value": "9990000018"}]),
        ("nominations.0.items.0.grading", GRADED_5),
        ("nominations.0.notification", {"state": "told", "on": "2030-09-01"}),
        ("nominations.0.decision.necessity", "First.\n\nSecond."),
        ("$schema", "urn:handrail:schema:nominations:1"),
    ],
    ids=lambda value: str(value)[:70],
)
def test_what_is_in_form_is_taken(path: str, value: object) -> None:
    assert _refused(_with(path, value)) == set()


def test_handling_with_conditions_needs_the_conditions() -> None:
    document = _with("nominations.0.items.0.grading", GRADED_C)
    document["nominations"][0]["items"][0]["conditions"] = "Ask us first."
    assert _refused(document) == set()
    document["nominations"][0]["items"][0]["grading"] = {**GRADED_5, "handling": "5"}
    assert _refused(document) == set()


def test_all_errors_are_found_at_once() -> None:
    document = _with("nominations.0.items.0.marking", "SECRET")
    document["nominations"][0]["recipients"][0]["until"] = "soon"
    document["nominations"][0]["identity"]["date_of_birth"] = "yesterday"
    assert len(_refused(document)) == 3


def test_its_limits_are_those_of_the_rulebook() -> None:
    ceilings = programme.load("mac").ceilings
    defs = SCHEMA["$defs"]
    assert SCHEMA["properties"]["nominations"]["maxItems"] == ceilings["names_per_file"].limit
    assert defs["nomination"]["properties"]["items"]["maxItems"] == ceilings["items_per_nomination"].limit
    assert defs["nomination"]["properties"]["recipients"]["maxItems"] == ceilings["recipients_per_nomination"].limit
    assert defs["recipient"]["properties"]["items"]["maxItems"] == ceilings["items_per_disclosure"].limit
    assert defs["statement"]["maxLength"] == ceilings["characters_per_item"].limit


def test_the_example_speaks_of_what_the_rulebook_has() -> None:
    mac = programme.load("mac")
    for nomination in EXAMPLE["nominations"]:
        assert nomination["reason"] in mac.reasons
        assert nomination["decision"]["power"] in mac.powers
        assert nomination["notification"]["ground"] in mac.notification_grounds
        assert all(item["category"] in mac.categories for item in nomination["items"])
        for recipient in nomination["recipients"]:
            assert recipient["requested_action"] in mac.requested_actions
            assert mac.purposes[recipient["purpose"]].may_be_shared_for
