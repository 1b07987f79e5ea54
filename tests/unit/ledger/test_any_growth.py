"""However the entries come, and whatever is missing meanwhile, tables and proofs are those of the naive tree.

Tiles are made four wide here, so that two hundred entries have four levels of them.
"""

from random import Random

import pytest

from handrail import ledger
from handrail.ledger import proofs, tiles
from tests.unit.ledger.conftest import Log
from tests.unit.ledger.test_tree import model_consistency, model_path, model_root

WIDTH, HEIGHT = 4, 2
ENTRIES = 200


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tiles, proofs):
        monkeypatch.setattr(module, "WIDTH", WIDTH)
        monkeypatch.setattr(module, "HEIGHT", HEIGHT)
    monkeypatch.setattr(tiles, "AT_ONCE", 7)


def grow(log: Log, chance: Random) -> None:
    """Batches of any size; now and then the newest subtrees of a level go missing, as after an upgrade."""
    while log.written < ENTRIES:
        count = chance.choice([1, 2, 3, 5, 8, 21])
        log.fill(count)
        log.written += count
        log.sequence(batch=chance.choice([1, 4, 50]))
        if chance.random() < 0.2:
            level, first = chance.randint(1, 3), chance.randrange(20)
            # A level is made up for in order: what stands above what is missing goes with it.
            for above in range(level, 5):
                first >>= HEIGHT * (above > level)
                log.tamper('DELETE FROM ledger_subtree WHERE level = %s AND "index" >= %s', [above, first])
    log.sequence()


@pytest.mark.parametrize("seed", range(3))
def test_the_stored_subtrees_are_those_of_the_naive_tree(log: Log, seed: int) -> None:
    grow(log, Random(seed))
    below = [each.hash for each in ledger.leaves()]
    assert len(below) == log.written
    for level in range(1, 5):
        stored = log.read('SELECT "index", hash FROM ledger_subtree WHERE level = %s ORDER BY 1', [level])
        below = [model_root(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)]
        assert [(index, bytes(found)) for index, found in stored] == list(enumerate(below))
    assert log.read("SELECT max(level) FROM ledger_subtree") == [(3,)]


def test_every_proof_of_every_entry_and_every_checkpoint_is_that_of_the_naive_tree(log: Log) -> None:
    grow(log, Random(7))
    leaves = list(ledger.leaves())
    hashes = [each.hash for each in leaves]
    for each in leaves:
        assert ledger.inclusion(each.entry).proof == model_path(each.index, hashes)
    sizes = [size for (size,) in log.read("SELECT size FROM ledger_checkpoint ORDER BY size")]
    assert len(sizes) > 30
    for old in sizes:
        for size in (old, *Random(old).choices([each for each in sizes if each >= old], k=5)):
            assert ledger.consistency(old, size) == model_consistency(old, hashes[:size])
