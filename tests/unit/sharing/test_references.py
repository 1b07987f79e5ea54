"""Short references that people can say on the telephone."""

from hypothesis import given
from hypothesis import strategies as st

from handrail.sharing.references import ALPHABET, as_reference, new_reference

references = st.builds(lambda _: new_reference("LDN"), st.integers())


def test_a_reference_has_the_centre_four_characters_and_a_check() -> None:
    reference = new_reference("LDN")
    centre, middle, check = reference.split("-")
    assert (centre, len(middle), len(check)) == ("LDN", 4, 1)


def test_nothing_in_it_is_misread_for_something_else() -> None:
    assert not set("0O1IL5S2Z8BMN") & set(ALPHABET) - {"2", "5", "8", "M"}
    for pair in ("0O", "1I", "1L", "5S", "2Z", "8B", "MN"):
        assert len(set(pair) & set(ALPHABET)) <= 1


def test_it_spells_no_word() -> None:
    assert not set("AEIOUY") & set(ALPHABET)


@given(references)
def test_it_is_understood_however_it_is_typed(reference: str) -> None:
    assert as_reference(reference) == reference
    assert as_reference(f"  {reference.lower().replace('-', ' ')} ") == reference


@given(references, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_gives_another_reference(reference: str, at: int, other: str) -> None:
    wrong = reference[:at] + other + reference[at + 1 :]
    assert wrong == reference or as_reference(wrong) is None


@given(references, st.sampled_from((4, 5, 6)))
def test_two_neighbours_swapped_never_give_another_reference(reference: str, at: int) -> None:
    swapped = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
    assert swapped == reference or as_reference(swapped) is None


def test_a_name_is_no_reference() -> None:
    assert as_reference("Amina Yusuf") is None
    assert as_reference("") is None
