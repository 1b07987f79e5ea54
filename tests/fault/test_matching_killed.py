"""kill -9 in the middle of private matching, on the centre's side.

Of the worker, before and after each commit of a search; of whoever brings a register in or takes one back. A token that
the partner counts as spent is never good at the centre, none is used up unseen, and what has to go is gone.
"""

import io
import itertools
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from handrail.gate import clock
from handrail.matching import tables, tasks
from handrail.matching.actions import registers
from handrail.matching.models import QuotaToken, Register
from handrail.matching.partner.quota import hash_of
from handrail.matching.running import run
from handrail.sharing.sealed import Copy, unseal
from tests.fault.books import assert_books_agree, assert_sound
from tests.fault.conftest import Site
from tests.fault.fuse import killed_at, nobody_is_left
from tests.finding import (
    ADMINISTRATION,
    CONTACT,
    RealPartner,
    authorised,
    brought_in,
    offered,
    real_partner,
    search_page,
)
from tests.finding import published_register as published_register  # noqa: PLC0414, a fixture
from tests.forked import KILLED, in_a_child, kill_me
from tests.nominating import acting_for, write
from tests.waiting import until
from tests.worlds import NOW

QUOTA = 30
DESTROY = "SELECT args->>'register' FROM procrastinate_jobs WHERE task_name = 'matching.destroy_table'"


@pytest.fixture
def partner(site: Site, published_register: Path, tmp_path: Path) -> Iterator[RealPartner]:
    with real_partner(published_register, tmp_path / "partner") as working:
        yield working


def tokens_left(site: Site, register: UUID) -> set[str]:
    """The hashes of the tokens that the centre would still use."""
    council = site.pilot.organisation("council")
    with acting_for(council):
        rows = QuotaToken.objects.filter(register=register).exclude(token_sealed=b"")
        return {hash_of(unseal(Copy(council, register), row, "token")[0]) for row in rows}


def tokens_spent(partner: RealPartner) -> list[str]:
    """The hashes of the tokens that the partner has evaluated something for."""
    lines = (partner.folder.path / "log").read_text(encoding="utf-8").splitlines()
    return [entry["token"] for entry in map(json.loads, lines) if entry["outcome"] == "evaluated"]


@pytest.mark.slow
def test_a_search_killed_around_any_commit_is_asked_to_its_end_and_no_token_is_used_up_unseen(
    site: Site, partner: RealPartner
) -> None:
    pilot, ctu = site.pilot, site.pilot.organisation("ctu")
    register = offered(pilot, partner, quota=QUOTA)
    for point in itertools.count(1):
        search = authorised(pilot, write(pilot), register)
        killed = killed_at(point, partial(run, ctu, search=search), statements=False)
        until(lambda: nobody_is_left(site), "the database undoing what was begun")
        with clock.at(NOW + timedelta(minutes=5)):
            while run(ctu):
                pass
            (result,) = search_page(pilot, search).results
            assert result.state == "found"
        spent, left = tokens_spent(partner), tokens_left(site, register)
        assert len(set(spent)) == len(spent)
        assert left.isdisjoint(spent)
        assert len(left) == QUOTA - len(spent)
        if not killed:
            break
    assert point > 6, "listing, asking and reading are three commits"
    assert set(partner.outcomes()) == {"evaluated", "quota-token-spent"}
    assert_books_agree(site)
    assert_sound(site)


def test_a_register_taken_back_by_a_process_that_is_killed_is_destroyed_by_the_worker(
    site: Site, partner: RealPartner
) -> None:
    pilot = site.pilot
    register = offered(pilot, partner)
    withdraw = partial(registers.withdraw, by=pilot.actor(CONTACT), purpose=ADMINISTRATION, register=register)
    assert killed_at(1, withdraw, statements=False)
    until(lambda: nobody_is_left(site), "the database undoing what was begun")
    assert (site.read(DESTROY), tables.path_of(register).exists()) == ([], True), "it was not taken back yet"
    assert killed_at(2, withdraw, statements=False)
    assert tables.path_of(register).exists()
    assert site.read(DESTROY) == [(str(register),)]
    tasks.destroy_table(str(register))
    assert not tables.path_of(register).exists()


class _Cut(io.BytesIO):
    """A table whose reader is killed in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            kill_me()
        return super().read(100)


def test_a_register_whose_bringing_in_is_killed_was_never_brought_in(site: Site, partner: RealPartner) -> None:
    never = uuid4()
    whole = partner.folder.table.read_bytes()
    assert in_a_child(lambda: tables.keep(_Cut(whole), never)) == KILLED
    folder = tables.path_of(never).parent
    [left] = folder.glob(f".{never}.*")
    assert not tables.path_of(never).exists()
    # What was left is cleared away when the next one comes, unless somebody may still be writing it.
    register = brought_in(site.pilot, partner)
    assert left.exists()
    os.utime(left, (0, 0))
    gone = left.with_name(".gone")
    gone.symlink_to("nowhere")  # as a copy that is done between being listed and being looked at
    tables.keep(io.BytesIO(whole), never)
    assert not left.exists()
    gone.unlink()
    tables.destroy(never)
    with acting_for(site.pilot.organisation("council")):
        assert [each.id for each in Register.objects.all()] == [register]
