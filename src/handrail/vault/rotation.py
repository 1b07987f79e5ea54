"""Replacing an organisation's key: a new version, every data key wrapped anew, then the old version thrown away.

Throwing the old version away is what makes an erasure reach the backups: a wrapped key in last month's backup of the
database opens only with the version that wrapped it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from handrail.vault import data_keys, organisation_keys
from handrail.vault.errors import KeyIsThere
from handrail.vault.models import IN_USE, DataKey

# One statement for all of them: nobody can make a data key in this organisation until the rotation is over.
_STORE = """
    UPDATE vault_datakey SET organisation_key_version = %s, wrapped = anew.wrapped
    FROM unnest(%s::uuid[], %s::bytea[]) AS anew (id, wrapped) WHERE vault_datakey.id = anew.id
"""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the new version, and how many data keys it wrapped anew."""

    version: int
    data_keys: int


def rotate(organisation: UUID) -> Rotated:
    """Give the organisation a new key and wrap all its data keys under it, in the caller's transaction.

    If that transaction is rolled back the new version stays in the file, unharmful, and is used from then on. The old
    versions stay until :func:`retire`.
    """
    data_keys.seize_organisation_key(organisation)
    keys = organisation_keys.load(organisation).with_new_version()
    organisation_keys.replace(keys)
    rows = [data_keys.rewrapped(row, keys) for row in _in_use(organisation)]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [keys.latest, [row.id for row in rows], [row.wrapped for row in rows]])
    return Rotated(keys.latest, len(rows))


def unused_versions(organisation: UUID) -> tuple[int, ...]:
    """The versions of the organisation's key, the latest aside, that no data key is wrapped under."""
    keys = organisation_keys.load(organisation)
    used = set(_in_use(organisation).values_list("organisation_key_version", flat=True))
    return tuple(sorted(keys.versions.keys() - used - {keys.latest}))


def retire(organisation: UUID) -> tuple[int, ...]:
    """Throw away the versions of the organisation's key that no data key is wrapped under; gives their numbers.

    It may believe only what is committed, so it runs in a transaction of its own and refuses to run inside another.
    Waits until no backup is being made.
    """
    with organisation_keys.versions_thrown_away(), acting_for(organisation):
        data_keys.seize_organisation_key(organisation)
        unused = unused_versions(organisation)
        organisation_keys.replace(organisation_keys.load(organisation).without(unused))
    return unused


def give_up(organisation: UUID, *, at: datetime) -> int:
    """Destroy all the organisation's data keys, because the key that wrapped them is lost for good; gives how many.

    Only then can the organisation be given a new key: under a new one the old data keys would look tampered with.
    Raises :class:`KeyIsThere` unless the file is gone.
    """
    data_keys.seize_organisation_key(organisation)
    if organisation_keys.path_of(organisation).exists():
        raise KeyIsThere(organisation)
    return _in_use(organisation).update(wrapped=b"", destroyed_at=at)


@contextmanager
def acting_for(organisation: UUID) -> Iterator[None]:
    """A transaction of the vault's own, in which row security shows this organisation's data keys."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT handrail_say('organisation', %s)", [str(organisation)])
        yield


def _in_use(organisation: UUID) -> QuerySet[DataKey]:
    return DataKey.objects.filter(organisation_id=organisation, destroyed_at=IN_USE)
