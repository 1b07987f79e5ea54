"""Erasing one organisation's copy."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection

from handrail import vault
from handrail.vault.models import DataKey
from handrail.vault.rotation import acting_for
from tests.unit.vault.conftest import Desk

AT = datetime(2018, 6, 4, 15, 0, tzinfo=UTC)


def erase(desk: Desk) -> None:
    with acting_for(desk.organisation):
        vault.erase(person=desk.person, organisation=desk.organisation, at=AT)


def test_what_was_erased_cannot_be_read_again(council: Desk) -> None:
    sealed = council.seal("text")
    erase(council)
    with pytest.raises(vault.Erased):
        council.unseal(sealed)


def test_nothing_of_the_key_is_left_in_its_row(council: Desk) -> None:
    council.seal("text")
    erase(council)
    with acting_for(council.organisation):
        row = DataKey.objects.get()
        assert bytes(row.wrapped) == b""
        assert row.destroyed_at == AT


def test_the_other_organisations_copy_is_still_readable(council: Desk, trust: Desk) -> None:
    council.seal("text")
    theirs = trust.seal("their text")
    erase(council)
    assert trust.unseal(theirs) == "their text"


def test_the_organisations_other_people_are_still_readable(council: Desk) -> None:
    other = Desk(council.organisation, council.organisation)
    kept = other.seal("kept")
    council.seal("text")
    erase(council)
    assert other.unseal(kept) == "kept"


def test_what_is_received_later_has_a_new_key_and_the_old_stays_erased(council: Desk) -> None:
    old = council.seal("old")
    erase(council)
    new = council.seal("new")
    assert council.unseal(new) == "new"
    with pytest.raises(vault.Erased):
        council.unseal(old)


def test_erasing_twice_or_erasing_nothing_changes_nothing(council: Desk) -> None:
    erase(council)
    council.seal("text")
    erase(council)
    with acting_for(council.organisation):
        vault.erase(person=council.person, organisation=council.organisation, at=datetime(2019, 1, 1, tzinfo=UTC))
        assert DataKey.objects.get().destroyed_at == AT


def test_one_organisation_cannot_erase_anothers_copy(council: Desk, trust: Desk) -> None:
    sealed = council.seal("text")
    with acting_for(trust.organisation):
        vault.erase(person=council.person, organisation=council.organisation, at=AT)
    assert council.unseal(sealed) == "text"


def test_a_key_row_cannot_be_deleted_to_hide_an_erasure(council: Desk) -> None:
    council.seal("text")
    with acting_for(council.organisation), pytest.raises(Exception, match="permission denied"):
        DataKey.objects.all().delete()


def test_the_database_itself_refuses_a_destroyed_key_that_still_holds_something(council: Desk) -> None:
    council.seal("text")
    with pytest.raises(IntegrityError, match="vault_destroyed_means_empty"), acting_for(council.organisation):
        DataKey.objects.update(destroyed_at=AT)


def test_the_person_of_a_key_cannot_be_changed(council: Desk, trust: Desk) -> None:
    council.seal("text")
    with acting_for(council.organisation), connection.cursor() as cursor, pytest.raises(Exception, match="permission"):
        cursor.execute("UPDATE vault_datakey SET person_id = %s", [trust.organisation])
