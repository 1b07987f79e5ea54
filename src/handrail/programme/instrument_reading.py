"""Read a programme's instruments: one TOML file a version, every fault at its line, none a scale in disguise."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from handrail.programme.catalogue_words import word_of_surveillance
from handrail.programme.draft import Place
from handrail.programme.faults import Fault
from handrail.programme.instruments import HISTORIC, Factor, FactorGroup, Instrument, InstrumentHeader, Instruments
from handrail.programme.suggestion import did_you_mean
from handrail.programme.tables import parse, read_table, shape_of

FOLDER: Final = "instruments"
_SECTIONS: Final[Mapping[str, type[Any]]] = {"groups": FactorGroup, "factors": Factor}

#: Words that turn a judgement into arithmetic. No instrument may use them, whatever it means by them.
_COUNTS: Final = re.compile(
    r"\b(?:scor(?:e|es|ed|ing)|points?|total|totals|rating|rated|rank|ranked|ranking|weight(?:ed|ing|s)?|out of \w+)\b",
    re.IGNORECASE,
)


def read_instruments(folder: Path) -> tuple[Instruments, list[Fault]]:
    """The sound instruments of a programme's folder, and everything wrong with the others."""
    sound: list[tuple[Instrument, Place]] = []
    faults: list[Fault] = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        name = f"{FOLDER}/{path.name}"
        parsed = parse(path)
        if isinstance(parsed, Fault):
            faults.append(dataclasses.replace(parsed, file=name))
            continue
        data, lines = parsed
        reading = _Reading(Place(name, lines, ()))
        instrument = reading.read(data, path.stem)
        faults.extend(reading.faults)
        if instrument is not None and not reading.faults:
            sound.append((instrument, reading.place))
    faults.extend(_two_in_use(sound))
    return Instruments(tuple(instrument for instrument, _ in sound)), faults


def _two_in_use(sound: list[tuple[Instrument, Place]]) -> Iterator[Fault]:
    """Of several versions of an instrument the latest alone is in use; the earlier ones are kept to be read."""
    in_use: dict[str, str] = {}
    for instrument, place in sound:
        other = in_use.setdefault(instrument.code, place.file) if instrument.startable else place.file
        if other != place.file:
            message = f'instrument "{instrument.code}": {other} is in use already. Make the earlier version historic.'
            yield place.fault("instrument-in-use-twice", message, "instrument", "standing")


class _Reading:
    """The reading of one file."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.faults: list[Fault] = []

    def read(self, data: dict[str, object], stem: str) -> Instrument | None:
        """The instrument, or None with the faults found."""
        for name in data.keys() - {"instrument"} - _SECTIONS.keys():
            hint = did_you_mean(name, ["instrument", *_SECTIONS])
            self._fault("unknown-section", f'"{name}" isn\'t a part of an instrument{hint}.', name)
        header = self._header(data.get("instrument"), stem)
        entries = {name: self._entries(name, data) for name in _SECTIONS}
        if header is None or self.faults:
            return None
        instrument = Instrument(header, tuple(entries["groups"]), tuple(entries["factors"]))
        for group, factors in instrument.in_groups():
            if not factors:
                self._fault("group-without-factors", f'groups "{group.code}": no factor is in it.', "groups")
        return instrument

    def _header(self, table: object, stem: str) -> InstrumentHeader | None:
        if not isinstance(table, dict):
            self._fault("missing-section", "There is no table [instrument].")
            return None
        place = Place(self.place.file, self.place.lines, ("instrument",))
        values, faults = read_table("The instrument", table, shape_of(InstrumentHeader), {}, place)
        self.faults.extend(faults)
        if faults:
            return None
        header = InstrumentHeader(**values)  # type: ignore[arg-type]  # checked by its shape
        if f"{header.code}-{header.version}" != stem:
            message = f'The file is named "{stem}.toml"; name it "{header.code}-{header.version}.toml".'
            self.faults.append(place.fault("instrument-is-not-file", message, "code"))
        if (header.standing == HISTORIC) != bool(header.superseded):
            message = (
                f'standing is "{header.standing}": a historic instrument says in superseded when and by what, and one '
                "that was superseded is historic and can't be in use."
            )
            self.faults.append(place.fault("superseded-is-historic", message, "standing"))
        self._words("The instrument", {"title": header.title, "description": header.description}, place)
        return header

    def _entries(self, section: str, data: dict[str, object]) -> list[Any]:
        rows = data.get(section)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self._fault("missing-section", f"Write each of the {section} under [[{section}]].", section)
            return []
        known = {"groups": frozenset(_codes(data.get("groups")))}
        seen: set[str] = set()
        entries = []
        for index, row in enumerate(rows):
            place = Place(self.place.file, self.place.lines, (section, index))
            name = f'{section} "{row.get("code", index + 1)}"'
            values, faults = read_table(name, row, shape_of(_SECTIONS[section]), known, place)
            self.faults.extend(faults)
            if faults:
                continue
            entry = _SECTIONS[section](**values)
            if entry.code in seen:
                self.faults.append(place.fault("code-twice", f"{name}: the code stands above already.", "code"))
            seen.add(entry.code)
            self._words(name, {"title": entry.title, "description": entry.description}, place)
            entries.append(entry)
        return entries

    def _words(self, name: str, texts: Mapping[str, str], place: Place) -> None:
        for key, text in texts.items():
            if counts := _COUNTS.search(text):
                message = (
                    f'{name}: {key} says "{counts[0]}". Professionals judge in words; nothing is counted or scored.'
                )
                self.faults.append(place.fault("instrument-counts", message, key))
            if watching := word_of_surveillance(text):
                message = f'{name}: {key} says "{watching}". An instrument describes; it asks nobody to watch.'
                self.faults.append(place.fault("asks-for-watching", message, key))

    def _fault(self, rule: str, message: str, *key: str) -> None:
        self.faults.append(self.place.fault(rule, message, *key))


def _codes(rows: object) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(code := row.get("code"), str):
            yield code
