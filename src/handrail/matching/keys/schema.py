"""The key schema: which match keys there are, of which parts each is made, and in which registers it is used."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from handrail.matching.keys.parts import PARTS

_SHIPPED: Final = Path(__file__).parent
_OF_A_SCHEMA: Final = {"schema": str, "says": str, "two_kinds_above": int, "key": list}
_OF_A_KEY: Final = {"name": str, "parts": list, "domain": str, "up_to": int, "above": int}
_NEEDED: Final = ("name", "parts")


class SchemaFault(ValueError):
    """A schema cannot be used. The text says every reason, one a line."""


@dataclass(frozen=True, slots=True)
class Key:
    """A match key: its name, the parts of an identity that it joins, and the sizes of register in which it is used.

    Keys of one domain yield the same token from the same value, so that names that were written in another order meet.
    """

    name: str
    parts: tuple[str, ...]
    domain: str
    up_to: int | None = None  # records: not used in a register that declares more
    above: int = 0  # records: used only in a register that declares more

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits on which two people agree whose keys are alike."""
        return tuple(dict.fromkeys(trait for part in self.parts for trait in PARTS[part].traits))

    @property
    def stands_in_large_registers(self) -> bool:
        """Whether it joins two independent kinds of knowledge (names, birth, home), or is a person's own number."""
        kinds = {PARTS[part].kind for part in self.parts}
        return len(kinds) > 1 or "number" in kinds


@dataclass(frozen=True)
class KeySchema:
    """A version of the schema. Two sides meet only if they use the same one: its name is in every token."""

    name: str
    says: str
    two_kinds_above: int  # records: larger registers use only keys of two independent kinds of knowledge
    keys: tuple[Key, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Key]:
        """Its keys by their names."""
        return {key.name: key for key in self.keys}

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts that its keys are made of, each once."""
        return tuple(dict.fromkeys(part for key in self.keys for part in key.parts))

    @cached_property
    def traits(self) -> tuple[str, ...]:
        """The traits that its keys speak of, each once."""
        return tuple(dict.fromkeys(trait for key in self.keys for trait in key.traits))


@cache
def load(name: str = "uk-1") -> KeySchema:
    """The schema that ships under this name. Raises SchemaFault."""
    path = _SHIPPED / f"{name}.toml"
    if name not in shipped():
        raise SchemaFault(f"There is no key schema {name}. There are: {', '.join(shipped())}.")
    return read(path.read_text(encoding="utf-8"))


def shipped() -> tuple[str, ...]:
    """The names of the schemas that ship."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))


def read(text: str) -> KeySchema:
    """A schema from its TOML. Raises SchemaFault with everything that is wrong with it."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaFault(f"The schema can't be read: {error}.") from error
    faults = [*_wrong_values("the schema", written, _OF_A_SCHEMA, tuple(_OF_A_SCHEMA))]
    if not faults:
        faults = list(_wrong_keys(written["key"]))
    if faults:
        raise SchemaFault("\n".join(faults))
    keys = tuple(
        Key(
            name=each["name"],
            parts=tuple(each["parts"]),
            domain=each.get("domain", each["name"]),
            up_to=each.get("up_to"),
            above=each.get("above", 0),
        )
        for each in written["key"]
    )
    return KeySchema(written["schema"], written["says"], written["two_kinds_above"], keys)


def at_size(schema: KeySchema, declared_size: int) -> KeySchema:
    """The schema as it is used with a register that declares this many records: in large ones, only finer keys."""
    return replace(
        schema,
        keys=tuple(
            key
            for key in schema.keys
            if key.above < max(declared_size, 1)  # whoever declares nobody has a small register all the same
            and (key.up_to is None or declared_size <= key.up_to)
            and (declared_size <= schema.two_kinds_above or key.stands_in_large_registers)
        ),
    )


def _wrong_values(
    where: str, written: Mapping[str, Any], fields: Mapping[str, type], needed: tuple[str, ...]
) -> Iterator[str]:
    yield from (f'{where}: there is no "{field}"' for field in needed if field not in written)
    for field, value in written.items():
        if field not in fields:
            yield f'{where}: "{field}" isn\'t a key here'
        elif not isinstance(value, fields[field]):
            yield f'{where}: "{field}" isn\'t of the kind {fields[field].__name__}'


def _wrong_keys(written: list[Any]) -> Iterator[str]:
    for at, each in enumerate(written, start=1):
        where = f"key {at}"
        wrong = list(_wrong_values(where, each, _OF_A_KEY, _NEEDED))
        yield from wrong
        if not wrong:
            yield from (f'{where}: there is no part "{part}"' for part in each["parts"] if part not in PARTS)
            if not each["parts"]:
                yield f"{where}: a key joins at least one part"
    names = Counter(each.get("name") for each in written)
    yield from (f'the key "{name}" is there {times} times' for name, times in names.items() if times > 1)
