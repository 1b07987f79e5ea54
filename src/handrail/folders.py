"""Where the home lies, and the folders of the programmes: those that come with Handrail and those installed here.

The one place that knows, below the two that read them: the rulebooks' loader and the policy's texts. And how what is
put into a folder is put there for good.
"""

import errno
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

HOME_VARIABLE: Final = "HANDRAIL_HOME"
DEFAULT_HOME: Final = "handrail-home"

#: The folder of the home that installed programmes lie in: one folder a programme, one folder a version in it.
PROGRAMMES: Final = "programmes"

#: Where the programmes that come with Handrail lie, one folder each, named by the programme's slug.
SHIPPED: Final = Path(__file__).parent / "programme"

_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class ProgrammeFolder:
    """The folder of one programme. ``version`` is that of an installed one; what comes with Handrail says its own."""

    slug: str
    path: Path
    version: str = ""

    @property
    def name(self) -> str:
        """The folder in words: ``programme/mac``, or ``programmes/our-hub/1.0.0`` in the home."""
        return f"{PROGRAMMES}/{self.slug}/{self.version}" if self.version else f"programme/{self.slug}"


def home_path(environment: Mapping[str, str] = os.environ) -> Path:
    """The home that HANDRAIL_HOME names, or `handrail-home` in the current folder."""
    return Path(environment.get(HOME_VARIABLE) or DEFAULT_HOME).expanduser().absolute()


def put_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Give ``path`` this text in one step: a reader sees the old text or the new. It is on disk when this returns."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    flush(path.parent)


def is_full(error: BaseException) -> bool:
    """Whether there was no room on a disk, or no more of what this account may use of it."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


class ReadByOthers(Exception):
    """A secret lies where others can read it too. The text says what to do."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} can be read by others. Find out who did so, then give it mode 600.")


def read_secret(path: Path) -> str:
    """What a secret file says. Raises :class:`ReadByOthers` unless it is its owner's alone; OSError and
    UnicodeDecodeError as any reading.
    """
    if path.stat().st_mode & 0o077:
        raise ReadByOthers(path)
    return path.read_text(encoding="utf-8").strip()


def flush(folder: Path) -> None:
    """Make what a folder lists last through a loss of power: a new name is on disk only when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def programme_folders() -> tuple[ProgrammeFolder, ...]:
    """Every programme, those that come with Handrail first: where two say the same differently, theirs counts.

    Looked up once in a process: what is installed meanwhile holds after a restart.
    """
    return _once(home_path())


@cache
def _once(home: Path) -> tuple[ProgrammeFolder, ...]:
    shipped = shipped_folders()
    slugs = {each.slug for each in shipped}
    return (*shipped, *(each for each in installed_folders(home) if each.slug not in slugs))


def shipped_folders() -> tuple[ProgrammeFolder, ...]:
    """The programmes that come with Handrail, by slug."""
    return tuple(ProgrammeFolder(found.parent.name, found.parent) for found in sorted(SHIPPED.glob("*/programme.toml")))


def installed_folders(home: Path) -> tuple[ProgrammeFolder, ...]:
    """The newest version of each programme that was installed into ``home``, by slug. What is half copied has no name
    that is a version, and is passed over.
    """
    found: dict[str, ProgrammeFolder] = {}
    for path in sorted((home / PROGRAMMES).glob("*/*/programme.toml")):
        slug, version = path.parent.parent.name, path.parent.name
        if _VERSION.fullmatch(version) and (slug not in found or is_newer(version, found[slug].version)):
            found[slug] = ProgrammeFolder(slug, path.parent, version)
    return tuple(found.values())


def is_newer(version: str, other: str) -> bool:
    """Whether ``version`` comes after ``other``. Both are three numbers, such as 1.0.0."""
    return _numbers(version) > _numbers(other)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
