"""The site attacked over HTTP: every address that names a record, by every role in every relation, in every state.

One file, since its worlds are built once in a process. What is enumerated, what is collapsed and why that is sound
stands in docs/reference/leak-suite.md.
"""

import re
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from itertools import zip_longest
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from handrail import programme
from handrail.gate import passages
from handrail.oversight.queries.why import kinds
from tests.harness.databases import Databases
from tests.leak.http_asking import ID, METHODS, Answer, Asker
from tests.leak.http_cells import Attempt, too_much
from tests.leak.http_crawl import Visit, typed_in, walk
from tests.leak.http_knowing import BESIDE, ENDED, KNOWN, knows_of, may_know, one_of_each
from tests.leak.http_page import figures
from tests.leak.http_readers import Reader, everybody
from tests.leak.http_routes import ABOUT_RECORDS, ELSEWHERE, KINDS, PUBLIC_KINDS, ROUTES, Route
from tests.leak.http_victim import Here, Told
from tests.leak.http_work import done_for, logged
from tests.leak.http_world import RECORDS, STATES, WITHOUT, Site, world
from tests.plaintext.canaries import STEM
from tests.plaintext.journey import COORDINATOR
from tests.recorded import how_many, recorded

#: Every record that an address can name: the victim's, and those of the pilot itself.
PLACES = RECORDS.keys() | {
    "organisation",
    "guest",
    "member",
    "grant",
    "invited",
    "agreement",
    "line",
    "question",
    "register",
}

#: Records that come about in a state: their pages are tried there. Of the others it is asked who may know of them.
NEW_IN = {
    "nominated": {"decision", "search", "check"},
    "live": PLACES - ENDED,
    "over": {"transfer", "notice", "unsealing", "challenge"},
}

#: Who sends forms without knowing of anything: one for each kind of page that they otherwise have.
STRANGERS = (
    "case_coordinator@other_council", "originating_officer@other_ctu", "data_protection_officer@other_council",
    "administrator@council",
)  # fmt: skip


# --- that the table is whole ------------------------------------------------------------------------------------------


def test_every_address_is_in_the_table() -> None:
    """A new one names a record that the worlds have, or stands in one of the lists with the reason why."""
    unknown = {str(each): each.records for each in ABOUT_RECORDS if not each.records or set(each.records) - PLACES}
    assert (unknown, ELSEWHERE - {each.name for each in ROUTES}) == ({}, set())


def test_every_kind_of_record_is_in_the_table() -> None:
    assert kinds().keys() == KINDS.keys() | PUBLIC_KINDS
    assert KNOWN.keys() == PLACES - BESIDE


def test_every_role_and_every_record_is_there(databases: Databases) -> None:
    """Each role of each rulebook tries, and each record that an address can name is there in one of the states."""
    found: set[str] = set()
    for state in STATES:
        with world(databases, state) as site:
            found |= site.ids.keys()
    assert found >= PLACES
    roles = {role.code for rulebook in programme.installed() for role in rulebook.roles}
    assert {reader.role for reader in everybody(site.pilot)} == roles


def test_the_page_says_how_much_is_tried(databases: Databases) -> None:
    with world(databases, WITHOUT) as site:
        assert figures(site.pilot) in Path("docs/reference/leak-suite.md").read_text(), figures(site.pilot)


# --- one address at a time --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_an_address_tells_nobody_more_than_they_may_know(databases: Databases, state: str) -> None:
    """Whoever may not know of a record is answered, byte for byte, as if there were none; others read what is theirs.

    Nothing that was said of the victim is in the log or in any table afterwards, and no id in the log.

    One victim does for all that only reads. That it did only read is shown: afterwards every table is as it was, but
    for the ledger and for who is signed in.
    """
    with world(databases, state) as site, logged() as log:
        here = Here(site.pilot, databases.current)
        before = here.digest()
        readers = everybody(site.pilot)
        whole = one_of_each(readers, state)
        found: set[str] = set()
        told = [said for each in readers for said in _complaints(site, each, state, found, pages=each in whole)]
        assert told == []
        assert {str(route) for route in _there_is(site, state)} - found == NOT_OF_IT.get(state, set())
        assert here.digest() == before
        assert {place: said for place, text in here.words() if (said := site.said.found_in(text))} == {}
    assert "Not Found: /why/*/*/*" in log.getvalue()
    assert site.said.found_in(log.getvalue().encode()) == []
    assert ID.findall(log.getvalue()) == []


#: Addresses at which nobody finds anything, although there is such a record: what is wanted of it isn't there.
NOT_OF_IT = {
    "nominated": {"originate:hand_in_there"},
    "live": {
        "originate:hand_in", "originate:hand_in_there", "public:agreement",
        "admin:change_funding", "admin:answer", "why_of check.see Check",
    },
    "over": {"why_of check.see Check"},
}  # fmt: skip


