"""Find, check and load programmes."""

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

from handrail.programme.core_rules import CORE_RULES
from handrail.programme.draft import Draft
from handrail.programme.faults import Fault, ProgrammeFault
from handrail.programme.reading import BUILT_IN, SECTIONS, read
from handrail.programme.rulebook import Catalogue, Programme


def check(folder: Path) -> list[Fault]:
    """Every fault of the programme in `folder`, by file and line; an empty list if it can be used."""
    return _faults(read(folder))


def load(slug: str, *, ends_on: dt.date | None = None) -> Programme:
    """The built-in programme of that name. `ends_on` brings its end to another day, for demonstrations and tests.

    Raises ProgrammeFault, with every fault, if it can't be used or doesn't exist.
    """
    programme = _built_in(slug)
    return programme if ends_on is None else replace(programme, ends_on=ends_on)


def installed() -> tuple[Programme, ...]:
    """Every programme that comes with Handrail, by slug. Raises ProgrammeFault for the first that can't be used."""
    return tuple(load(slug) for slug in slugs())


def slugs() -> tuple[str, ...]:
    """The names of the programmes that come with Handrail, in alphabetical order."""
    return tuple(sorted(rulebook.parent.name for rulebook in BUILT_IN.glob("*/programme.toml")))


def folder_of(slug: str) -> Path:
    """Where the files of a built-in programme lie, its policy among them. Raises ProgrammeFault if it doesn't exist."""
    if slug not in slugs():
        fault = Fault(
            "programme.toml", 1, "no-rulebook", f"No programme of this name is installed: {', '.join(slugs())}."
        )
        raise ProgrammeFault(slug, (fault,))
    return BUILT_IN / slug


@cache
def _built_in(slug: str) -> Programme:
    draft = read(folder_of(slug))
    faults = _faults(draft)
    if faults:
        raise ProgrammeFault(slug, tuple(faults))
    return _programme(draft)


def _faults(draft: Draft) -> list[Fault]:
    faults = [*draft.faults, *(fault for rule in CORE_RULES for fault in rule(draft))]
    if draft.header.get("slug", draft.folder) != draft.folder:
        slug = draft.header["slug"]
        message = f'The slug is "{slug}" and the folder "{draft.folder}"; they must be the same.'
        faults.append(draft.header_place.fault("slug-is-not-folder", message, "slug"))
    return sorted(faults)


def _programme(draft: Draft) -> Programme:
    catalogues = {
        section: Catalogue(section, tuple(entry for entry, _ in draft.entries(section, of)))
        for section, of in SECTIONS.items()
    }
    # What the header holds was checked by the shapes of reading.
    return Programme(**draft.header, **catalogues, instruments=draft.instruments)  # type: ignore[arg-type]
