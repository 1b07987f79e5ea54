"""Key schemas are data, and are checked before anything is made with them."""

import pytest

from handrail.matching.keys import SchemaFault, at_size, load
from handrail.matching.keys.schema import read, shipped

SOUND = """
schema = "test-1"
says = "A test"
two_kinds_above = 1000

[[key]]
name = "names"
parts = ["names"]

[[key]]
name = "born-family"
parts = ["born", "family"]
up_to = 5000

[[key]]
name = "born-names"
parts = ["born", "names"]
above = 5000
"""


@pytest.mark.parametrize("name", shipped())
def test_every_schema_that_ships_is_sound_and_called_as_its_file(name: str) -> None:
    assert load(name).name == name


def test_a_schema_that_does_not_ship_is_refused_by_name() -> None:
    with pytest.raises(SchemaFault, match=r"no key schema uk-99.*uk-1"):
        load("uk-99")


def test_which_keys_are_used_follows_the_size_that_the_register_declares() -> None:
    schema = read(SOUND)
    assert [key.name for key in at_size(schema, 1000).keys] == ["names", "born-family"]
    assert [key.name for key in at_size(schema, 1001).keys] == ["born-family"]
    assert at_size(schema, 0) == at_size(schema, 1)
    assert [key.name for key in at_size(schema, 5000).keys] == ["born-family"]
    assert [key.name for key in at_size(schema, 5001).keys] == ["born-names"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SchemaFault) as raised:
        read(
            SOUND.replace('["names"]', '["shoe-size"]')
            .replace('"born-names"', '"names"')
            .replace("above = 5000", "from = 3")
        )
    assert str(raised.value).splitlines() == [
        'key 1: there is no part "shoe-size"',
        'key 3: "from" isn\'t a key here',
        'the key "names" is there 2 times',
    ]


def test_a_schema_without_its_head_or_that_is_no_toml_is_refused() -> None:
    with pytest.raises(SchemaFault, match='the schema: there is no "two_kinds_above"'):
        read('schema = "a"\nsays = "b"\nkey = []')
    with pytest.raises(SchemaFault, match="can't be read"):
        read("schema = ")
    with pytest.raises(SchemaFault, match="key 1: a key joins at least one part"):
        read(SOUND.replace('["names"]', "[]"))
