"""What goes wrong here while registers are asked: it ends with the search that it happened to, and is said there."""

import json
import logging
from datetime import timedelta
from uuid import UUID

import pytest

from handrail.gate import RuleBroken, clock
from handrail.matching import asker as asker_module
from handrail.matching import running, tasks
from handrail.matching.actions import registers
from handrail.matching.asking import NotACentre, NotReached
from handrail.matching.asking.centre import SIGNING_KEY
from handrail.matching.models import Result, Search
from handrail.matching.running import SearchesFailed, run
from handrail.matching.unreached import Unreached
from handrail.sharing.sealed import Copy, seal
from tests.finding import (
    ADMINISTRATION,
    CONTACT,
    RealPartner,
    authorised,
    bring_in,
    carried,
    known,
    offered,
    result_row,
    search_page,
)
from tests.nominating import acting_for, said_in_ledger, write
from tests.worlds import NOW, World

#: Nobody has it, and yet it can be written: each part of a host’s name has at most 63 characters.
UNUSABLE = ("https://" + "a" * 70 + ".example", "https://match..example", "https://match.example/prüfen")


def spoil(pilot: World, search: UUID) -> None:
    """What a search was agreed to about can’t be opened any more: its row is damaged."""
    with acting_for(pilot.organisation("ctu")):
        Search.objects.filter(pk=search).update(identity_sealed=b"\x01" + bytes(40))


def spoil_kept(pilot: World, result: Result, kept: str = "e30=") -> None:
    """What is kept of a request is not what another version of Handrail can read."""
    with acting_for(pilot.organisation("ctu")):
        row = Result.objects.select_related("search").get(pk=result.pk)
        seal(Copy(row.organisation_id, row.search.person_id), row, kept=kept)
        row.save()


def became(pilot: World, search: UUID) -> tuple[str, str]:
    (result,) = search_page(pilot, search).results
    return result.state, result.refusal


def quota(pilot: World) -> int:
    return known(pilot, write(pilot)).offers[0].quota or 0


def test_a_search_that_fails_here_ends_and_says_so_and_the_others_are_asked(
    pilot: World, council_partner: RealPartner, caplog: pytest.LogCaptureFixture
) -> None:
    register = offered(pilot, council_partner)
    first, second = (authorised(pilot, write(pilot), register) for _ in range(2))
    spoil(pilot, first)
    with caplog.at_level(logging.ERROR, "handrail"), pytest.raises(SearchesFailed):
        run(pilot.organisation("ctu"))
    assert became(pilot, first) == ("refused", "failed-here")
    assert became(pilot, second) == ("found", "")
    (result,) = search_page(pilot, first).results
    assert "worker’s log" in result.sentence
    assert search_page(pilot, first).state == "done"
    assert [record.getMessage() for record in caplog.records] == ["A register could not be asked, and isn't any more"]
    assert run(pilot.organisation("ctu")) == 0, "nothing is left that could fail again"
    assert council_partner.outcomes() == ["evaluated"]
    refused = [json.loads(entry) for entry in said_in_ledger(pilot.organisation("ctu"))]
    assert [each["facts"]["refusal"] for each in refused if each["action"] == "search.refused"] == ["failed-here"]