def _complaints(site: Site, reader: Reader, state: str, found: set[str], *, pages: bool) -> Iterator[str]:
    """What is wrong with the answers to a reader. What they find is added to ``found``."""
    attempt = Attempt(site, reader)
    for route in _there_is(site, state, pages=pages):
        if may_know(reader, route, state):
            answer = attempt.about_victim(route)
            if answer.status != HTTPStatus.NOT_FOUND:
                found.add(str(route))
            elif route.name == "why_of":
                yield f"{route} for {reader}: not found, though it is theirs to know of"
            yield from _unfit(attempt, route, answer)
        elif told := attempt.tells(route):
            yield f"{route} for {reader}: {told}"


def _unfit(attempt: Attempt, route: Route, answer: Answer) -> Iterator[str]:
    """What is wrong with an answer to somebody who may know of the record."""
    if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        yield f"{route} for {attempt.reader}: it failed"
    if words := too_much(attempt.site, attempt.reader, answer):
        yield f"{route} for {attempt.reader}: reads {words}"


def _there_is(site: Site, state: str, *, pages: bool = True) -> list[Route]:
    """The addresses whose records are there, and are tried in this state."""
    there = [route for route in ABOUT_RECORDS if set(route.records) <= site.ids.keys()]
    return [each for each in there if each.name == "why_of" or (pages and set(each.records) & NEW_IN[state])]


# --- forms ------------------------------------------------------------------------------------------------------------


def test_a_form_tells_a_stranger_nothing(databases: Databases) -> None:
    """Something is sent to every address; and nobody's record is answered as the victim's is."""
    with world(databases, "live") as site:
        told = [
            f"{route} for {reader}: {said}"
            for reader in everybody(site.pilot)
            if reader.who in STRANGERS
            for attempt in [Attempt(site, reader)]
            for route in _there_is(site, "live")
            if not may_know(reader, route, "live") and (said := attempt.tells(route, "POST"))
        ]
    assert told == []


def test_a_form_tells_whoever_works_on_it_no_more_than_they_may_read(databases: Databases) -> None:
    """Sent with nothing but a version, most forms come back with their errors. What acts is done to a fresh victim."""
    with world(databases, "live") as site:
        readers = [each for each in one_of_each(everybody(site.pilot), "live") if "case" in knows_of(each, "live")]
        there = _there_is(site, "live")
    told: list[str] = []
    for reader in readers:
        waiting = deque(route for route in there if route.name != "why_of" and may_know(reader, route, "live"))
        while waiting:
            told += _until_something_changes(databases, reader, waiting)
    assert told == []


def _until_something_changes(databases: Databases, reader: Reader, waiting: deque[Route]) -> Iterator[str]:
    with world(databases, "live") as site:
        attempt, before = Attempt(site, reader), how_many()
        while waiting:
            route = waiting.popleft()
            yield from _unfit(attempt, route, attempt.about_victim(route, "POST"))
            if any(each.outcome == "done" and each.action in ACTIONS for each in recorded(since=before)):
                return


#: Everything that changes something.
ACTIONS = frozenset(name for name, passage in passages.items() if passage.kind == "action")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_other_methods_tell_a_stranger_nothing(databases: Databases, method: str) -> None:
    with world(databases, "live") as site:
        (attempt,) = (Attempt(site, each) for each in everybody(site.pilot) if each.who == STRANGERS[0])
        told = [(str(route), said) for route in _there_is(site, "live") if (said := attempt.tells(route, method))]
    assert told == []


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in_whatever_they_ask_for(databases: Databases, method: str) -> None:
    with world(databases, "live") as site:
        nobody = Asker(site.pilot, "", {})
        told = []
        for route in (each for each in _there_is(site, "live") if not each.name.startswith("public:")):
            hidden, absent = route.filled(site.ids), route.filled({})
            answers = [nobody.ask(method, path) for path in (hidden, absent)]
            leads = {dict(answer.headers).get("Location", "").split("?")[0] for answer in answers}
            same = answers[0].less(hidden) == answers[1].less(absent)
            if not same or leads != {reverse("account_login")}:
                told.append(str(route))
    assert told == []


def test_the_public_register_knows_no_draft(databases: Databases) -> None:
    with world(databases, WITHOUT) as site:
        nobody = Asker(site.pilot, "", {})
        hidden, absent = (
            nobody.ask("GET", reverse("public:agreement", args=[each])) for each in (site.ids["agreement"], uuid4())
        )
    assert hidden == absent
    assert hidden.status == HTTPStatus.NOT_FOUND


# --- two worlds -------------------------------------------------------------------------------------------------------

