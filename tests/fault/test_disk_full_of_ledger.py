"""A full disk under the ledger, under an export of it, and under a witness: nobody signs what isn't kept, and what was
begun is as if it had not been.
"""

import errno
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from handrail import ledger
from handrail.gate import clock
from handrail.ledger.note import SigningKey
from handrail.witness import Witness, standings, trust
from tests.fault.books import assert_sound
from tests.fault.conftest import Site, SmallDisk
from tests.unit.ledger.conftest import Log, act_for
from tests.unit.ledger.conftest import log as log  # noqa: PLC0414, a fixture
from tests.unit.witness.conftest import NOON, ORIGIN, History, asked

#: Giving so many a place takes pages that their table has not got yet.
WAITING = 3_000


@pytest.mark.slow
def test_the_sequencer_signs_nothing_that_is_not_kept_and_goes_on_once_there_is_room(
    small: Site, disk: SmallDisk
) -> None:
    organisation = small.pilot.organisation("council")
    ledger.sequence_all(at=clock.now())
    before = ledger.head()
    with transaction.atomic():
        act_for(organisation)
        one = ledger.Entry(kind="holding.open", organisation=organisation, payload={}, at=clock.now())
        ledger.append_many([one] * WAITING)
    disk.fill()
    with pytest.raises(DatabaseError, match="No space left on device"):
        ledger.sequence_all(at=clock.now())
    assert ledger.head() == before
    assert ledger.lag(clock.now()).unsequenced == WAITING
    assert ledger.verify().ok
    disk.make_room()
    assert ledger.sequence_all(at=clock.now()).entries == WAITING
    assert_sound(small)


@pytest.mark.parametrize("disk", ["128k"], indirect=True)
def test_an_export_that_finds_no_room_leaves_nothing_that_could_be_taken_for_one(
    log: Log, disk: SmallDisk, tmp_path: Path
) -> None:
    log.fill(1_000)
    log.sequence()
    with pytest.raises(OSError, match="No space left on device"):
        ledger.export_to(disk.folder / "export")
    assert list(disk.folder.iterdir()) == []
    assert ledger.export_to(tmp_path / "export").size == 1_000


@pytest.mark.parametrize("disk", ["128k"], indirect=True)
def test_a_witness_that_cannot_keep_what_it_signs_does_not_sign(disk: SmallDisk) -> None:
    history = History(SigningKey.generate(ORIGIN)).grow(40)
    witness = Witness.create(disk.folder / "witness", "witness.example/w1")
    trust(witness, str(history.key.verification_key))
    assert asked(witness, history.request(0, 20)).status == 200
    disk.fill()
    with pytest.raises(OSError, match="No space left on device") as full:
        asked(witness, history.request(20, 30))
    assert full.value.errno == errno.ENOSPC
    newest = Witness.open(witness.path).log(ORIGIN).newest()
    assert newest is not None
    assert newest.checkpoint.size == 20
    disk.make_room()
    assert asked(witness, history.request(20, 30)).status == 200
    assert [each.well for each in standings(witness, at=NOON)] == [True]
