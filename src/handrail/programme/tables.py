"""One TOML file, and one table of it: the values that fit an entry, and every fault of the others at its line."""

import dataclasses
import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from handrail.programme.draft import Place
from handrail.programme.faults import Fault
from handrail.programme.locate import Lines
from handrail.programme.suggestion import did_you_mean
from handrail.programme.values import Known, Rule

#: A rulebook is written by hand. A file larger than this is something else, and isn't parsed.
MOST_BYTES: Final = 500_000


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a table: what it accepts, and whether it may be left out."""

    rule: Rule
    optional: bool


Shape = Mapping[str, Field]


def shape_of(of: type[Any]) -> dict[str, Field]:
    """The keys of a dataclass that carry a rule."""
    hints = typing.get_type_hints(of, include_extras=True)
    defaults = {each.name for each in dataclasses.fields(of) if each.default is not dataclasses.MISSING}
    return {
        name: Field(hint.__metadata__[-1], name in defaults)
        for name, hint in hints.items()
        if typing.get_origin(hint) is typing.Annotated
    }


def parse(path: Path) -> tuple[dict[str, object], Lines] | Fault:
    """The tables of a file and the lines on which they stand, or why it can't be read."""
    if path.stat().st_size > MOST_BYTES:
        return Fault(path.name, 1, "file-too-large", f"The file is larger than {MOST_BYTES} bytes.")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Fault(path.name, line, "not-utf-8", "The file isn't UTF-8 text.")
    try:
        return tomllib.loads(text), Lines.of(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        return Fault(path.name, line, "not-toml", f"The file can't be read from here: {error}.")


def read_table(
    name: str, table: Mapping[str, object], shape: Shape, known: Known, place: Place
) -> tuple[dict[str, object], list[Fault]]:
    """The accepted values of a table, and everything wrong with it. ``known`` are the codes that it may refer to."""
    faults = [
        place.fault("unknown-key", f'{name}: "{key}" isn\'t a key here{did_you_mean(key, shape)}.', key)
        for key in table
        if key not in shape
    ]
    values: dict[str, object] = {}
    for key, field in shape.items():
        if key not in table:
            if key == "ends_on":
                faults.append(place.fault("programme-without-end", f"{name} must say when it ends: ends_on = a date."))
            elif not field.optional:
                faults.append(place.fault("missing-key", f'{name}: there is no "{key}".'))
            continue
        wrongs = list(field.rule.wrongs(table[key], known))
        for wrong in wrongs:
            at = (key, wrong.key) if wrong.key else (key,)
            faults.append(place.fault(wrong.rule, f"{name}: {key} {wrong.message}.", *at, element=wrong.element))
        if not wrongs:
            values[key] = field.rule.accept(table[key])
    return values, faults
