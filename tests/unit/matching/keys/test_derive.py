"""Match keys of a person: alike on both sides, and never of less than they say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.matching.asking import size_for, tokens_of
from handrail.matching.identity import Identity
from handrail.matching.keys import KeySchema, MatchKey, at_size, load, match_keys, token
from handrail.matching.keys.parts import PARTS
from handrail.matching.keys.schema import shipped
from handrail.matching.messages import SIZES
from tests.unit.matching.identities import IDENTITIES

SCHEMAS = st.sampled_from([load(name) for name in shipped()])
ADA = Identity(given=("Ada", "Mary"), family=("Okafor",), born="1984-05-03", postcodes=("SE5 8AF",))


def values(identity: Identity, schema: KeySchema) -> set[bytes]:
    return {token(schema, key) for key in match_keys(identity, schema)}


@given(IDENTITIES, SCHEMAS)
def test_the_same_record_has_the_same_keys_each_once_in_the_schemas_order(person: Identity, schema: KeySchema) -> None:
    keys = match_keys(person, schema)
    assert keys == match_keys(person, schema)
    assert len({token(schema, key) for key in keys}) == len(keys)
    order = [key.name for key in schema.keys]
    assert [order.index(key.key) for key in keys] == sorted(order.index(key.key) for key in keys)


@given(IDENTITIES, SCHEMAS)
def test_day_and_month_may_be_swapped(person: Identity, schema: KeySchema) -> None:
    born = replace(person, born="1984-05-03")
    swapped = replace(person, born="1984-03-05")
    assert match_keys(born, schema) == match_keys(swapped, schema)


@given(st.sampled_from(["Ada", "Mohammed", "Xiaoming", "Siobhán"]), st.sampled_from(["Okafor", "Hussain", "Brown"]))
def test_names_may_stand_in_the_wrong_fields(given_name: str, family_name: str) -> None:
    schema = load()
    right = Identity(given=(given_name,), family=(family_name,), born="1984-05-03", postcodes=("SE5 8AF",))
    swapped = replace(right, given=right.family, family=right.given)
    assert len(values(right, schema) & values(swapped, schema)) >= len(values(right, schema)) - 1


@given(IDENTITIES, SCHEMAS)
def test_no_key_is_made_of_an_empty_part(person: Identity, schema: KeySchema) -> None:
    for key in match_keys(person, schema):
        parts = key.value.split("|")
        assert all(parts)
        assert len(parts) == len(schema.by_name[key.key].parts)


#: As much as a record can say of somebody: see OTHER_NAMES and RECENT in `parts`.
MOST = Identity(
    given=("Ada", "Mary"),
    family=("Okafor", "Bell"),
    also_known_as=("Xiaoming Brown", "Siobhan Hussain"),
    born="1984-05-03",
    postcodes=("SE5 8AF", "M1 1AE", "E13 4SS", "N15 4AB"),
    nhs_number="943 476 5870",
    upn="B801200005001",
)


@given(IDENTITIES)
def test_whoever_it_is_fits_into_the_smallest_request(person: Identity) -> None:
    """So its size says nothing of the person, not even that much is known."""
    schema = at_size(load("uk-1"), 1)
    assert len(match_keys(person, schema)) <= len(match_keys(MOST, schema)) == 13
    assert size_for([tokens_of(MOST, schema)]) == SIZES[0]


@pytest.mark.parametrize("name", shipped())
def test_nobody_of_whom_nothing_is_known_has_a_key(name: str) -> None:
    assert match_keys(Identity(), load(name)) == ()


@given(IDENTITIES, SCHEMAS)
def test_in_a_large_register_every_key_joins_two_kinds_of_knowledge_or_is_a_number(
    person: Identity, schema: KeySchema
) -> None:
    large = at_size(schema, schema.two_kinds_above + 1)
    for key in match_keys(person, large):
        kinds = {PARTS[part].kind for part in large.by_name[key.key].parts}
        assert len(kinds) >= 2 or kinds == {"number"}


def test_two_versions_of_a_schema_share_no_token() -> None:
    schema = load()
    later = replace(schema, name="uk-2")
    assert not values(ADA, schema) & values(ADA, later)


def test_a_token_says_its_domain_so_that_equal_values_of_two_keys_differ() -> None:
    schema = load()
    tokens = {token(schema, MatchKey(key.name, "the same")) for key in schema.keys}
    assert len(tokens) == len({key.domain for key in schema.keys})


def test_a_short_form_and_another_spelling_have_the_keys_of_the_full_name() -> None:
    schema = load()
    bill = Identity(given=("Bill",), family=("Smith",), born="1950-12-30", postcodes=("M1 1AE",))
    william = replace(bill, given=("William",), family=("SMITH",), postcodes=("m11ae",))
    assert match_keys(bill, schema) == match_keys(william, schema)
