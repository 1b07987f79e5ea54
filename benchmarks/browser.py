"""As much of a browser as measuring needs: cookies, forms, and how long an answer took."""

import http.client
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

#: For how long a connection is taken to be open: less than the server's keep-alive.
IDLE_SECONDS = 5.0


@dataclass(frozen=True)
class Answer:
    """What came back, and how many seconds it took until all of it was there."""

    status: int
    body: str
    location: str
    seconds: float


class Browser:
    """One connection, kept open, with its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self._idle_until = 0.0
        self.cookies: dict[str, str] = {}
        self._token = ""

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form; the token is the one of the page before."""
        return self._send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self._token}))

    def _send(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() > self._idle_until:
            self._connection.close()  # the server hangs up on an idle connection; the next request opens another
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - began
        self._idle_until = time.monotonic() + IDLE_SECONDS
        for given in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(given).items()})
        if token := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self._token = token[1]
        return Answer(answer.status, text, answer.headers.get("Location", ""), took)
