"""The sequencer keeps the subtrees that proofs are made from, and makes up for those that are missing."""

import struct
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from handrail import ledger
from handrail.ledger import tiles, tree
from handrail.ledger.entry import hash_of
from tests.unit.ledger.conftest import Log


def stored(log: Log) -> dict[int, list[bytes]]:
    levels: dict[int, list[bytes]] = {}
    for level, index, found in log.read('SELECT level, "index", hash FROM ledger_subtree ORDER BY level, "index"'):
        assert index == len(levels.setdefault(level, [])), "there is a gap"
        levels[level].append(bytes(found))
    return levels


def leaf_hashes() -> list[bytes]:
    return [each.hash for each in ledger.leaves()]


def test_each_full_tile_has_its_hash_above_as_soon_as_it_is_full(log: Log) -> None:
    log.fill(600)
    ledger.sequence_once(at=log.now, batch=255)
    assert stored(log) == {}
    ledger.sequence_once(at=log.now, batch=1)
    assert stored(log) == {1: [tree.root(leaf_hashes())]}
    log.sequence()
    assert stored(log) == {1: [tree.root(leaf_hashes()[:256]), tree.root(leaf_hashes()[256:512])]}


def test_what_an_upgrade_finds_missing_is_made_up_for_in_small_steps(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "AT_ONCE", 2)
    log.fill(256 * 5 + 3)
    log.sequence()
    whole = stored(log)
    assert len(whole[1]) == 5
    log.tamper("DELETE FROM ledger_subtree")
    assert ledger.sequence_once(at=log.now) == ledger.Sequenced(entries=0, size=1283, more=True)
    assert len(stored(log)[1]) == 2
    assert ledger.sequence_once(at=log.now).more
    assert not ledger.sequence_once(at=log.now).more
    assert stored(log) == whole


def test_until_then_a_proof_says_what_is_missing(log: Log) -> None:
    log.fill(300)
    log.sequence()
    [(entry,)] = log.read("SELECT id FROM ledger_entry WHERE leaf_index = 299")
    log.tamper("DELETE FROM ledger_subtree")
    with pytest.raises(ledger.HashesMissing, match="hashes 0 to 0 at level 1"):
        ledger.inclusion(entry)
    log.sequence()
    assert ledger.inclusion(entry).size == 300


def test_every_entry_can_be_proved_against_what_is_published(log: Log) -> None:
    written = log.fill(520)
    log.sequence(batch=100)
    for entry in [*written[::37], written[-1]]:
        shown = ledger.inclusion(entry)
        leaf = next(each for each in ledger.leaves(shown.index, shown.index + 1))
        assert leaf.entry == entry
        head = ledger.published_head()
        assert (shown.size, shown.note) == (520, ledger.published()) == (head.size, head.note)
        tree.verify_inclusion(
            index=shown.index,
            size=shown.size,
            leaf=hash_of(leaf.kind, leaf.hour, leaf.commitment),
            proof=shown.proof,
            root=head.root,
        )


def test_one_checkpoint_is_proved_to_continue_another(log: Log) -> None:
    log.fill(520)
    log.sequence(batch=100)
    roots = {size: bytes(root) for size, root in log.read("SELECT size, root FROM ledger_checkpoint")}
    for old, old_root in roots.items():
        proof = ledger.consistency(old, 520)
        tree.verify_consistency(old_size=old, size=520, old_root=old_root, root=roots[520], proof=proof)
    for old, new in ((0, 520), (99, 520), (520, 100), (100, 521)):
        with pytest.raises(ValueError, match=r"no (checkpoint of size|consistency proof)"):
            ledger.consistency(old, new)


def test_what_is_not_published_has_no_proof(log: Log) -> None:
    with pytest.raises(ledger.NotPublished):
        ledger.published()
    [late] = log.fill(1)
    with pytest.raises(ledger.NotPublished):
        ledger.inclusion(late)
    log.sequence()
    assert ledger.inclusion(late).proof == []
    with pytest.raises(ledger.NotPublished):
        ledger.inclusion(uuid4())


def test_no_proof_is_handed_out_that_its_holder_would_find_wrong(log: Log) -> None:
    log.fill(300)
    log.sequence()
    [(first,), (last,)] = log.read("SELECT id FROM ledger_entry WHERE leaf_index IN (10, 280) ORDER BY leaf_index")
    log.tamper("UPDATE ledger_subtree SET hash = sha256(hash)")
    with pytest.raises(ledger.ProofError):
        ledger.inclusion(last)
    # The proof of an entry of the first tile has no use for the hash over that tile.
    assert ledger.inclusion(first).index == 10
    log.tamper("UPDATE ledger_entry SET leaf_hash = sha256(leaf_hash) WHERE leaf_index = 10")
    with pytest.raises(ledger.ProofError):
        ledger.inclusion(first)


def test_a_hole_in_the_tree_stops_the_sequencer_rather_than_pass_into_tiles(log: Log) -> None:
    log.fill(255)
    log.sequence()
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index = 7")
    log.fill(5)
    with pytest.raises(ledger.SequencingRefused, match="hashes 0 to 255 at level 0"):
        log.sequence()


def test_nothing_of_the_stored_tree_is_rewritten(log: Log) -> None:
    log.fill(256)
    log.sequence()
    for statement in ("UPDATE ledger_subtree SET hash = ''", "DELETE FROM ledger_subtree"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_bundle_holds_each_leaf_after_its_length(log: Log) -> None:
    log.fill(3)
    log.sequence()
    found, leaves = tiles.bundle(1, 3), []
    while found:
        (length,) = struct.unpack(">H", found[:2])
        leaves.append(found[2 : 2 + length])
        found = found[2 + length :]
    assert [tree.leaf_hash(each) for each in leaves] == leaf_hashes()[1:]
    with pytest.raises(tiles.HashesMissing):
        tiles.bundle(2, 4)


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (7, "007"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_the_number_of_a_tile_is_written_as_the_specification_does(index: int, path: str) -> None:
    assert tiles.index_path(index) == path


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    size = 70_000
    assert tiles.levels_of(size) == range(3)
    assert [len(list(tiles.tiles_of(size, level))) for level in tiles.levels_of(size)] == [274, 2, 1]
    assert [list(tiles.tiles_of(size, level))[-1] for level in tiles.levels_of(size)] == [(273, 112), (1, 17), (0, 1)]
    assert list(tiles.tiles_of(256, 0)) == [(0, 256)]
    assert list(tiles.tiles_of(256, 1)) == [(0, 1)]
    assert tiles.levels_of(0) == range(0)
