"""Every committed entry gets one place in the tree, in the order of its transaction, whatever happens meanwhile."""

from datetime import timedelta

from handrail import ledger
from tests.unit.ledger.conftest import NOON, Log


def test_it_works(log: Log) -> None:
    written = log.record(5)
    assert log.sequence() == ledger.Sequenced(entries=5, size=5)
    assert [leaf.entry for leaf in ledger.leaves()] == written
    head = ledger.head()
    assert head is not None
    assert (head.size, head.origin) == (5, "handrail.test/ledger")
    found = ledger.verify()
    assert found.ok, found.problems
    assert (found.size, found.root, found.checkpoints) == (5, head.root, 1)
