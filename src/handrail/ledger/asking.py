"""One HTTP request to a witness: with a time limit, no redirects, and no more of the answer than an answer has.

The limit is for all of it. A witness that sends a byte now and then, at no time quiet for long, is cut off as well.
"""

import http.client
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

#: From the connection to the end of the answer; and before it as long for connecting, and for a handshake.
ANSWER_SECONDS = 5
ANSWER_LIMIT = 64 * 1024

_SIZE_TYPE = "text/x.tlog.size"
_SIZE = re.compile(r"(0|[1-9][0-9]{0,18})\n")


class Unreachable(Exception):
    """No answer came. The text says why."""


@dataclass(frozen=True)
class Reply:
    """The status code of an answer, its type, and its text."""

    status: int
    content_type: str
    body: str

    @property
    def size(self) -> int | None:
        """The size that a conflict names; None where it names none."""
        found = _SIZE.fullmatch(self.body)
        is_size = self.status == HTTPStatus.CONFLICT and self.content_type == _SIZE_TYPE and found
        return int(found[1]) if is_size and found else None


class _AsAnswered(urllib.request.HTTPErrorProcessor):
    """Takes each status code as an answer. A redirect is not followed: a witness answers where it is said to be."""

    def http_response(self, request: Any, response: Any) -> Any:
        """Called by urllib for each answer."""
        return response

    https_response = http_response


class _Timed(http.client.HTTPConnection):
    """A connection that is shut when its time is over, whatever is still being sent over it."""

    def connect(self) -> None:
        """Called by urllib before it sends."""
        super().connect()
        end = threading.Timer(float(self.timeout or ANSWER_SECONDS), _shut, [self.sock])
        end.daemon = True
        end.start()


class _TimedSecurely(_Timed, http.client.HTTPSConnection):
    """The same over TLS. The handshake comes before; Python gives it the same time, as a whole."""


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # long closed, as a rule
        connection.shutdown(socket.SHUT_RDWR)


class _Plain(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Called by urllib for an address that begins with http."""
        return self.do_open(_Timed, req)


class _Secure(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Called by urllib for an address that begins with https."""
        return self.do_open(_TimedSecurely, req)


_opener = urllib.request.build_opener(_AsAnswered, _Plain, _Secure)


def ask(url: str, body: bytes, *, seconds: float = ANSWER_SECONDS) -> Reply:
    """Post ``body`` to the witness whose submission prefix is ``url``. Raises :class:`Unreachable`."""
    began = time.monotonic()
    request = urllib.request.Request(  # noqa: S310  # the list of witnesses takes http and https only
        f"{url.rstrip('/')}/add-checkpoint",
        data=body,
        headers={"Content-Type": "text/plain; charset=utf-8", "User-Agent": "handrail"},
    )
    try:
        with _opener.open(request, timeout=seconds) as answer:
            text = answer.read(ANSWER_LIMIT).decode("utf-8", errors="replace")
            if time.monotonic() - began >= seconds:
                raise Unreachable(f"No whole answer within {seconds:g} seconds.")
            return Reply(answer.status, answer.headers.get_content_type(), text)
    except urllib.error.URLError as error:
        raise Unreachable(f"No answer: {error.reason}") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"No answer: {error}") from None
