"""Installing a programme into a home: its files are taken, checked, proved, and put where the next start finds them."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps

from handrail.folders import ProgrammeFolder, flush, installed_folders, shipped_folders
from handrail.gate import ResourceType
from handrail.policy import Engine, PolicyFault
from handrail.policy.proofs import prove
from handrail.policy.proved import Status, record, status
from handrail.policy.texts import policy_texts, schema_texts
from handrail.programme import check_beside, load_from
from handrail.programme.contents import contents, digest
from handrail.site.home import Home


class NotInstalled(Exception):
    """The programme can't be put in place. The text says why; nothing that held before was touched."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What stands in the way of a programme, each with its place; and what was shown of the rules, once they can be
    read."""

    faults: tuple[str, ...]
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A copy of a programme's files that nobody changes any more, and the digest of what is in it."""

    folder: ProgrammeFolder
    digest: str

    @property
    def version(self) -> str:
        """The version that its rulebook gives itself. Only of one without faults."""
        return load_from(self.folder).version

    def examine(self, home: Home) -> Examined:
        """Look for faults of the rulebook, or else of the rules: of all of them together, the candidate's among them.

        The proofs take some seconds.
        """
        found = check_beside(self.folder.path, self.folder.slug, others_than(self.folder.slug, home))
        if found:
            return Examined(tuple(map(str, found)))
        here = {each.slug: each for each in installed_folders(home.path)}
        here[self.folder.slug] = ProgrammeFolder(self.folder.slug, self.folder.path, self.version)
        return examine_rules((*shipped_folders(), *(here[slug] for slug in sorted(here))))


def others_than(slug: str, home: Home) -> tuple[ProgrammeFolder, ...]:
    """Every programme of the home but this one."""
    return tuple(each for each in (*shipped_folders(), *installed_folders(home.path)) if each.slug != slug)


def examine_rules(folders: tuple[ProgrammeFolder, ...]) -> Examined:
    """What the rules of these programmes, the core's and the house's among them, break of what is promised.

    Or else the first rule that can't be read, or that lists can't be filtered by.
    """
    try:
        texts = schema_texts(), policy_texts(folders)
        engine = Engine.from_texts(*texts)
        for resource in resource_types():
            resource.check_lists(engine)
        found = status(prove(*texts), *texts)
    except PolicyFault as fault:
        return Examined((str(fault),))
    return Examined(found.faults, found)


def resource_types() -> Iterator[ResourceType[Any]]:
    """Every kind of record that the product has."""
    for app in apps.get_app_configs():
        if app.name.startswith("handrail.") and find_spec(f"{app.name}.resources"):
            kinds = vars(import_module(f"{app.name}.resources")).values()
            yield from (each for each in kinds if isinstance(each, ResourceType))


@contextmanager
def taken(home: Home, folder: Path) -> Iterator[Candidate]:
    """A private copy of the programme in ``folder``: what is checked, proved and read out is then what is installed.

    Raises NotPlainFiles for links, NotInstalled for a name that comes with Handrail, or while another programme is
    being installed: each is held to all others that are there.
    """
    slug = folder.resolve().name
    if slug in {each.slug for each in shipped_folders()}:
        raise NotInstalled(f"{slug} comes with Handrail. Give yours another name.")
    files = contents(folder)
    home.programmes.mkdir(mode=0o700, exist_ok=True)
    draft = home.programmes / f".{slug}.{secrets.token_hex(4)}"
    with _alone(home):
        try:
            _write(draft, files)
            yield Candidate(ProgrammeFolder(slug, draft), digest(files))
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """While nobody else installs into the home; raises NotInstalled if somebody does."""
    lock = os.open(home.programmes, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sentence = "Another programme is being installed in this home. Do it again after that."
            raise NotInstalled(sentence) from None
        yield
    finally:
        os.close(lock)


def put(home: Home, candidate: Candidate, proved: Status) -> None:
    """Put the copy in its place, in one step: a process that starts meanwhile sees all of it or nothing.

    What was ``proved`` of the rules with it is written down for the page that shows them.

    Raises NotInstalled where something else lies there. A version that lies there already is left as it is.
    """
    place = home.programmes / candidate.folder.slug / candidate.version
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if place.exists():
        if digest(contents(place)) != candidate.digest:
            raise NotInstalled(f"{place} is not what was installed. Move it away, and install again.")
    else:
        candidate.folder.path.rename(place)
        for above in (place.parent, home.programmes):
            flush(above)
    record(proved, home.path)


def _write(draft: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = draft / name
        for folder in (draft, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    for folder in {(draft / name).parent for name in files}:
        flush(folder)
