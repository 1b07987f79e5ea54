"""What an entry shows to anybody, what it keeps inside, and what the ledger refuses to write down."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.ledger import entry as entries
from handrail.ledger.canonical import NotCanonical, canonical
from handrail.ledger.entry import NOBODY, Entry, EntryRefused, commit, leaf, seal

AT = datetime(2018, 6, 4, 14, 59, 59, 123456, tzinfo=timezone(timedelta(hours=1)))
codes = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}\Z")


def sealed(**payload: Any) -> entries.Sealed:
    return seal(Entry(kind="disclosure.release", organisation=uuid4(), payload=payload, at=AT))


@given(
    kind=codes,
    hour=st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000),
    commitment=st.binary(min_size=32, max_size=32),
)
def test_a_leaf_is_the_canonical_json_of_its_three_parts(kind: str, hour: datetime, commitment: bytes) -> None:
    hour = hour.replace(minute=0, second=0, microsecond=0)
    parts = {"kind": kind, "hour": hour.strftime("%Y-%m-%dT%H:%M:%SZ"), "commitment": commitment.hex()}
    assert leaf(kind, hour, commitment) == canonical(parts)


def test_a_leaf_shows_the_hour_and_nothing_of_the_document() -> None:
    person, actor = uuid4(), uuid4()
    one = sealed(person=str(person), actor=str(actor), rules=["originator-control"], outcome="refused")
    shown = leaf(one.kind, one.hour, one.commitment).decode()
    assert json.loads(shown) == {
        "kind": "disclosure",
        "hour": "2018-06-04T13:00:00Z",
        "commitment": one.commitment.hex(),
    }
    for hidden in (person, actor, one.organisation, one.id, "originator-control", "59:59"):
        assert str(hidden) not in shown


def test_the_document_says_what_happened_when_and_in_whose_record() -> None:
    one = sealed(facts={"disclosures": 3})
    assert json.loads(one.document) == {
        "action": "disclosure.release",
        "at": "2018-06-04T13:59:59.123456Z",
        "entry": str(one.id),
        "facts": {"disclosures": 3},
        "organisation": str(one.organisation),
    }
    assert one.document == canonical(json.loads(one.document))


def test_a_payload_cannot_contradict_the_ledger() -> None:
    said = json.loads(sealed(action="something.else", at="1999", entry="x", organisation="y").document)
    assert said["action"] == "disclosure.release"
    assert said["at"].startswith("2018-06-04T13:59")
    assert said["organisation"] != "y"


def test_the_same_event_twice_has_two_commitments_that_cannot_be_linked() -> None:
    one, other = sealed(), sealed()
    assert len(one.salt) == 32
    assert one.salt != other.salt
    assert one.commitment != other.commitment
    assert commit(one.salt, one.document) == one.commitment
    assert commit(other.salt, one.document) != one.commitment


def test_what_auditors_filter_by_is_taken_from_the_document() -> None:
    actor, subject, person = uuid4(), uuid4(), uuid4()
    facets = sealed(
        actor=str(actor),
        person=str(person),
        outcome="refused",
        rules=["expired", "recipient"],
        subject={"type": "Holding", "id": str(subject)},
    ).facets
    assert facets == entries.Facets(actor, "refused", ("expired", "recipient"), "Holding", subject, person)


def test_what_is_not_said_has_a_sentinel() -> None:
    assert sealed(person=None, subject=None).facets == entries.Facets(NOBODY, "done", (), "", NOBODY, NOBODY)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"facts": {"reason": "he told the officer"}}, r"payload\.facts\.reason holds a text that is not a code"),
        ({"facts": ["x", "Zoë"]}, r"payload\.facts\[1\]"),
        ({"facts": "x" * 201}, r"payload\.facts holds"),
        ({"facts": "a\nb"}, r"payload\.facts holds"),
        ({"facts": {"a key with words": 1}}, r"key 0 of payload\.facts"),
        ({"actor": "officer-7"}, "actor is not an identifier"),
        ({"person": "{00000000-0000-0000-0000-000000000001}"}, "person is not an identifier"),
        ({"outcome": 3}, "outcome is not a code"),
        ({"rules": "expired"}, "rules are a list"),
        ({"rules": ["a,b"]}, "rules is not a code"),
        ({"subject": {"type": "Holding", "id": 7}}, "subject id is not an identifier"),
        ({"subject": "Holding"}, "subject is an object"),
        ({"facts": ["x" * 200] * 400}, "at most 65536 bytes"),
    ],
)
def test_whatever_could_be_somebodys_words_is_refused_and_not_repeated(payload: dict[str, Any], words: str) -> None:
    with pytest.raises(EntryRefused, match=words) as refused:
        sealed(**payload)
    assert "officer" not in str(refused.value)


@pytest.mark.parametrize("value", [1.5, b"bytes", AT])
def test_values_without_a_canonical_form_are_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        sealed(facts=value)


def test_a_kind_is_a_code_and_a_time_says_its_zone() -> None:
    for kind in ("", "has space", 'quo"te', "x" * 81, "-x", "new\n"):
        with pytest.raises(EntryRefused, match="kind"):
            seal(Entry(kind=kind, organisation=uuid4(), payload={}, at=AT))
        with pytest.raises(EntryRefused, match="kind"):
            leaf(kind, AT, b"")
    with pytest.raises(EntryRefused, match="time zone"):
        seal(Entry(kind="x", organisation=uuid4(), payload={}, at=AT.replace(tzinfo=None)))
