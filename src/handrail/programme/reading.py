"""Read a programme's folder: TOML files into entries, with every fault of form and reference at its line."""

import re
import tomllib
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from handrail.folders import SHIPPED
from handrail.programme.draft import Draft, Place
from handrail.programme.faults import Fault
from handrail.programme.instrument_reading import FOLDER as INSTRUMENTS
from handrail.programme.instrument_reading import read_instruments
from handrail.programme.rulebook import Catalogue, Programme
from handrail.programme.suggestion import did_you_mean
from handrail.programme.tables import Shape, parse, read_table, shape_of

HEADER: Final = "programme"

#: The entries of each section as they were read, each with its place.
Raw = dict[str, list[tuple[dict[str, object], Place]]]


def _sections() -> dict[str, type[Any]]:
    """The sections of a rulebook, and the type of the entries in each: the catalogues of `Programme`."""
    return {
        name: typing.get_args(hint)[0]
        for name, hint in typing.get_type_hints(Programme).items()
        if typing.get_origin(hint) is Catalogue
    }


HEADER_SHAPE: Final[Shape] = shape_of(Programme)
SECTIONS: Final[Mapping[str, type[Any]]] = _sections()
_SHAPES: Final[Mapping[str, Shape]] = {section: shape_of(of) for section, of in SECTIONS.items()}


def read(folder: Path, slug: str = "") -> Draft:
    """Read every TOML file of a folder. Nothing is raised for what the files say: see the draft's faults.

    ``slug`` is what the programme must be called, if not as its folder is.
    """
    draft = Draft(slug or folder.name)
    if not (folder / "programme.toml").is_file():
        draft.faults.append(Fault("programme.toml", 1, "no-rulebook", "There is no file of this name in the folder."))
        return draft
    tables = list(_tables(folder, draft))
    _take_header(tables, draft)
    raw = _take_sections(tables, draft)
    base = _base(draft)
    if base is not None:
        _take_from(base, raw, draft)
    for name in SECTIONS:
        if name not in raw:
            draft.faults.append(draft.header_place.fault("missing-section", f"The rulebook has no section {name}."))
    draft.codes = {
        section: frozenset(code for entry, _ in entries if isinstance(code := entry.get("code"), str))
        for section, entries in raw.items()
    }
    _read_header(draft)
    for section, entries in raw.items():
        draft.sections[section] = list(_read_entries(section, entries, draft))
    draft.instruments, faults = read_instruments(base if base and not (folder / INSTRUMENTS).is_dir() else folder)
    draft.faults.extend(faults)
    return draft


def _base(draft: Draft) -> Path | None:
    """The folder of the programme that this one is based on; its sections hold where this one has none of its own."""
    slug = draft.header.get("based_on")
    if not isinstance(slug, str):
        return None
    found = SHIPPED / slug
    if not re.fullmatch(r"[a-z0-9_-]+", slug) or slug == draft.folder or not (found / "programme.toml").is_file():
        message = f'The programme is based on "{slug}", and no programme of that name comes with Handrail.'
        draft.faults.append(draft.header_place.fault("no-base", message, "based_on"))
        return None
    header = tomllib.loads((found / "programme.toml").read_text(encoding="utf-8")).get(HEADER, {})
    if "based_on" in header:
        message = f'"{slug}" is based on another programme itself. Base this one on that: {header["based_on"]}.'
        draft.faults.append(draft.header_place.fault("no-base", message, "based_on"))
        return None
    return found


def _take_from(base: Path, raw: Raw, draft: Draft) -> None:
    """Add the base's sections to ``raw``, where the programme has none of its own.

    To a section that `adds_to` names, the programme's own entries are added; one with the code of an entry of the base
    stands in its stead.
    """
    from_base = _take_sections(_tables(base, draft, f"../{base.name}/"), draft)
    listed = draft.header.get("adds_to")
    adds_to = listed if isinstance(listed, list) else []
    for name in adds_to:
        if name not in raw or name not in from_base:
            message = f'adds_to names "{name}", and there is no such section here or in {base.name} to add to.'
            draft.faults.append(draft.header_place.fault("adds-to-nothing", message, "adds_to", element=str(name)))
    for name, entries in from_base.items():
        own = raw.setdefault(name, [])
        if not own:
            own.extend(entries)
        elif name in adds_to:
            codes = [entry.get("code") for entry, _ in own]
            own[:0] = [(entry, place) for entry, place in entries if entry.get("code") not in codes]


def _tables(folder: Path, draft: Draft, beside: str = "") -> Iterator[tuple[str, object, Place]]:
    """Every top-level table of every file: its name, its value and its place (``beside`` leads to the folder)."""
    for path in sorted(folder.glob("*.toml")):
        parsed = parse(path)
        if isinstance(parsed, Fault):
            draft.faults.append(parsed)
            continue
        data, lines = parsed
        for name, value in data.items():
            yield name, value, Place(f"{beside}{path.name}", lines, (name,))


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


def _take_sections(tables: Iterable[tuple[str, object, Place]], draft: Draft) -> Raw:
    raw: Raw = {}
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
    return raw


def _read_header(draft: Draft) -> None:
    if not draft.header:
        return
    draft.header, faults = read_table("The programme", draft.header, HEADER_SHAPE, draft.codes, draft.header_place)
    draft.faults.extend(faults)


def _read_entries(
    section: str, entries: list[tuple[dict[str, object], Place]], draft: Draft
) -> Iterator[tuple[object, Place]]:
    seen: dict[tuple[str, object], Place] = {}
    for entry, place in entries:
        name = f'{section} "{entry["code"]}"' if isinstance(entry.get("code"), str) else f"An entry of {section}"
        values, faults = read_table(name, entry, _SHAPES[section], draft.codes, place)
        for key in sorted({"code", "title"} & values.keys()):
            other = seen.setdefault((key, values[key]), place)
            if other is not place:
                line = other.lines.line((*other.path, key))
                message = f"{name}: the {key} is that of the entry in {other.file} on line {line}."
                faults.append(place.fault(f"{key}-twice", message, key))
        draft.faults.extend(faults)
        if not faults:
            yield SECTIONS[section](**values), place
