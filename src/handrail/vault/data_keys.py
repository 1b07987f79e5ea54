"""Finding, making and destroying the data keys in the database.

All of it happens in the caller's transaction, under row security: a transaction that acts for one organisation can
neither see nor write another's keys. Unwrapped keys are given to the caller and kept nowhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from handrail.vault.envelope import KeyName, OpenKey, new_key, unwrap, wrap
from handrail.vault.errors import Erased, KeyMissing
from handrail.vault.models import IN_USE, DataKey
from handrail.vault.organisation_keys import load

#: Rows in one INSERT: an import of 20,000 people makes its keys in 20 statements.
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Copy:
    """One organisation's copy of what concerns one person: what a data key is for."""

    organisation: UUID
    person: UUID


def for_sealing(copies: Collection[Copy]) -> Mapping[Copy, OpenKey]:
    """The key in use of each copy, made where there is none. Two that make one at once end with the same one."""
    newest = _newest(copies)
    lacking = [copy for copy in copies if copy not in newest or newest[copy].destroyed]
    if lacking:
        _make({copy: newest[copy].version + 1 if copy in newest else 1 for copy in lacking})
        # Whoever made it, the row that is in the table is the key.
        newest = _newest(copies)
    return {copy: opened(newest[copy]) for copy in copies}


def for_unsealing(wanted: Collection[tuple[Copy, int]]) -> Mapping[tuple[Copy, int], OpenKey]:
    """The keys of the given versions; raises :class:`Erased` or :class:`KeyMissing` for the first that isn't there."""
    copies = {copy for copy, _ in wanted}
    try:
        return _asked_for(wanted, _rows(copies))
    except KeyMissing:
        # A rotation that finished since the rows were read: they now name a newer version of the organisation's key.
        return _asked_for(wanted, _rows(copies))


def destroy(copy: Copy, at: datetime) -> None:
    """Destroy every version of the copy's key. What was sealed under them can't be read again."""
    DataKey.objects.filter(organisation_id=copy.organisation, person_id=copy.person, destroyed_at=IN_USE).update(
        wrapped=b"", destroyed_at=at
    )


def hold_organisation_key(organisation: UUID) -> None:
    """Keep the organisation's key from being rotated until this transaction ends; any number may hold it at once.

    Without this, a data key wrapped under the old version could be committed after the rotation had looked for such
    keys and before it threw the old version away.
    """
    _lock("pg_advisory_xact_lock_shared", organisation)


def seize_organisation_key(organisation: UUID) -> None:
    """Wait until nobody holds the organisation's key, then keep everybody from it until this transaction ends."""
    _lock("pg_advisory_xact_lock", organisation)


def _lock(function: str, organisation: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"handrail vault {organisation}"])


def _rows(copies: Collection[Copy]) -> list[DataKey]:
    """Every version of the copies' keys, in one query, oldest version first."""
    # Two arrays and not one placeholder a person; the surplus pairs that this may find are not asked for again.
    return list(
        DataKey.objects.raw(
            "SELECT * FROM vault_datakey WHERE organisation_id = ANY(%s) AND person_id = ANY(%s) ORDER BY version",
            [list({copy.organisation for copy in copies}), list({copy.person for copy in copies})],
        )
    )


def _newest(copies: Collection[Copy]) -> dict[Copy, DataKey]:
    return {_copy_of(row): row for row in _rows(copies)}


def _make(versions: Mapping[Copy, int]) -> None:
    """Insert new keys; where another transaction was first, leave its key alone."""
    for organisation in sorted({copy.organisation for copy in versions}):
        hold_organisation_key(organisation)
    # In one order everywhere, so that two imports that meet wait for each other and never in a circle.
    ordered = sorted(versions, key=lambda copy: (copy.organisation, copy.person))
    DataKey.objects.bulk_create(
        (_wrapped(copy, versions[copy]) for copy in ordered), ignore_conflicts=True, batch_size=_BATCH
    )


def _wrapped(copy: Copy, version: int) -> DataKey:
    name, key = _newest_name(copy, version)
    return DataKey(
        organisation_id=copy.organisation,
        person_id=copy.person,
        version=version,
        organisation_key_version=name.organisation_key_version,
        wrapped=wrap(key, name, new_key()),
    )


def rewrapped(row: DataKey) -> DataKey:
    """The same data key under the latest version of its organisation's key."""
    name, key = _newest_name(_copy_of(row), row.version)
    row.wrapped = wrap(key, name, opened(row).key)
    row.organisation_key_version = name.organisation_key_version
    return row


def opened(row: DataKey) -> OpenKey:
    """The data key of ``row``, unwrapped; raises :class:`Erased` if it was destroyed."""
    if row.destroyed:
        raise Erased
    name = KeyName(row.person_id, row.organisation_id, row.version, row.organisation_key_version)
    organisation_key = load(row.organisation_id).version(row.organisation_key_version)
    return OpenKey(row.version, unwrap(organisation_key, name, bytes(row.wrapped)))


def _newest_name(copy: Copy, version: int) -> tuple[KeyName, bytes]:
    keys = load(copy.organisation)
    return KeyName(copy.person, copy.organisation, version, keys.latest), keys.version(keys.latest)


def _asked_for(wanted: Collection[tuple[Copy, int]], rows: list[DataKey]) -> dict[tuple[Copy, int], OpenKey]:
    found = {(_copy_of(row), row.version): row for row in rows}
    missing = [place for place in wanted if place not in found]
    if missing:
        raise KeyMissing("The data key of a sealed text")
    return {place: opened(found[place]) for place in wanted}


def _copy_of(row: DataKey) -> Copy:
    return Copy(row.organisation_id, row.person_id)
