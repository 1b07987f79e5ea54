"""Each field: what it takes, and the sentence it answers with."""

from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from handrail.gate import Conflict, Faults, RuleBroken
from handrail.web.fields import AnyOf, Confirmed, Date, Email, Number, OneOf, Option, Text, Upload, YesNo
from handrail.web.forms import Form, error_summary
from handrail.web.uploads import InMemory

OPTIONS = [Option("a", "Camden Council"), Option("b", "Regent Homes")]


class Everything(Form):
    """One of each."""

    words = Text("Form of words", rows=4, max_length=20)
    address = Email()
    people = Number("Number of people", min_value=1, max_value=60)
    until = Date("Until", earliest=date(2025, 6, 2), latest=date(2026, 6, 1))
    recipient = OneOf("Recipient", OPTIONS)
    criteria = AnyOf("Criteria", OPTIONS)
    told = YesNo("Has the person been told?")
    read = Confirmed("I have read it")


GOOD = {
    "words": " One\r\ntwo ",
    "address": "a@example.com",
    "people": "12",
    "until-day": "4",
    "until-month": "6",
    "until-year": "2025",
    "recipient": "a",
    "criteria": ["a", "b"],
    "told": "no",
    "read": "on",
}


def with_date(day: str, month: str, year: str) -> Everything:
    return Everything(GOOD | {"until-day": day, "until-month": month, "until-year": year})


def test_it_works() -> None:
    form = Everything(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "words": "One\ntwo",
        "address": "a@example.com",
        "people": 12,
        "until": date(2025, 6, 4),
        "recipient": "a",
        "criteria": ["a", "b"],
        "told": False,
        "read": True,
    }


def test_all_errors_come_at_once_in_the_order_of_the_fields_each_with_its_input() -> None:
    form = Everything({"nothing": "at all"})
    assert [(fault.text, fault.href) for fault in error_summary(form)] == [
        ("Enter form of words", "#words"),
        ("Enter email address", "#address"),
        ("Enter number of people", "#people"),
        ("Enter until", "#until-day"),
        ("Select recipient", "#recipient"),
        ("Select criteria", "#criteria"),
        ("Select yes or no", "#told"),
        ("Confirm: I have read it", "#read"),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence", "leads_to"),
    [
        (("", "6", "2025"), "Until must include a day", "#until-day"),
        (("4", "", ""), "Until must include a month and year", "#until-month"),
        (("31", "2", "2026"), "Until must be a real date", "#until-day"),
        (("4", "13", "2025"), "Until must have a real month, 1 to 12", "#until-month"),
        (("4", "6", "25"), "Until must have a year of 4 numbers", "#until-year"),
        (("4", "6", "٢٠٢٥"), "Until must have a year of 4 numbers", "#until-year"),
        (("1", "6", "2025"), "Until must be 2 June 2025 or later", "#until-day"),
        (("2", "6", "2026"), "Until must be 1 June 2026 or earlier", "#until-day"),
        (("1", "1", "0000"), "Until must have a year of 4 numbers", "#until-year"),
    ],
)
def test_a_date_that_is_wrong_says_how_and_where(typed: tuple[str, str, str], sentence: str, leads_to: str) -> None:
    form = with_date(*typed)
    assert [(fault.text, fault.href) for fault in error_summary(form)] == [(sentence, leads_to)]
    assert form["until"].value() == typed


def test_a_month_may_be_a_word() -> None:
    form = with_date("4", "June", "2025")
    assert form.is_valid()
    assert form.cleaned_data["until"] == date(2025, 6, 4)


def test_length_is_counted_as_the_user_counts_it() -> None:
    assert Everything(GOOD | {"words": "a\r\n" * 9 + "bc"}).is_valid()
    form = Everything(GOOD | {"words": "x" * 21})
    assert form.errors["words"] == ["Form of words must be 20 characters or fewer"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12.5", "Number of people must be a whole number"),
        ("0", "Number of people must be 1 or more"),
        ("61", "Number of people must be 60 or fewer"),
    ],
)
def test_a_number_that_is_wrong(typed: str, sentence: str) -> None:
    assert Everything(GOOD | {"people": typed}).errors["people"] == [sentence]


