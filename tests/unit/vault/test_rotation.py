"""Replacing an organisation's key."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from handrail import vault
from handrail.vault import data_keys, organisation_keys
from handrail.vault.data_keys import Copy
from handrail.vault.models import DataKey
from handrail.vault.rotation import acting_for
from tests.unit.vault.conftest import Desk


def test_everything_can_still_be_read_after_a_rotation(council: Desk) -> None:
    other = Desk(council.organisation, council.organisation)
    first, second = council.seal("first"), other.seal("second")
    rotated = council.rotate()
    assert (rotated.version, rotated.data_keys) == (2, 2)
    assert vault.retire(council.organisation) == (1,)
    assert council.unseal(first) == "first"
    assert other.unseal(second) == "second"


def test_a_digest_means_the_same_after_a_rotation(council: Desk) -> None:
    before = vault.keyed_digest(organisation=council.organisation, label="import", data=b"file")
    council.rotate()
    vault.retire(council.organisation)
    assert vault.keyed_digest(organisation=council.organisation, label="import", data=b"file") == before


def test_a_key_wrapped_before_the_rotation_opens_only_with_the_retired_version(council: Desk) -> None:
    """What an attacker with an old backup of the database, and today's key file, can do: nothing."""
    sealed = council.seal("text")
    with acting_for(council.organisation):
        old = DataKey.objects.get()
    council.rotate()
    vault.retire(council.organisation)
    with acting_for(council.organisation):
        DataKey.objects.update(organisation_key_version=old.organisation_key_version, wrapped=old.wrapped)
    with pytest.raises(vault.KeyMissing, match="Version 1"):
        council.unseal(sealed)


def test_a_rotation_that_is_rolled_back_loses_nothing(council: Desk) -> None:
    sealed = council.seal("text")
    with acting_for(council.organisation):
        vault.rotate(council.organisation)
        transaction.set_rollback(True)
    assert vault.retire(council.organisation) == ()
    assert council.unseal(sealed) == "text"
    assert council.rotate().version == 3


def test_a_version_is_not_retired_on_the_word_of_an_open_transaction(council: Desk) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        vault.retire(council.organisation)


def test_erased_keys_are_left_out_of_a_rotation(council: Desk) -> None:
    council.seal("text")
    with acting_for(council.organisation):
        vault.erase(person=council.person, organisation=council.organisation, at=datetime(2018, 6, 4, tzinfo=UTC))
    assert council.rotate().data_keys == 0
    assert vault.retire(council.organisation) == (1,)


def test_a_rotation_waits_for_whoever_is_making_a_key_under_the_old_version(council: Desk) -> None:
    sealing, let_go = Event(), Event()

    def seal_slowly() -> bytes:
        try:
            with acting_for(council.organisation):
                sealed = vault.seal_many([(council.place(), "text")])[0]
                sealing.set()
                let_go.wait(10)
                return sealed
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sealed = pool.submit(seal_slowly)
        assert sealing.wait(10)
        rotation = pool.submit(rotate_and_retire, council)
        while not (rotation.done() or someone_waits_for_a_lock()):
            sleep(0.01)
        # It may not even have begun: it would have missed the key that is about to be committed.
        waited = not rotation.done()
        let_go.set()
        assert rotation.result(10) == (1,)
        assert council.unseal(sealed.result(10)) == "text"
    assert waited


def someone_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_reader_overtaken_by_a_rotation_looks_again(council: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has read how the data key was wrapped; before it opens it, that version of the organisation's key is gone."""
    sealed = council.seal("text")
    find = data_keys._rows
    overtaken: list[int] = []

    def find_and_be_overtaken(copies: Collection[Copy]) -> list[DataKey]:
        rows = find(copies)
        if not overtaken:
            with ThreadPoolExecutor(1) as pool:
                overtaken.extend(pool.submit(rotate_and_retire, council).result(10))
        return rows

    monkeypatch.setattr(data_keys, "_rows", find_and_be_overtaken)
    assert council.unseal(sealed) == "text"
    assert overtaken == [1]


def test_no_version_is_thrown_away_while_a_backup_is_made(council: Desk) -> None:
    """Its copy of the database was made before the rotation, and its copy of the keys is made after it."""
    council.seal("text")
    with ThreadPoolExecutor(1) as pool:
        with vault.every_version_kept():
            rotation = pool.submit(rotate_and_retire, council)
            while organisation_keys.load(council.organisation).latest == 1:
                sleep(0.01)
            sleep(0.2)
            assert set(organisation_keys.load(council.organisation).versions) == {1, 2}
        assert rotation.result(10) == (1,)
    assert set(organisation_keys.load(council.organisation).versions) == {2}


def test_backups_do_not_wait_for_each_other(council: Desk) -> None:
    with vault.every_version_kept(), ThreadPoolExecutor(1) as pool:
        pool.submit(_make_another_backup).result(10)


def _make_another_backup() -> None:
    with vault.every_version_kept():
        pass


def rotate_and_retire(desk: Desk) -> tuple[int, ...]:
    """As the operator's process does it, on a connection of its own."""
    try:
        desk.rotate()
        return vault.retire(desk.organisation)
    finally:
        connection.close()
