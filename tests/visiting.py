"""A member at a browser without scripts, against the product as gunicorn serves it: pages, forms, redirects."""

import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.conf import settings
from django.utils.html import strip_tags

from tests.browsing import session_of
from tests.worlds import World

Fields = Mapping[str, str | Sequence[str]]


class _Form(HTMLParser):
    """What a page's forms would send if one only pressed the button: hidden, filled and chosen fields."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name:
            kind = given.get("type") or "text"
            if kind not in ("radio", "checkbox", "submit", "file") or "checked" in given:
                self.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._text = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.fields[self._text][0] += data


def filled_in(text: str) -> Mapping[str, list[str]]:
    """The fields of a page's forms as they stand there."""
    form = _Form()
    form.feed(text)
    return form.fields


@dataclass(frozen=True)
class Page:
    """What came back, and how many seconds it took until all of it was there."""

    path: str
    status: int
    text: str
    seconds: float
    location: str = ""
    fields: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What one reads in the middle of the page."""
        return " ".join(strip_tags(self.text.partition("<main")[2].partition("</main")[0]).split())


class Visitor:
    """Someone signed in, with a second factor set up, who follows redirects and keeps cookies."""

    def __init__(self, port: int, world: World, who: str) -> None:
        self._port = port
        self._cookies = {settings.SESSION_COOKIE_NAME: session_of(world, who)}

    def get(self, path: str) -> Page:
        """Open a page; redirects are followed."""
        page = self._ask("GET", path)
        while page.location:
            page = self._ask("GET", page.location)
        return page

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form as it is, with the one-time token of the page before it; a redirect is not followed."""
        body = urlencode({**self._token(), **fields}, doseq=True)
        return self._ask("POST", path, body.encode(), "application/x-www-form-urlencoded")

    def upload(self, path: str, file: bytes, **fields: str) -> Page:
        """Choose a file in the field called ``file`` and send it, after opening the page."""
        self.get(path)
        boundary = "a-line-that-is-in-no-file"
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in {**self._token(), **fields}.items()]
        parts.append(b'name="file"; filename="file.json"\r\nContent-Type: application/json\r\n\r\n' + file)
        start, end = f"--{boundary}\r\nContent-Disposition: form-data; ".encode(), f"--{boundary}--\r\n".encode()
        body = b"".join(start + part + b"\r\n" for part in parts) + end
        return self._ask("POST", path, body, f"multipart/form-data; boundary={boundary}")

    def _token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self._cookies.get(settings.CSRF_COOKIE_NAME, "")}

    def fill(self, path: str, **fields: str | Sequence[str]) -> Page:
        """Open the page, fill in its form, press its button, and see what comes next.

        Fails with the page's text when the form was not accepted.
        """
        blank = self.get(path)
        assert blank.status == http.client.OK, f"{path}: {blank.status}: {blank.words}"
        answer = self.post(blank.path, {**blank.fields, **fields})
        assert answer.status in (http.client.FOUND, http.client.SEE_OTHER), f"{path}: {answer.status}: {answer.words}"
        return self.get(answer.location)

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Host": "localhost", "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        began = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        took = time.perf_counter() - began
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Page(path, response.status, text, took, response.headers.get("Location", ""), filled_in(text))
