"""What the operator should know about the keys: for `handrail doctor`, before somebody needs a record and can't."""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from handrail.vault import data_keys, organisation_keys
from handrail.vault.errors import KeyMissing, KeyUnreadable, Tampered
from handrail.vault.models import IN_USE, DataKey
from handrail.vault.organisation_keys import OrganisationKeys
from handrail.vault.rotation import acting_for

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class KeyFault:
    """Something wrong with the keys, and what to do about it, in words for the operator."""

    what: str
    do: str


def report(organisations: Sequence[UUID]) -> tuple[KeyFault, ...]:
    """Every fault in the key folder and in the keys of these organisations; empty when all is well."""
    return (*_exposed(organisation_keys.folder()), *(fault for each in organisations for fault in _of(each)))


def _of(organisation: UUID) -> Iterator[KeyFault]:
    path = organisation_keys.path_of(organisation)
    try:
        keys = organisation_keys.load(organisation)
    except KeyMissing:
        lost = _count_in_use(organisation)
        yield KeyFault(
            f"The key file {path} is missing. Copies that can't be read without it: {lost}.",
            "Put the file back from the backup of the keys (docs/how-to/key-custody.md, “A key is lost”).",
        )
    except KeyUnreadable as fault:
        yield KeyFault(str(fault), f"Put {path} back from the backup of the keys.")
    else:
        yield from _exposed(path)
        yield from _unwrappable(keys)


def _exposed(path: Path) -> Iterator[KeyFault]:
    if path.exists() and path.stat().st_mode & _OTHERS:
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = organisation_keys.FOLDER_MODE if path.is_dir() else organisation_keys.FILE_MODE
        yield KeyFault(
            f"{path} has mode {mode:o}: other users of this machine can reach the keys.",
            f"chmod {wanted:o} {path}; if others were on the machine meanwhile, rotate the organisation's key.",
        )


def _unwrappable(keys: OrganisationKeys) -> Iterator[KeyFault]:
    """Try one data key of each version of the organisation's key: the file may be there and yet be the wrong one."""
    organisation = keys.organisation
    with acting_for(organisation):
        samples = (
            DataKey.objects.filter(organisation_id=organisation, destroyed_at=IN_USE)
            .order_by("organisation_key_version", "id")
            .distinct("organisation_key_version")
        )
        for row in samples:
            try:
                data_keys.opened(row, keys)
            except (KeyMissing, Tampered):
                version, path = row.organisation_key_version, organisation_keys.path_of(organisation)
                yield KeyFault(
                    f"Copies of organisation {organisation} under version {version} of its key can't be read: "
                    "the key file lacks that version, or has another key in its place.",
                    f"Put {path} back from the backup of the keys made with this database.",
                )


def _count_in_use(organisation: UUID) -> int:
    with acting_for(organisation):
        return DataKey.objects.filter(organisation_id=organisation, destroyed_at=IN_USE).count()
