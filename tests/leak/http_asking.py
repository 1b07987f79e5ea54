"""Asking for a page, and everything by which whoever asks could tell one answer from another."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import Morsel
from ipaddress import ip_network
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from handrail.gate import clock
from tests.browsing import session_of, without_token
from tests.worlds import World

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

#: What differs from one answer to the next by itself, besides the one-time tokens of forms.
BY_ITSELF = ("X-Request-Id", "Content-Length")

#: What is sent to a form: enough for one that looks only when it is filled in.
SENT = {"version": 1, "words": "It asks who visits her."}
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Answer:
    """All that came back, but for what differs by itself: status, headers, cookies and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: tuple[tuple[str, str], ...]
    body: bytes

    def less(self, path: str) -> "Answer":
        """The same with the ids of the address taken out: an address may come back in a form or a redirect."""
        answer = self
        for each in ID.findall(path):
            answer = answer.without(each)
        return answer

    def without(self, asked: str) -> "Answer":
        """The same with something that was sent taken out."""
        headers = tuple((name, said.replace(asked, "ASKED")) for name, said in self.headers)
        return Answer(self.status, headers, self.cookies, self.body.replace(asked.encode(), b"ASKED"))

    @property
    def words(self) -> bytes:
        """Everything that can be read in it, as a reader's browser shows it."""
        said = "\n".join(f"{name}: {value}" for name, value in (*self.headers, *self.cookies))
        return self.body + html.unescape(self.body.decode(errors="replace")).encode() + said.encode()


class Asker:
    """One member's browser, which has said why it opens each of these people's records.

    Each is at an address of its own: how often one address asks for a public page is counted by the machine's clock.
    """

    _addresses = ip_network("10.0.0.0/8").hosts()

    def __init__(self, pilot: World, who: str, people: Mapping[UUID, str]) -> None:
        self.who = who
        self._client = Client(raise_request_exception=False, REMOTE_ADDR=str(next(self._addresses)))
        if who:
            key = session_of(pilot, who)
            session = SessionStore(key)
            session["last_seen"] = int(clock.now().timestamp())
            session["purposes"] = {str(person): reason for person, reason in people.items()}
            session.save()
            self._client.cookies[settings.SESSION_COOKIE_NAME] = key

    def ask(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Answer:
        """What is answered."""
        if method == "POST":
            response = self._client.post(path, SENT if fields is None else fields)
        else:
            response = self._client.generic(method, path)
        headers = tuple(sorted((name, said) for name, said in response.headers.items() if name not in BY_ITSELF))
        cookies = tuple(sorted((name, _kept(cookie)) for name, cookie in response.cookies.items()))
        return Answer(response.status_code, headers, cookies, without_token(response.content))


def _kept(cookie: Morsel[str]) -> str:
    """A cookie's attributes; and its value, unless it is the random name of a sitting or of a form's token."""
    attributes = {name: said for name, said in cookie.items() if said and name != "expires"}
    random = cookie.key in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return f"{'' if random else cookie.value} {attributes}"
