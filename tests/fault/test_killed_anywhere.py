"""kill -9 at every single statement: of a release, of a sweep, of the ledger's sequencer.

A copy of this process does the work and ends itself just before its first statement, then before its second, and so
on; and just before and just after each commit. Whatever it had begun is as if it had never been, and whatever it had
committed is there with its ledger entry. Then it is done again, to its end.
"""

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections

from handrail import ledger
from handrail.gate import Refused, clock
from handrail.upkeep.sweep import sweep_organisation
from tests.fault.books import assert_books_agree, assert_sound, disclosures_of, fingerprint
from tests.fault.conftest import Site
from tests.forked import KILLED, in_a_child, kill_me
from tests.nominating import put_forward, release
from tests.waiting import until
from tests.working import disclosed, opened

RECIPIENTS = ("council", "nhs")
EXPIRED = "SELECT count(*) FROM sharing_disclosure WHERE state = 'expired'"
REMINDED = "SELECT count(*) FROM duties_duty WHERE reminded_at < '9999-01-01'"


class Fuse:
    """Ends this process at the ``at``-th point: a point lies before each statement, and around each commit."""

    def __init__(self, at: int) -> None:
        self.left = at

    def burn(self) -> None:
        self.left -= 1
        if self.left == 0:
            kill_me()

    def before_a_statement(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.burn()
        return execute(*arguments)

    def around(self, commit: Callable[[], None]) -> None:
        self.burn()
        commit()
        self.burn()


def killed_at(point: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a child that ends at this point; False when the work was done before it came to that."""

    def in_the_child() -> None:
        connection, fuse = connections["default"], Fuse(point)
        connection._commit = partial(fuse.around, connection._commit)  # type: ignore[attr-defined]
        with connection.execute_wrapper(fuse.before_a_statement):
            work()

    ended = in_a_child(in_the_child)
    assert ended in (0, KILLED)
    return ended == KILLED


def nobody_is_left(site: Site) -> bool:
    """Whether the server has noticed that the killed process is gone, and undone what it had begun."""
    return site.read("SELECT count(*) FROM pg_stat_activity WHERE usename = 'handrail_app'") == [(0,)]


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
