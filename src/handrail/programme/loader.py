"""Find, check and load programmes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from handrail.folders import ProgrammeFolder, programme_folders
from handrail.programme.beside import at_odds
from handrail.programme.core_rules import CORE_RULES
from handrail.programme.draft import Draft
from handrail.programme.faults import Fault, ProgrammeFault
from handrail.programme.reading import SECTIONS, read
from handrail.programme.rulebook import Catalogue, Programme


def check(folder: Path, slug: str = "") -> list[Fault]:
    """Every fault of the programme in `folder`, by file and line; an empty list if it can be used.

    `slug` is what it must be called, if not as its folder is.
    """
    return _faults(read(folder, slug))


def check_beside(folder: Path, slug: str, others: Iterable[ProgrammeFolder]) -> list[Fault]:
    """The same, and where it would change what holds under ``others``."""
    draft = read(folder, slug)
    return sorted((*_faults(draft), *at_odds(draft, (load_from(each) for each in others if each.slug != slug))))


def load(slug: str, *, ends_on: dt.date | None = None) -> Programme:
    """The programme of that name. `ends_on` brings its end to another day, for demonstrations and tests.

    Raises ProgrammeFault, with every fault, if it can't be used or isn't there.
    """
    programme = load_from(_found(slug))
    return programme if ends_on is None else replace(programme, ends_on=ends_on)


def installed() -> tuple[Programme, ...]:
    """Every programme: those that come with Handrail, then those installed in the home, each by slug.

    Raises ProgrammeFault for the first that can't be used.
    """
    return tuple(load_from(folder) for folder in programme_folders())


def slugs() -> tuple[str, ...]:
    """The names of the programmes, in the same order."""
    return tuple(folder.slug for folder in programme_folders())


def folder_of(slug: str) -> Path:
    """Where the files of a programme lie, its policy among them. Raises ProgrammeFault if it isn't there."""
    return _found(slug).path


def _found(slug: str) -> ProgrammeFolder:
    for folder in programme_folders():
        if folder.slug == slug:
            return folder
    message = f"No programme of this name is installed: {', '.join(slugs())}."
    raise ProgrammeFault(slug, (Fault("programme.toml", 1, "no-rulebook", message),))


@cache
def load_from(folder: ProgrammeFolder) -> Programme:
    """The programme in that folder, read once in a process. Raises ProgrammeFault if it can't be used."""
    draft = read(folder.path, folder.slug)
    faults = _faults(draft)
    if faults:
        raise ProgrammeFault(folder.slug, tuple(faults))
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
