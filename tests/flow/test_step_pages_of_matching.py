"""The page for taking a step of private matching is shown to those who may take it.

Whoever may not is sent to the page of the record, which says what it waits for and from whom. Found by the addresses
themselves: an address that is added to these pages is asked about here too.
"""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

import pytest
from django.urls import reverse

from handrail.matching.queries.registers import open_register
from handrail.web.admin import register_urls
from handrail.web.originate import search_urls
from handrail.web.work import check_urls
from tests.browsing import signed_in
from tests.finding import (
    ADMINISTRATION,
    CONTACT,
    SECOND_CONTACT,
    RealPartner,
    answer,
    asked,
    brought_in,
    candidate_page,
    check_page,
    fits,
    found,
    known,
    offered,
    proposed,
    search_page,
    searched,
)
from tests.nominating import AUTHORISER, OFFICER, write
from tests.worlds import World

#: Page → the steps that are taken there. ``register_step`` and ``check_step`` are asked about step by step.
PAGES = {
    "originate:decide_search": {"authorise", "decline"},
    "originate:withdraw_search": {"withdraw"},
    "originate:ask_candidate": {"ask"},
    "originate:second_candidate": {"second"},
    "originate:set_candidate_aside": {"set_aside"},
    "originate:take_check_back": {"take_back"},
    "admin:add_quota": {"add_quota"},
    "admin:register_looked_at": {"mark_looked_at"},
    "work:answer_check": {"answer"},
}
#: Lists and the records themselves, what only a press reaches, and the pages that the tests below ask about by name.
OTHERS = {
    "originate:who_knows", "originate:search", "originate:candidate", "admin:registers", "admin:register",
    "work:identity_checks", "work:identity_check",
    "originate:take_request_out", "originate:candidate_seen",
    "originate:propose_search", "originate:bring_answer_in", "admin:begin_offer", "admin:offer_register",
    "admin:register_step", "work:check_step",
}  # fmt: skip


def test_every_page_is_asked_about() -> None:
    named = {"originate": search_urls, "admin": register_urls, "work": check_urls}
    every = {f"{name}:{each.name}" for name, module in named.items() for each in module.urlpatterns}
    assert every == PAGES.keys() | OTHERS


def shown(pilot: World, who: str, page: str, *args: object) -> bool:
    """Whether the page opens; else it leads back to the record."""
    given = signed_in(pilot, who).get(reverse(page, args=args))
    assert given.status_code in (HTTPStatus.OK, HTTPStatus.SEE_OTHER)
    return given.status_code == HTTPStatus.OK


def agree(pilot: World, who: str, record: UUID, steps: Iterable[str], pages: Iterable[str]) -> None:
    """These pages about a record are shown to ``who`` where one of their steps is theirs now."""
    may = set(steps)
    assert {page: shown(pilot, who, page, record) for page in pages} == {
        page: bool(may & PAGES[page]) for page in pages
    }


@pytest.mark.parametrize("who", [OFFICER, AUTHORISER])
def test_whoever_proposed_a_search_has_no_page_to_decide_on_it(
    pilot: World, council_partner: RealPartner, who: str
) -> None:
    written = write(pilot)
    search = proposed(pilot, written, offered(pilot, council_partner))
    pages = [page for page in PAGES if page.endswith("_search")]
    agree(pilot, who, search, search_page(pilot, search, who).steps, pages)
    assert shown(pilot, who, "originate:propose_search", written.id) == known(pilot, written, who).may_propose


@pytest.mark.parametrize("who", [OFFICER, AUTHORISER])
def test_what_was_found_has_the_pages_of_what_the_reader_may_do(
    pilot: World, council_partner: RealPartner, who: str
) -> None:
    candidate = found(pilot, searched(pilot, council_partner)[1])
    pages = [page for page in PAGES if "candidate" in page or page == "originate:take_check_back"]
    agree(pilot, who, candidate, candidate_page(pilot, candidate, who).steps, pages)
    asked(pilot, candidate)
    agree(pilot, who, candidate, candidate_page(pilot, candidate, who).steps, pages)


def test_whoever_wrote_an_answer_has_no_page_to_give_it_and_a_colleague_has(
    pilot: World, council_partner: RealPartner
) -> None:
    check = asked(pilot, found(pilot, searched(pilot, council_partner)[1]))
    assert [shown(pilot, CONTACT, "work:check_step", check, step) for step in ("release", "send-back", "made-up")] == [
        False, False, True,
    ]  # fmt: skip
    fits(pilot, check, 1)
    answer(pilot, check, "same")
    for who in (CONTACT, SECOND_CONTACT):
        steps = check_page(pilot, check, who).steps
        agree(pilot, who, check, steps, ["work:answer_check"])
        for address, step in (("release", "release"), ("send-back", "send_back"), ("made-up", "is_made_up")):
            assert shown(pilot, who, "work:check_step", check, address) == (step in steps), (who, step)
    page = signed_in(pilot, CONTACT).get(reverse("work:check_step", args=[check, "release"]), follow=True)
    assert "whoever wrote it can’t give it" in page.text


def test_whoever_brought_a_register_in_has_no_page_to_accept_it(pilot: World, council_partner: RealPartner) -> None:
    register = brought_in(pilot, council_partner)
    for who in (CONTACT, SECOND_CONTACT):
        steps = open_register(by=pilot.actor(who), purpose=ADMINISTRATION, register=register).steps
        agree(pilot, who, register, steps, ["admin:add_quota", "admin:register_looked_at"])
        for step in ("accept", "decline", "withdraw"):
            assert shown(pilot, who, "admin:register_step", register, step) == (step in steps), (who, step)


def test_only_who_may_offer_a_register_has_a_page_for_it(pilot: World) -> None:
    for who, may in ((CONTACT, True), ("administrator@council", False)):
        page = signed_in(pilot, who).get(reverse("admin:offer_register", args=[pilot.centre]))
        assert (page.status_code == HTTPStatus.OK) == may
