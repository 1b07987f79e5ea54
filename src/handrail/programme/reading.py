"""Read a programme's folder: TOML files into entries, with every fault of form and reference at its line."""

import dataclasses
import re
import tomllib
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from handrail.programme.draft import Draft, Place
from handrail.programme.faults import Fault
from handrail.programme.locate import Lines
from handrail.programme.rulebook import Catalogue, Programme
from handrail.programme.suggestion import did_you_mean
from handrail.programme.values import Rule

#: A rulebook is written by hand. A file larger than this is something else, and isn't parsed.
MOST_BYTES: Final = 500_000

HEADER: Final = "programme"


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a table: what it accepts, and whether it may be left out."""

    rule: Rule
    optional: bool


Shape = Mapping[str, Field]


def _shape(of: type[Any]) -> dict[str, Field]:
    """The keys of a dataclass that carry a rule."""
    hints = typing.get_type_hints(of, include_extras=True)
    defaults = {each.name for each in dataclasses.fields(of) if each.default is not dataclasses.MISSING}
    return {
        name: Field(hint.__metadata__[-1], name in defaults)
        for name, hint in hints.items()
        if typing.get_origin(hint) is typing.Annotated
    }


def _sections() -> dict[str, type[Any]]:
    """The sections of a rulebook, and the type of the entries in each: the catalogues of `Programme`."""
    return {
        name: typing.get_args(hint)[0]
        for name, hint in typing.get_type_hints(Programme).items()
        if typing.get_origin(hint) is Catalogue
    }


HEADER_SHAPE: Final[Shape] = _shape(Programme)
SECTIONS: Final[Mapping[str, type[Any]]] = _sections()
_SHAPES: Final[Mapping[str, Shape]] = {section: _shape(of) for section, of in SECTIONS.items()}


def read(folder: Path) -> Draft:
    """Read every TOML file of a folder. Nothing is raised for what the files say: see the draft's faults."""
    draft = Draft(folder.name)
    if not (folder / "programme.toml").is_file():
        draft.faults.append(Fault("programme.toml", 1, "no-rulebook", "There is no file of this name in the folder."))
        return draft
    tables = list(_tables(folder, draft))
    _take_header(tables, draft)
    raw = _take_sections(tables, draft)
    draft.codes = {
        section: frozenset(code for entry, _ in entries if isinstance(code := entry.get("code"), str))
        for section, entries in raw.items()
    }
    _read_header(draft)
    for section, entries in raw.items():
        draft.sections[section] = list(_read_entries(section, entries, draft))
    return draft


def _tables(folder: Path, draft: Draft) -> Iterator[tuple[str, object, Place]]:
    """Every top-level table of every file: its name, its value and its place."""
    for path in sorted(folder.glob("*.toml")):
        parsed = _parse(path)
        if isinstance(parsed, Fault):
            draft.faults.append(parsed)
            continue
        data, lines = parsed
        for name, value in data.items():
            yield name, value, Place(path.name, lines, (name,))


def _parse(path: Path) -> tuple[dict[str, object], Lines] | Fault:
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


def _take_header(tables: Iterable[tuple[str, object, Place]], draft: Draft) -> None:
    headers = [(value, place) for name, value, place in tables if name == HEADER]
    for value, place in headers[:1]:
        draft.header_place = place
        if isinstance(value, dict):
            draft.header = value
        else:
            draft.faults.append(place.fault("wrong-type", "[programme] must be a table."))
    for _, place in headers[1:]:
        draft.faults.append(place.fault("section-twice", "[programme] stands in another file already."))
    if not headers:
        draft.faults.append(draft.header_place.fault("missing-section", "There is no table [programme]."))


def _take_sections(
    tables: Iterable[tuple[str, object, Place]], draft: Draft
) -> dict[str, list[tuple[dict[str, object], Place]]]:
    raw: dict[str, list[tuple[dict[str, object], Place]]] = {}
    for name, value, place in tables:
        if name == HEADER:
            continue
        first = Place(place.file, place.lines, (name, 0))
        if name not in SECTIONS:
            message = f'"{name}" isn\'t a section of a rulebook{did_you_mean(name, [*SECTIONS, HEADER])}.'
            draft.faults.append(first.fault("unknown-section", message))
            continue
        if name in raw:
            where = draft.places[name].file
            draft.faults.append(first.fault("section-twice", f"The section {name} stands in {where} already."))
        draft.places.setdefault(name, first)
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            places = (Place(place.file, place.lines, (name, index)) for index in range(len(value)))
            raw.setdefault(name, []).extend(zip(value, places, strict=True))
        else:
            raw.setdefault(name, [])
            draft.faults.append(place.fault("wrong-type", f"Write each entry of {name} under [[{name}]]."))
    for name in SECTIONS:
        if name not in raw:
            draft.faults.append(draft.header_place.fault("missing-section", f"The rulebook has no section {name}."))
    return raw


def _read_header(draft: Draft) -> None:
    if not draft.header:
        return
    draft.header, faults = _read_table("The programme", draft.header, HEADER_SHAPE, draft, draft.header_place)
    draft.faults.extend(faults)


def _read_entries(
    section: str, entries: list[tuple[dict[str, object], Place]], draft: Draft
) -> Iterator[tuple[object, Place]]:
    seen: dict[tuple[str, object], Place] = {}
    for entry, place in entries:
        name = f'{section} "{entry["code"]}"' if isinstance(entry.get("code"), str) else f"An entry of {section}"
        values, faults = _read_table(name, entry, _SHAPES[section], draft, place)
        for key in sorted({"code", "title"} & values.keys()):
            other = seen.setdefault((key, values[key]), place)
            if other is not place:
                line = other.lines.line((*other.path, key))
                message = f"{name}: the {key} is that of the entry in {other.file} on line {line}."
                faults.append(place.fault(f"{key}-twice", message, key))
        draft.faults.extend(faults)
        if not faults:
            yield SECTIONS[section](**values), place


def _read_table(
    name: str, table: Mapping[str, object], shape: Shape, draft: Draft, place: Place
) -> tuple[dict[str, object], list[Fault]]:
    """The accepted values of a table, and everything wrong with it."""
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
        wrongs = list(field.rule.wrongs(table[key], draft.codes))
        for wrong in wrongs:
            at = (key, wrong.key) if wrong.key else (key,)
            faults.append(place.fault(wrong.rule, f"{name}: {key} {wrong.message}.", *at, element=wrong.element))
        if not wrongs:
            values[key] = field.rule.accept(table[key])
    return values, faults
