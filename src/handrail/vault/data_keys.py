"""Finding, making and destroying the data keys in the database.

All of it happens in the caller's transaction, under row security: a transaction that acts for one organisation can
neither see nor write another's keys. Unwrapped keys are given to the caller and kept nowhere.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from handrail.vault.envelope import KeyName, OpenKey, new_key, unwrap, wrap
from handrail.vault.errors import Erased, KeyMissing
from handrail.vault.models import IN_USE, DataKey
from handrail.vault.organisation_keys import OrganisationKeys, load

#: Rows in one INSERT: an import of 20,000 people makes its keys in 20 statements.
_BATCH = 1000

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Copy:
    """One organisation's copy of what concerns one person: what a data key is for."""

    organisation: UUID
    person: UUID


def for_sealing(copies: Collection[Copy]) -> Mapping[Copy, OpenKey]:
    """The key in use of each copy, made where there is none. Two that make one at once end with the same one.

    None of them is destroyed before the transaction ends: see :func:`seize_copies`.
    """
    for organisation in sorted({copy.organisation for copy in copies}):
        _lock("pg_advisory_xact_lock_shared", "copies", organisation)
    return _unless_overtaken(lambda: _all_opened(_in_use(copies)))


def for_unsealing(wanted: Collection[tuple[Copy, int]]) -> Mapping[tuple[Copy, int], OpenKey]:
    """The keys of the given versions; raises :class:`Erased` or :class:`KeyMissing` for the first that isn't there."""
    return _unless_overtaken(lambda: _all_opened(_versions(wanted)))


def left_of(wanted: Collection[tuple[Copy, int]]) -> Mapping[tuple[Copy, int], OpenKey]:
    """Those of the given versions that were not erased; raises :class:`KeyMissing` for one that isn't there."""

    def find() -> Mapping[tuple[Copy, int], OpenKey]:
        rows = _versions(wanted)
        return _all_opened({name: row for name, row in rows.items() if not row.destroyed})

    return _unless_overtaken(find)


def destroy(copy: Copy, at: datetime) -> None:
    """Destroy every version of the copy's key. What was sealed under them can't be read again."""
    DataKey.objects.filter(organisation_id=copy.organisation, person_id=copy.person, destroyed_at=IN_USE).update(
        wrapped=b"", destroyed_at=at
    )


def people(organisation: UUID, *, besides: Iterable[QuerySet[Any]], person: UUID | None = None) -> list[UUID]:
    """Of whom an organisation has a copy that can be read, except those whom one of the queries names.

    With ``person``, whether it has one of that person: the list of them alone, or none.
    """
    found = DataKey.objects.filter(organisation_id=organisation, destroyed_at=IN_USE)
    if person is not None:
        found = found.filter(person_id=person)
    for named in besides:
        found = found.exclude(person_id__in=named)
    return list(found.order_by("person_id").values_list("person_id", flat=True).distinct())


def hold_organisation_key(organisation: UUID) -> None:
    """Keep the organisation's key from being rotated until this transaction ends; any number may hold it at once.

    Without this, a data key wrapped under the old version could be committed after the rotation had looked for such
    keys and before it threw the old version away.
    """
    _lock("pg_advisory_xact_lock_shared", "vault", organisation)


def seize_organisation_key(organisation: UUID) -> None:
    """Wait until nobody holds the organisation's key, then keep everybody from it until this transaction ends."""
    _lock("pg_advisory_xact_lock", "vault", organisation)


def seize_copies(organisation: UUID) -> None:
    """Wait until nobody is writing anything about anybody in the organisation, then keep everybody from it until this
    transaction ends.

    Without this, what is written under a key at this moment, and seen by nobody yet, could be destroyed with the key.
    """
    _lock("pg_advisory_xact_lock", "copies", organisation)


def _lock(function: str, what: str, organisation: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"handrail {what} {organisation}"])


def _rows(copies: Collection[Copy]) -> list[DataKey]:
    """Every version of the copies' keys, in one query, oldest version first."""
    if not copies:
        return []
    # Two arrays and not one placeholder a person; the surplus pairs that this may find are not asked for again.
    return list(
        DataKey.objects.raw(
            "SELECT * FROM vault_datakey WHERE organisation_id = ANY(%s) AND person_id = ANY(%s) ORDER BY version",
            [list({copy.organisation for copy in copies}), list({copy.person for copy in copies})],
        )
    )


def _versions(wanted: Collection[tuple[Copy, int]]) -> dict[tuple[Copy, int], DataKey]:
    found = {(_copy_of(row), row.version): row for row in _rows({copy for copy, _ in wanted})}
    if not found.keys() >= set(wanted):
        raise KeyMissing("The data key of a sealed text")
    return {name: found[name] for name in wanted}


def _in_use(copies: Collection[Copy]) -> dict[Copy, DataKey]:
    newest = {_copy_of(row): row for row in _rows(copies)}
    lacking = [copy for copy in copies if copy not in newest or newest[copy].destroyed]
    if lacking:
        _make({copy: newest[copy].version + 1 if copy in newest else 1 for copy in lacking})
        # Whoever made it, the row that is in the table is the key.
        newest = {_copy_of(row): row for row in _rows(copies)}
    return {copy: newest[copy] for copy in copies}


def _make(versions: Mapping[Copy, int]) -> None:
    """Insert new keys; where another transaction was first, leave its key alone."""
    keys = {}
    for organisation in sorted({copy.organisation for copy in versions}):
        hold_organisation_key(organisation)
        keys[organisation] = load(organisation)
    # In one order everywhere, so that two imports that meet wait for each other and never in a circle.
    ordered = sorted(versions, key=lambda copy: (copy.organisation, copy.person))
    DataKey.objects.bulk_create(
        (_new(copy, versions[copy], keys[copy.organisation]) for copy in ordered),
        ignore_conflicts=True,
        batch_size=_BATCH,
    )


def _new(copy: Copy, version: int, keys: OrganisationKeys) -> DataKey:
    row = DataKey(organisation_id=copy.organisation, person_id=copy.person, version=version)
    return _wrapped(row, new_key(), keys)


def rewrapped(row: DataKey, keys: OrganisationKeys) -> DataKey:
    """The same data key under the latest version of its organisation's key."""
    return _wrapped(row, opened(row, keys).key, keys)


def _wrapped(row: DataKey, data_key: bytes, keys: OrganisationKeys) -> DataKey:
    row.organisation_key_version = keys.latest
    row.wrapped = wrap(keys.version(keys.latest), _name_of(row), data_key)
    return row


def _all_opened(rows: Mapping[K, DataKey]) -> dict[K, OpenKey]:
    keys = {organisation: load(organisation) for organisation in {row.organisation_id for row in rows.values()}}
    return {name: opened(row, keys[row.organisation_id]) for name, row in rows.items()}


def opened(row: DataKey, keys: OrganisationKeys) -> OpenKey:
    """The data key of ``row``, unwrapped; raises :class:`Erased` if it was destroyed."""
    if row.destroyed:
        raise Erased
    organisation_key = keys.version(row.organisation_key_version)
    return OpenKey(row.version, unwrap(organisation_key, _name_of(row), bytes(row.wrapped)))


def _unless_overtaken(find: Callable[[], T]) -> T:
    """Find again what a rotation overtook: it ended after the rows were read, which now name a newer version."""
    try:
        return find()
    except KeyMissing:
        return find()


def _name_of(row: DataKey) -> KeyName:
    return KeyName(row.person_id, row.organisation_id, row.version, row.organisation_key_version)


def _copy_of(row: DataKey) -> Copy:
    return Copy(row.organisation_id, row.person_id)