#: The record of what was done isn't compared: its head counts everybody's entries, as a published log must, and each
#: entry holds random numbers of its own. Who may read which entry is asked address by address. And everybody in an
#: organisation that was told of somebody sees how many names its agreement has used (M7), which names nobody. So does
#: whoever keeps a register see how often it may still be asked: they made the tokens.
NOT_COMPARED = re.compile(
    r"GET /oversight/(ledger/\S*)? 200|GET /organisation/agreements/#\d+ 200 for \w+@(council|nhs|probation|housing)"
    r"|GET /organisation/registers(/#\d+)? 200 for \w+@council "
)


def test_whoever_has_no_part_in_it_finds_what_there_is_without_the_victim(databases: Databases) -> None:
    """Lists, counts, orders, searches, exports and all that they lead to: not one byte tells that there is somebody.

    Of a nomination that waits nobody outside its originator's house knows; of a case, nobody far from it.
    """
    with world(databases, WITHOUT) as site:
        unaware = {state: _unaware(site, state) for state in ("nominated", "live")}
        without = {reader: list(_walked(site, reader)) for reader in {*unaware["nominated"], *unaware["live"]}}
    told = []
    for state, readers in unaware.items():
        with world(databases, state) as site:
            for reader in readers:
                pairs = zip_longest(without[reader], _walked(site, reader))
                told += [f"{state}: {met or found} for {reader}" for found, met in pairs if found != met]
    assert [each for each in told if not NOT_COMPARED.search(each)] == []


def test_whoever_has_left_or_was_never_in_the_team_learns_nothing_of_what_follows(databases: Databases) -> None:
    """The police answer what was escalated, and the case closes: a recipient and a former partner see no byte of it."""
    walked = []
    for goes_on in (False, True):
        with world(databases, "live") as site:
            outside = [each for each in everybody(site.pilot) if each.house in ("housing", "probation")]
            if goes_on:
                journey = Told(Here(site.pilot, databases.current), 0, site.said)
                journey.says_why(COORDINATOR, site.ids["person"], "helping")
                journey.answer_the_escalation(site.ids["person"], site.ids["case"])
            people = {reader: {site.ids["person"]: reader.reason} for reader in outside}
            walked.append([list(walk(Asker(site.pilot, each.who, people[each]), ("Hale",))) for each in outside])
    pairs = [pair for before, after in zip(*walked, strict=True) for pair in zip_longest(before, after)]
    told = [str(after or before) for before, after in pairs if before != after]
    assert [each for each in told if not NOT_COMPARED.search(each)] == []
    assert any("/disclosures/" in visit.asked and visit.answer.status == HTTPStatus.OK for visit in walked[0][0])


def test_nothing_typed_into_a_form_of_one_s_own_tells_whether_there_is_somebody(databases: Databases) -> None:
    """A stranger sends the victim's ids and reference in every field of their own forms; and ids that never were."""
    answers = []
    for about_victim in (True, False):
        with world(databases, "live") as site:
            ids = [found for name, found in sorted(site.ids.items()) if name in RECORDS]
            reference = Here(site.pilot, databases.current).read(REFERENCE.format(**site.ids))[0][0]
            if not about_victim:
                ids, reference = [uuid4() for _ in ids], NOBODYS
            asker = Asker(site.pilot, "case_coordinator@second_council", {site.ids["somebody_else"]: "helping"})
            pages = [each for each in walk(asker, ()) if each.answer.status == HTTPStatus.OK]
            answers.append(list(typed_in(asker, pages, ids, reference)))
    assert [each for each in zip(*answers, strict=True) if each[0] != each[1]] == []
    assert len(answers[0]) > 40


REFERENCE = "SELECT reference FROM casework_case WHERE id = '{case}'"
NOBODYS = "LDN-7F3K-2"


def _unaware(site: Site, state: str) -> list[Reader]:
    """One of each role that knows nothing of the victim then: of those who will know, or else of those who never do."""
    found: dict[str, Reader] = {}
    for reader in everybody(site.pilot):
        later = bool(knows_of(reader, "live"))
        if not knows_of(reader, state) and later == (state == "nominated"):
            found.setdefault(reader.role, reader)
    return list(found.values())


def _walked(site: Site, reader: Reader) -> Iterator[Visit]:
    return walk(Asker(site.pilot, reader.who, {}), (f"{STEM}ab", "Hale"))


# --- the work that it takes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_hidden_and_absent_are_the_same_work(databases: Databases, method: str) -> None:
    """The same statements in the same order, which is what time could tell; and the same entries in the ledger.

    Once before, so that what counts how often an address is asked for has begun to count.
    """
    with world(databases, "live") as site:
        attempt = Attempt(site, next(each for each in everybody(site.pilot) if each.who == STRANGERS[0]))
        told = [
            str(route)
            for route in _there_is(site, "live")
            for _, hidden, absent in [[done_for(attempt, route, method, hidden=each) for each in (False, True, False)]]
            if hidden != absent
        ]
    assert told == []