def test_searches_at_a_partner_that_can_t_be_reached_wait_together_and_longer_each_time(
    pilot: World, council_partner: RealPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, ctu = offered(pilot, council_partner), pilot.organisation("ctu")
    searches = [authorised(pilot, write(pilot), register) for _ in range(3)]
    tried: list[str] = []
    unreached = Unreached()

    def away(address: str, *_: object, **__: object) -> bytes:
        tried.append(address)
        raise NotReached("Nobody is there.")

    def tries_by(minutes: float) -> tuple[int, int]:
        """How often anything was sent, and how many tries count for the searches together."""
        with clock.at(NOW + timedelta(minutes=minutes)):
            unreached.begin()
            assert run(ctu, unreached=unreached) == 0
        return len(tried), sum(result_row(pilot, each).tries for each in searches)

    with monkeypatch.context() as patched:
        patched.setattr(running, "send", away)
        assert tries_by(0) == (1, 1)
        assert tries_by(0.5) == (1, 1)
        assert tries_by(1) == (2, 2)
        assert tries_by(2.5) == (2, 2)
        assert tries_by(3) == (3, 3)
    with clock.at(NOW + timedelta(minutes=8)):
        unreached.begin()
        assert run(ctu, unreached=unreached) == 3, "it answered the first, and so the others were asked too"


def test_a_worker_leaves_the_rest_to_its_next_run_once_two_partners_could_not_be_reached() -> None:
    unreached = Unreached()
    for address in ("https://one.example", "https://two.example"):
        assert not unreached.leaves(address, NOW)
        unreached.add(address, NOW)
    assert unreached.leaves("https://three.example", NOW)
    unreached.begin()
    assert not unreached.leaves("https://three.example", NOW)
    assert unreached.leaves("https://one.example", NOW)
    unreached.remove("https://one.example")
    assert not unreached.leaves("https://one.example", NOW)


def test_a_partner_that_is_away_for_long_is_tried_every_eight_minutes() -> None:
    unreached, now = Unreached(), NOW
    for minutes in (1, 2, 4, 8, 8):
        unreached.begin()
        unreached.add("https://one.example", now)
        unreached.begin()
        now += timedelta(minutes=minutes)
        assert unreached.leaves("https://one.example", now - timedelta(seconds=1))
        assert not unreached.leaves("https://one.example", now)


def test_the_worker_s_jobs_leave_a_partner_alone_that_another_job_could_not_reach(
    pilot: World, council_partner: RealPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctu = str(pilot.organisation("ctu"))
    register = offered(pilot, council_partner)
    first, second = (authorised(pilot, write(pilot), register) for _ in range(2))
    tried: list[str] = []

    def away(address: str, *_: object, **__: object) -> bytes:
        tried.append(address)
        raise NotReached("Nobody is there.")

    monkeypatch.setattr(running, "send", away)
    monkeypatch.setattr(tasks, "_unreached", Unreached())
    tasks.run_search(ctu, str(first))
    tasks.run_search(ctu, str(second))
    tasks.round_of_searches(0)
    assert len(tried) == 1


def test_an_answer_that_was_carried_back_for_nothing_is_named(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner, by_hand=True))
    result = result_row(pilot, search)
    answer = council_partner.partner.answer(carried(pilot, search, result.id), at=NOW)
    spoil_kept(pilot, result)
    bring_in(pilot, search, result.id, answer)
    assert became(pilot, search) == ("refused", "not-kept")


def test_while_the_keys_to_ask_by_can_t_be_used_searches_wait(pilot: World, council_partner: RealPartner) -> None:
    search = authorised(pilot, write(pilot), offered(pilot, council_partner))
    key = asker_module._folder() / SIGNING_KEY
    asker_module._of.cache_clear()
    key.chmod(0o644)
    with pytest.raises(NotACentre, match="read by others"):
        run(pilot.organisation("ctu"))
    assert became(pilot, search) == ("waiting", "")
    key.chmod(0o600)
    assert run(pilot.organisation("ctu")) == 1
    assert became(pilot, search) == ("found", "")


@pytest.mark.parametrize("address", UNUSABLE)
def test_an_address_that_nothing_can_be_sent_to_is_not_taken_in(
    pilot: World, council_partner: RealPartner, address: str
) -> None:
    offer = council_partner.offer()
    offer = type(offer)(table=offer.table, key=offer.key, address=address)
    with pytest.raises(RuleBroken) as wrong:
        registers.offer(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, centre=pilot.centre, offer=offer)
    assert wrong.value.rule == "register-address"


def test_an_organisation_whose_searches_fail_holds_up_nobody_else(
    pilot: World, council_partner: RealPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = offered(pilot, council_partner)
    first, second = (authorised(pilot, write(pilot), register) for _ in range(2))
    spoil(pilot, first)
    both = (UUID(int=0), pilot.organisation("ctu"))
    monkeypatch.setattr(tasks, "all_organisations", lambda: both)
    with pytest.raises(SearchesFailed):
        tasks.round_of_searches(0)
    assert became(pilot, second) == ("found", "")
