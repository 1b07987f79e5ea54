"""Every address of the site that names a record, to a stranger: the same page, byte for byte, as for no record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.browsing import signed_in
from tests.leak.story import Story
from tests.recorded import how_many, recorded

#: What words in addresses stand for, where they are not ids.
WORDS = {"step": "start", "factor": "settled_home", "word": "name", "token": "0" * 43}

#: Addresses that tell nothing of a record: the question why, asked of anybody about anybody; a form to be read; and
#: keys of one's own.
NOT_ABOUT_A_RECORD = {
    "purpose",
    "work:instrument",
    "invitation",
    "calendar",
    "account_reset_password_from_key",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}

#: Addresses that name what every member can look up: centres, the register of questions, and published services.
OPEN_TO_ALL = {"admin:draft", "admin:question", "work:service"}

#: Pages that answer before they look for the record: a form to fill in, the way to a list, or that one isn't one of
#: those who look through people at all. They too answer the same for hidden and absent.
LOOKS_LATER = {
    "work:flag_disclosure", "work:meetings_of", "work:questions_about", "work:case_of", "work:judgement",
    "work:open_case", "admin:send_again", "admin:cancel_invitation",
}  # fmt: skip

#: Who tries, and at which addresses. The administrator is a stranger to the people in their own organisation.
STRANGERS = {
    "single_point_of_contact@second_council": ("work", "originate", "oversee", "admin"),
    "administrator@second_council": ("work", "originate", "oversee", "admin"),
    "auditor@second_council": ("oversee",),
    "administrator@council": ("work", "originate", "oversee"),
    "pursuit_officer@ctu": ("originate",),
}

#: What is sent to a form: enough for one that looks only when it is filled in.
SENT = {"version": 1, "words": "It asks who visits her."}

#: Random in every page: the number of the request and the one-time token of a form.
EACH_TIME_ANOTHER = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@dataclass(frozen=True)
class Address:
    """The name of an address, and what has to be filled in."""

    name: str
    parameters: tuple[str, ...]

    @property
    def audience(self) -> str:
        return self.name.rpartition(":")[0]


def addresses(resolver: URLResolver, namespace: str = "", above: tuple[str, ...] = ()) -> Iterator[Address]:
    for each in resolver.url_patterns:
        parameters = (*above, *each.pattern.regex.groupindex)
        if isinstance(each, URLPattern):
            yield Address(f"{namespace}{each.name}", parameters)
        else:
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from addresses(each, inside, parameters)


ABOUT_A_RECORD = [
    each for each in addresses(get_resolver()) if each.parameters and each.name not in NOT_ABOUT_A_RECORD | OPEN_TO_ALL
]


def filled(address: Address, story: Story | None, nobody: UUID | None = None) -> dict[str, Any]:
    """The address's parameters: ids of the story's records or, without one, ids that never were."""
    ids: dict[str, Any] = {name: WORDS.get(name, uuid4()) for name in address.parameters}
    if "person" in ids and nobody is not None:
        ids["person"] = nobody
    if story is not None:
        known = dict(story.in_addresses)
        if address.audience == "oversee":
            known["record"] = story.records["Record"]
        ids |= {name: known[name] for name in ids if name not in WORDS}
    return ids


@dataclass(frozen=True)
class Answer:
    """All that comes back but for what is different every time and the ids that were asked for; and what it left."""

    status: int
    body: bytes
    headers: dict[str, str]
    entries: list[tuple[object, ...]]


def answer(browser: Client, address: Address, ids: dict[str, Any], method: str) -> Answer:
    """What the browser is answered."""
    path, before = reverse(address.name, kwargs=ids), how_many()
    response = browser.get(path) if method == "get" else browser.post(path, SENT)
    body = EACH_TIME_ANOTHER.sub(b"", response.content)
    headers = {name: said for name, said in response.headers.items() if name not in ("X-Request-Id", "Content-Length")}
    for value in map(str, ids.values()):
        body = body.replace(value.encode(), b"ID")
        headers = {name: said.replace(value, "ID") for name, said in headers.items()}
    entries: list[tuple[object, ...]] = [
        (each.action, each.outcome, each.rules, each.person == ids.get("person"), each.facts.get("results"))
        for each in recorded(since=before)
    ]
    return Answer(response.status_code, body, headers, entries)


def say_why(browser: Client, person: UUID) -> None:
    """Say why one opens this person's record, so that it is the record that answers and not the question."""
    asked = reverse("purpose", args=[person])
    reasons = re.findall(r'name="reason"[^>]*value="([a-z_]+)"', browser.get(asked).content.decode())
    browser.post(asked, {"reason": reasons[0]})


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_see_the_same_page_for_hidden_and_absent(story: Story, who: str) -> None:
    browser = signed_in(story.pilot, who)
    nobody = uuid4()
    for person in (story.in_addresses["person"], nobody):
        say_why(browser, person)
    told = []
    for address in (each for each in ABOUT_A_RECORD if each.audience in STRANGERS[who]):
        for method in ("get", "post"):
            hidden = answer(browser, address, filled(address, story), method)
            absent = answer(browser, address, filled(address, None, nobody), method)
            unseen = hidden.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
            if hidden != absent or not (unseen or address.name in LOOKS_LATER):
                told.append((method, address.name, hidden.status, absent.status, hidden.entries, absent.entries))
    assert told == []


def test_whoever_is_not_signed_in_is_asked_to_sign_in_whatever_they_ask_for(story: Story) -> None:
    browser = Client()
    for address in ABOUT_A_RECORD:
        if address.audience == "public":
            continue
        path = reverse(address.name, kwargs=filled(address, story))
        response = browser.get(path)
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_the_public_register_knows_no_draft(story: Story) -> None:
    browser = Client()
    address = Address("public:agreement", ("agreement",))
    hidden = answer(browser, address, filled(address, story), "get")
    assert hidden == answer(browser, address, filled(address, None), "get")
    assert hidden.status == HTTPStatus.NOT_FOUND


def test_every_audience_is_tried() -> None:
    """A new part of the site needs its strangers."""
    assert {each.audience for each in ABOUT_A_RECORD} - {"public"} == {
        part for all_ in STRANGERS.values() for part in all_
    }