def test_something_that_was_not_offered_is_refused() -> None:
    assert Everything(GOOD | {"recipient": "c"}).errors["recipient"] == ["Select recipient"]


def test_an_address_that_is_none() -> None:
    expected = "Enter an email address in the correct format, like name@example.com"
    assert Everything(GOOD | {"address": "nobody"}).errors["address"] == [expected]


def test_a_nul_byte_is_refused() -> None:
    assert "words" in Everything(GOOD | {"words": "a\x00b"}).errors


class File(Form):
    """A file of at most 2 MB."""

    file = Upload("Nomination file", largest=2_000_000)


def test_a_file_is_measured_before_it_is_read() -> None:
    large = SimpleUploadedFile("x.json", b"x")
    large.size = 2_000_001
    assert File({}, {"file": large}).errors["file"] == ["The selected file must be smaller than 2 MB"]
    assert File({}, {"file": SimpleUploadedFile("x.json", b"")}).errors["file"] == ["The selected file is empty"]
    assert File({}, {"file": SimpleUploadedFile("x.json", b"{}")}).is_valid()


class Table(Form):
    """A file for which there is another way in."""

    file = Upload("Table", largest=2_000_000, larger="Use the command.")


def test_of_a_file_that_is_too_large_the_other_way_is_said() -> None:
    large = SimpleUploadedFile("x.tags", b"x")
    large.size = 2_000_001
    assert Table({}, {"file": large}).errors["file"] == [
        "The selected file must be smaller than 2 MB. Use the command."
    ]


def test_a_file_in_a_request_that_is_too_large_is_called_too_large_and_not_missing() -> None:
    handler = InMemory()
    handler.handle_raw_input(None, {}, settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1, b"")
    handler.new_file("file", "x.tags", "application/octet-stream", 5)
    handler.receive_data_chunk(b"some of it", 0)
    taken = handler.file_complete(10)
    assert Table({}, {"file": taken}).errors["file"] == [
        "The selected file must be smaller than 2 MB. Use the command."
    ]


def act(error: Exception) -> None:
    """An action that ends with ``error``."""
    raise error


def test_a_rule_that_the_gate_finds_broken_stands_at_its_field() -> None:
    form = Everything(GOOD)
    assert form.is_valid()
    faults = (
        RuleBroken("ceiling", "The ceiling is reached", field="people"),
        RuleBroken("state", "It was sent back meanwhile"),
        RuleBroken("elsewhere", "Something of no field here", field="absent"),
    )
    with form.rules():
        act(Faults(faults))
    assert not form.accepted
    assert [(fault.text, fault.href) for fault in error_summary(form)] == [
        ("The ceiling is reached", "#people"),
        ("It was sent back meanwhile", ""),
        ("Something of no field here", ""),
    ]


def test_a_conflict_keeps_what_was_typed() -> None:
    form = Everything(GOOD)
    assert form.is_valid()
    with form.rules():
        act(Conflict())
    assert form.conflict
    assert not form.accepted
    assert form["people"].value() == "12"


def test_any_other_error_is_not_the_form_s() -> None:
    form = Everything(GOOD)
    with pytest.raises(LookupError), form.rules():
        raise LookupError


@pytest.mark.parametrize(("carried", "version"), [("7", 7), ("", None), ("x", None), ("-1", None)])
def test_the_version_that_the_page_carried(carried: str, version: int | None) -> None:
    assert Everything({"version": carried}).version == version
    assert Everything().version is None


def test_options_can_be_set_only_where_there_are_some() -> None:
    form = Everything()
    form.offer("recipient", [Option("z", "Lewisham Council")])
    assert form.fields["recipient"].choices == [("z", "Lewisham Council")]  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        form.offer("words", [])
