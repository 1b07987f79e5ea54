"""Where the tables of registers lie: in the home, one file a register, for nobody but the product's own user.

They hold marks, and no word about anybody; what they would tell to whoever had the partner's key too is the partner's.
"""

import os
import secrets
import shutil
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from handrail import clock
from handrail.folders import flush
from handrail.ledger.note import VerificationKey
from handrail.matching.asking import Register as Opened
from handrail.matching.models import Register
from handrail.programme import load

_SUFFIX = ".tags"
#: Nobody copies for so long: an older draft was left by a process that was killed.
_LEFT_AFTER = timedelta(days=1)


def path_of(register: UUID) -> Path:
    """The table of the register with this id."""
    return _folder() / f"{register}{_SUFFIX}"


def keep(source: BinaryIO, register: UUID) -> Path:
    """Put a copy of the table that ``source`` reads where it belongs; it is on disk when this returns."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear_what_was_left(folder)
    draft = folder / f".{register}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(source, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path_of(register))
    finally:
        draft.unlink(missing_ok=True)
    flush(folder)
    return path_of(register)


def destroy(register: UUID) -> None:
    """Destroy the table of a register that is not asked any more."""
    path_of(register).unlink(missing_ok=True)


def opened(register: Register) -> Opened:
    """The table of ``register``, to be closed. Raises Refused where it isn't as it was taken in."""
    return Opened.open(
        path_of(register.id),
        VerificationKey.parse(register.signing_key),
        refused_services=refused(register.programme),
        read_through=False,
    )


def refused(programme: str) -> Collection[str]:
    """The kinds of service whose registers are never asked under this programme."""
    return frozenset(kind.code for kind in load(programme).register_kinds if kind.refused)


def _clear_what_was_left(folder: Path) -> None:
    before = (clock.now() - _LEFT_AFTER).timestamp()
    for draft in folder.glob(".*"):
        with suppress(FileNotFoundError):  # somebody else's copy is done, or was cleared, meanwhile
            if draft.stat().st_mtime < before:
                draft.unlink()


def _folder() -> Path:
    return Path(settings.HANDRAIL_HOME.registers)
