"""The layout of sealed bytes: they open only where they were sealed, and only whole."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.vault.envelope import (
    KeyName,
    OpenKey,
    Place,
    new_key,
    seal_text,
    unseal_text,
    unwrap,
    version_of,
    wrap,
)
from handrail.vault.errors import Tampered

KEY = OpenKey(1, new_key())
PLACE = Place(uuid4(), uuid4(), "sharing_itemversion", uuid4(), "form_of_words")


def opened(sealed: bytes) -> str:
    """What the vault does with bytes from the database, were every version's key the same."""
    return unseal_text(OpenKey(version_of(sealed), KEY.key), PLACE, sealed)


places = st.builds(
    Place,
    person=st.uuids(),
    organisation=st.uuids(),
    table=st.text(max_size=20),
    row=st.uuids(),
    field=st.text(max_size=20),
)


@given(st.text(), places, st.integers(1, 2**32 - 1))
def test_what_is_sealed_opens_again_in_its_place(text: str, place: Place, version: int) -> None:
    key = OpenKey(version, KEY.key)
    sealed = seal_text(key, place, text)
    assert version_of(sealed) == version
    assert unseal_text(key, place, sealed) == text


@given(places, places)
def test_no_other_place_opens_it(place: Place, other: Place) -> None:
    sealed = seal_text(KEY, place, "Moved to Leeds in March.")
    if other != place:
        with pytest.raises(Tampered):
            unseal_text(KEY, other, sealed)


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, person=uuid4()),
        replace(PLACE, organisation=uuid4()),
        replace(PLACE, table="sharing_answer"),
        replace(PLACE, row=uuid4()),
        replace(PLACE, field="original"),
        # The organisation's and the person's ids swapped: the same bytes in another order.
        replace(PLACE, person=PLACE.organisation, organisation=PLACE.person),
    ],
    ids=["person", "organisation", "table", "row", "field", "swapped"],
)
def test_sealed_text_cannot_be_moved(other: Place) -> None:
    with pytest.raises(Tampered):
        unseal_text(KEY, other, seal_text(KEY, PLACE, "text"))


def test_a_name_cannot_borrow_a_letter_from_its_neighbour() -> None:
    row = UUID(bytes=b"x" * 16)
    place = replace(PLACE, table="a", row=row, field="bc")
    with pytest.raises(Tampered):
        unseal_text(KEY, replace(place, table="ab", field="c"), seal_text(KEY, place, "text"))


def test_every_single_byte_is_protected() -> None:
    sealed = seal_text(KEY, PLACE, "Lives with her aunt.")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(Tampered):
            opened(bytes(altered))


def test_every_cut_is_noticed() -> None:
    sealed = seal_text(KEY, PLACE, "Lives with her aunt.")
    for length in range(len(sealed)):
        with pytest.raises(Tampered):
            opened(sealed[:length])


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert len({seal_text(KEY, PLACE, "no") for _ in range(100)}) == 100


def test_short_answers_cannot_be_told_apart_by_their_length() -> None:
    assert len(seal_text(KEY, PLACE, "no")) == len(seal_text(KEY, PLACE, "cannot say at this time"))


def test_half_a_character_is_refused_without_quoting_it() -> None:
    with pytest.raises(ValueError, match="surrogate") as caught:
        seal_text(KEY, PLACE, "Karim \ud83d")
    assert "Karim" not in str(caught.value)
    assert caught.value.__cause__ is None


NAME = KeyName(uuid4(), uuid4(), 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(NAME, person=uuid4()),
        replace(NAME, organisation=uuid4()),
        replace(NAME, version=2),
        replace(NAME, organisation_key_version=2),
    ],
    ids=["person", "organisation", "version", "organisation key version"],
)
def test_a_wrapped_key_opens_only_as_what_it_is(other: KeyName) -> None:
    organisation_key, data_key = new_key(), new_key()
    wrapped = wrap(organisation_key, NAME, data_key)
    assert unwrap(organisation_key, NAME, wrapped) == data_key
    with pytest.raises(Tampered):
        unwrap(organisation_key, other, wrapped)


def test_a_wrapped_key_opens_only_with_its_organisations_key() -> None:
    with pytest.raises(Tampered):
        unwrap(new_key(), NAME, wrap(new_key(), NAME, new_key()))


def test_keys_never_show_in_their_text_form() -> None:
    assert repr(KEY.key) not in repr(KEY)
