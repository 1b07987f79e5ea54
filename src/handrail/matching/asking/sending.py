"""Carrying a request to a partner over HTTP, and its answer back."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from handrail.matching.messages import CONTENT_TYPE, MESSAGE_LIMIT, PATH

#: How long a partner may be quiet.
QUIET_SECONDS: Final = 60.0
#: How long it may take in all: one that sends a byte now and then is never quiet, and would hold the centre for good.
LONGEST_SECONDS: Final = 180.0

_PORTS: Final = {"http": http.client.HTTP_PORT, "https": http.client.HTTPS_PORT}


class NotReached(Exception):
    """The partner gave no answer that could be one. Whether it counted the request is not known: ask anew, with
    another quota token.
    """


class NoAddress(ValueError):
    """The text is not the address of a partner."""


def address_of(url: str) -> SplitResult:
    """The address of a partner, as in https://match.council.example. Raises :class:`NoAddress`."""
    try:
        address = urlsplit(url)
        host = (address.hostname or "").encode("idna")  # as it is looked up
        usable = address.scheme in _PORTS and bool(host) and address.port != 0 and address.path.isascii()
    except ValueError:
        usable = False
    if not usable:
        raise NoAddress("A partner’s address begins with https:// or, on this machine, http://.")
    return address


def send(
    url: str, message: bytes, *, quiet_seconds: float = QUIET_SECONDS, longest_seconds: float = LONGEST_SECONDS
) -> bytes:
    """The answer of the partner at ``url`` to a request. Raises :class:`NotReached` and :class:`NoAddress`."""
    address = address_of(url)
    too_late = threading.Event()
    try:
        with _line(address, quiet_seconds, longest_seconds, too_late) as connection:
            connection.request("POST", address.path.rstrip("/") + PATH, message, {"Content-Type": CONTENT_TYPE})
            response = connection.getresponse()
            body: bytes = response.read(MESSAGE_LIMIT + 1)
    except (OSError, http.client.HTTPException) as error:
        raise _not_reached(too_late, type(error).__name__) from None
    if too_late.is_set():
        raise _not_reached(too_late)
    if response.status != http.client.OK:
        raise NotReached(f"The partner’s server answered with status {response.status}.")
    if len(body) > MESSAGE_LIMIT:
        raise NotReached("The partner sent more than an answer can have.")
    return body


@contextmanager
def _line(
    address: SplitResult, quiet_seconds: float, longest_seconds: float, too_late: threading.Event
) -> Iterator[http.client.HTTPConnection]:
    """A connection that is cut after so long, whatever comes over it; ``too_late`` is then set."""
    host, port = address.hostname or "", address.port or _PORTS[address.scheme]
    line = socket.create_connection((host, port), timeout=quiet_seconds)
    # Its second name stays while TLS wraps the first one, and while the connection lets go of it to read to the end.
    with line, line.dup() as same_line:
        # Head and body are sent one after the other: the second must not wait for the first to be acknowledged.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end = threading.Timer(longest_seconds, _cut, [same_line, too_late])
        end.daemon = True
        end.start()
        try:
            with closing(_over(line, host, port, is_secure=address.scheme == "https")) as connection:
                yield connection
        finally:
            end.cancel()


def _over(line: socket.socket, host: str, port: int, *, is_secure: bool) -> http.client.HTTPConnection:
    if not is_secure:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line
        return connection
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection(host, port, context=context)
    connection.sock = context.wrap_socket(line, server_hostname=host)
    return connection


def _not_reached(too_late: threading.Event, why: str = "") -> NotReached:
    return NotReached("The partner took too long." if too_late.is_set() else f"The partner can’t be reached: {why}.")


def _cut(line: socket.socket, too_late: threading.Event) -> None:
    too_late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
