"""kill -9 at every single statement: of a release, of a sweep, of the ledger's sequencer.

A copy of this process does the work and ends itself just before its first statement, then before its second, and so
on; and just before and just after each commit. Whatever it had begun is as if it had never been, and whatever it had
committed is there with its ledger entry. Then it is done again, to its end.
"""

import itertools
from functools import partial

import pytest

from handrail import ledger
from handrail.gate import Refused, clock
from handrail.upkeep.sweep import sweep_organisation
from tests.fault.books import assert_books_agree, assert_sound, disclosures_of, fingerprint
from tests.fault.conftest import Site
from tests.fault.fuse import killed_at, nobody_is_left
from tests.nominating import put_forward, release
from tests.waiting import until
from tests.working import disclosed, opened

RECIPIENTS = ("council", "nhs")
EXPIRED = "SELECT count(*) FROM sharing_disclosure WHERE state = 'expired'"
REMINDED = "SELECT count(*) FROM duties_duty WHERE reminded_at < '9999-01-01'"


@pytest.mark.slow
def test_a_release_killed_anywhere_is_whole_or_was_never(site: Site) -> None:
    written = put_forward(site.pilot, recipients=RECIPIENTS)
    work = partial(release, site.pilot, written)
    before = fingerprint(site)
    for point in itertools.count(1):
        killed = killed_at(point, work)
        until(lambda: nobody_is_left(site), "the database undoing what was begun")
        if not killed or fingerprint(site) != before:
            break
    assert killed, "killed just after its commit, a release is done, though nobody was told"
    assert point > 50
    assert disclosures_of(site, written.id) == len(RECIPIENTS)
    assert_books_agree(site)
    with pytest.raises(Refused):
        work()
    assert_books_agree(site)
    assert_sound(site)


@pytest.mark.slow
def test_a_sweep_killed_anywhere_goes_on_where_it_was(site: Site) -> None:
    disclosed(site.pilot, *RECIPIENTS, acknowledged=False)
    opened(site.pilot, disclosed(site.pilot, "council")["council"])
    council = site.pilot.organisation("council")
    with clock.at(clock.now().replace(year=2026, month=1)):
        work = partial(sweep_organisation, council)
        for point in itertools.count(1):
            if not killed_at(point, work):
                break
            until(lambda: nobody_is_left(site), "the database undoing what was begun")
            assert_books_agree(site)
        assert point > 20
        assert site.read(EXPIRED) == [(2,)]
        assert site.read(REMINDED) > [(0,)]
        assert_books_agree(site)
        assert_sound(site)


def test_the_sequencer_killed_anywhere_gives_every_entry_one_place(site: Site) -> None:
    put_forward(site.pilot)
    assert (waiting := ledger.lag(clock.now()).unsequenced) > 5
    work = partial(ledger.sequence_all, at=clock.now(), batch=5)
    for point in itertools.count(1):
        if not killed_at(point, work):
            break
        until(lambda: nobody_is_left(site), "the database undoing what was begun")
        found = ledger.verify()
        assert found.problems == ()
        assert found.size + found.unsequenced == waiting
    assert point > 5
    assert ledger.verify().size == waiting
    assert_sound(site)
