"""What the operator is told about the keys before somebody needs a record and can't have it."""

from datetime import UTC, datetime

import pytest

from handrail import vault
from handrail.vault import organisation_keys
from handrail.vault.envelope import new_key
from handrail.vault.organisation_keys import OrganisationKeys
from handrail.vault.rotation import acting_for
from tests.unit.vault.conftest import Desk


def test_nothing_is_reported_when_all_is_well(council: Desk, trust: Desk) -> None:
    council.seal("text")
    council.rotate()
    assert vault.report([council.organisation, trust.organisation]) == ()


def test_a_lost_key_is_named_with_what_it_costs(council: Desk, trust: Desk) -> None:
    council.seal("text")
    organisation_keys.path_of(council.organisation).unlink()
    (fault,) = vault.report([council.organisation, trust.organisation])
    assert str(council.organisation) in fault.what
    assert "is missing. Copies that can't be read without it: 1." in fault.what
    assert "backup of the keys" in fault.do
    assert str(council.person) not in fault.what + fault.do


def test_a_key_file_from_another_day_is_noticed(council: Desk) -> None:
    """The keys restored from an older backup than the database: the version that wraps it is not in the file."""
    old = organisation_keys.load(council.organisation)
    council.seal("text")
    council.rotate()
    organisation_keys.replace(old)
    (fault,) = vault.report([council.organisation])
    assert "version 2" in fault.what


def test_another_key_in_the_place_of_the_right_one_is_noticed(council: Desk) -> None:
    council.seal("text")
    organisation_keys.replace(OrganisationKeys(council.organisation, {1: new_key()}, new_key()))
    (fault,) = vault.report([council.organisation])
    assert "another key in its place" in fault.what


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_reach_is_noticed(council: Desk, mode: int) -> None:
    organisation_keys.path_of(council.organisation).chmod(mode)
    (fault,) = vault.report([council.organisation])
    assert f"mode {mode:o}" in fault.what
    assert "chmod 600" in fault.do


def test_a_key_folder_that_others_can_reach_is_noticed(council: Desk) -> None:
    organisation_keys.folder().chmod(0o755)
    (fault,) = vault.report([council.organisation])
    assert "mode 755" in fault.what
    assert "chmod 700" in fault.do


def test_a_damaged_key_file_is_named(council: Desk) -> None:
    organisation_keys.path_of(council.organisation).write_text("not a key")
    (fault,) = vault.report([council.organisation])
    assert "damaged" in fault.what
    assert "not a key" not in fault.what


def test_an_organisation_whose_key_is_lost_for_good_can_begin_again(council: Desk, trust: Desk) -> None:
    lost, kept = council.seal("lost"), trust.seal("kept")
    organisation_keys.path_of(council.organisation).unlink()
    with acting_for(council.organisation):
        assert vault.give_up(council.organisation, at=datetime(2018, 6, 4, tzinfo=UTC)) == 1
    vault.create_organisation_key(council.organisation)
    assert council.unseal(council.seal("new")) == "new"
    assert trust.unseal(kept) == "kept"
    with pytest.raises(vault.Erased):
        council.unseal(lost)
    assert vault.report([council.organisation, trust.organisation]) == ()


def test_a_key_that_is_there_is_not_given_up(council: Desk) -> None:
    sealed = council.seal("text")
    with acting_for(council.organisation), pytest.raises(vault.KeyIsThere):
        vault.give_up(council.organisation, at=datetime(2018, 6, 4, tzinfo=UTC))
    assert council.unseal(sealed) == "text"
