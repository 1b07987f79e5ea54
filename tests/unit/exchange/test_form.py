"""What is out of form is said in plain words, at its place, without repeating what was written about a person."""

from typing import Any

import pytest

from handrail.exchange import form, schema
from tests.filing import NAME, nomination_file, put


def faults(path: str, value: object) -> list[tuple[str, str | None, str]]:
    """Rule, place and words of every fault of a nomination in which ``value`` stands at ``path``."""
    nomination = put(nomination_file(), f"nominations.0.{path}", value)["nominations"][0]
    return [(fault.rule, fault.field, fault.sentence) for _, fault in form.faults_of(nomination, 17)]


def without(part: str) -> dict[str, Any]:
    nomination: dict[str, Any] = nomination_file()["nominations"][0]
    del nomination[part]
    return nomination


def test_what_is_in_form_has_no_faults() -> None:
    document = nomination_file(2)
    assert list(form.faults_of_the_whole(document)) == []
    assert [fault for each in document["nominations"] for fault in form.faults_of(each, 0)] == []


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("reference", "", "reference", "This is empty"),
        ("reference", 7, "reference", "This must be text"),
        ("reference", NAME, "reference", "This must be a reference: letters and digits, with . _ / or - between them"),
        ("reason", "x" * 61, "reason", "Use 60 characters or fewer"),
        ("identity", [], "identity", "This must be an object"),
        ("identity.names", [], "identity.names", "Nothing stands here: give at least one"),
        ("identity.names.0", {"kind": "legal"}, "identity.names[0]", "Give a given name, a family name, or both"),
        ("identity.date_of_birth", "4 June 1991", "identity.date_of_birth",
         "This must be a day, a month or a year, written YYYY-MM-DD, YYYY-MM or YYYY"),
        ("identity.identifiers.0.kind", "passport", "identity.identifiers[0].kind",
         "This must be one of: nhs_number, upn, uln, pnc_id, prison_number, crn"),
        ("items.1.number", 0, "items[1].number", "This must be 1 or more"),
        ("items.1.number", 1000, "items[1].number", "This must be 999 or less"),
        ("items.1.number", "4", "items[1].number", "This must be a whole number"),
        ("items.1.grading.action", "A1", "items[1].grading.action",
         "Action and sanitisation codes go with handling C"),
        ("recipients.0.items", [1, 1], "recipients[0].items", "The same thing stands here twice"),
        ("recipients.0.until", "2025-02-31", "recipients[0].until", "31 February is not a date"),
        ("recipients.0.until", "2025-02-29", "recipients[0].until", "There is no 29 February in that year"),
        ("recipients.0.until", "31/12/2025", "recipients[0].until", "This must be a day, written YYYY-MM-DD"),
        ("recipients", [{}] * 9, "recipients", "Give 8 or fewer"),
        ("notification", {"state": "told"}, "notification.on", "This is missing"),
        ("notification.approver", "nobody", "notification.approver", "This must be an e-mail address"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong(path: str, value: object, place: str, words: str) -> None:
    assert (form.FORM, f"nominations[17].{place}", words) in faults(path, value)


def test_what_is_left_out_is_named() -> None:
    for part in nomination_file()["nominations"][0]:
        found = [(fault.field, fault.sentence) for _, fault in form.faults_of(without(part), 3)]
        assert found == [(f"nominations[3].{part}", "This is missing")]


def test_a_key_that_is_not_known_is_counted_and_not_repeated() -> None:
    ((_, place, words),) = faults("identity", {"names": [{"family": "Yusuf", "kind": "legal"}], "Amina": "Yusuf"})
    assert place == "nominations[17].identity"
    assert words.startswith("Keys stand here that the format doesn’t know: 1. It knows names, date_of_birth")
    assert "Amina" not in words


@pytest.mark.parametrize("marking", ["SECRET", "TOP SECRET", "UK CONFIDENTIAL"])
def test_a_marking_above_official_is_called_what_it_is(marking: str) -> None:
    rules = [
        rule for rule, place, _ in faults("items.0.marking", marking) if place == "nominations[17].items[0].marking"
    ]
    assert rules == ["above-official"]


def test_a_marking_that_is_only_misspelt_is_not() -> None:
    assert [rule for rule, _, _ in faults("items.0.marking", "Official")] == ["form"]


def test_the_head_is_checked_too() -> None:
    document = put(put(nomination_file(), "programme", "MAC"), "version", 2)
    del document["centre"]
    assert {fault.field: fault.sentence for fault in form.faults_of_the_whole(document)} == {
        "centre": "This is missing",
        "programme": "This must be a short name: small letters and digits, words joined by hyphens",
        "version": "This must be 1",
    }


@pytest.mark.parametrize("nomination", [None, "Amina Yusuf", 7, [], {}])
def test_what_is_no_nomination_is_refused(nomination: object) -> None:
    assert [fault.field for _, fault in form.faults_of(nomination, 0)]


def test_there_are_words_for_every_pattern_of_the_schema() -> None:
    named = {path[-1] for path, part in _parts(schema.published(), ()) if "pattern" in part}
    assert named == set(form.PATTERNS)


def _parts(part: Any, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    if not isinstance(part, dict):
        return []
    return [(path, part), *(found for name, each in part.items() for found in _parts(each, (*path, name)))]
