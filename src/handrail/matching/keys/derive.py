"""From an identity to its match keys, and from a key to what is put into the oblivious function."""

from itertools import product
from typing import NamedTuple

from handrail.matching.identity import Identity
from handrail.matching.identity.comparable import comparable
from handrail.matching.keys.parts import PARTS
from handrail.matching.keys.schema import KeySchema

#: Stands in no part: parts are made of letters, digits, spaces and hyphens.
_BETWEEN = "|"


class MatchKey(NamedTuple):
    """A key of one identity: the key's name in the schema, and its value."""

    key: str
    value: str


def match_keys(identity: Identity, schema: KeySchema) -> tuple[MatchKey, ...]:
    """Every match key that an identity has, each once, in the schema's order. A key with an empty part is not one."""
    found: dict[tuple[str, str], MatchKey] = {}
    person = comparable(identity)
    read = {part: PARTS[part].read(person) for part in schema.parts}
    for key in schema.keys:
        for value in map(_BETWEEN.join, product(*[read[part] for part in key.parts])):
            found.setdefault((key.domain, value), MatchKey(key.name, value))
    return tuple(found.values())


def token(schema: KeySchema, key: MatchKey) -> bytes:
    """What the oblivious function is asked about: it differs between schemas, and between domains within one."""
    return f"handrail match key\n{schema.name}\n{schema.by_name[key.key].domain}\n{key.value}".encode()
