"""Replacing an organisation's key."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import connection, transaction

from handrail import vault
from handrail.vault import organisation_keys
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

    def rotate_and_retire() -> tuple[int, ...]:
        try:
            council.rotate()
            return vault.retire(council.organisation)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sealed = pool.submit(seal_slowly)
        assert sealing.wait(10)
        rotation = pool.submit(rotate_and_retire)
        # The rotation may not even begin: it would miss the key that is about to be committed.
        assert not rotation.done()
        assert organisation_keys.load(council.organisation).latest == 1
        let_go.set()
        assert rotation.result(10) == (1,)
        assert council.unseal(sealed.result(10)) == "text"


def test_reading_goes_on_while_the_key_is_rotated(council: Desk) -> None:
    """A reader that found the old wrapping, and then the old version gone, looks again."""
    sealed = council.seal("text")
    done = Event()

    def read_on() -> int:
        reads = 0
        try:
            while not done.is_set():
                assert council.unseal(sealed) == "text"
                reads += 1
            return reads
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read_on)
        try:
            for _ in range(20):
                council.rotate()
                vault.retire(council.organisation)
        finally:
            done.set()
        assert reader.result(10) > 0
