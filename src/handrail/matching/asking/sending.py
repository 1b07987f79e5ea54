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

#: How long it may take until there is a connection: to each of a partner's network addresses, once its name was looked
#: up.
CONNECT_SECONDS: Final = 10.0
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
    url: str,
    message: bytes,
    *,
    connect_seconds: float = CONNECT_SECONDS,
    quiet_seconds: float = QUIET_SECONDS,
    longest_seconds: float = LONGEST_SECONDS,
) -> bytes:
    """The answer of the partner at ``url`` to a request. Raises :class:`NotReached` and :class:`NoAddress`."""
    address = address_of(url)
    too_late = threading.Event()
    try:
        with (
            closing(_connected(address, connect_seconds)) as line,
            _over(line, address, quiet_seconds, longest_seconds, too_late) as connection,
        ):
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


def _connected(address: SplitResult, connect_seconds: float) -> socket.socket:
    line = socket.create_connection((address.hostname or "", _port(address)), timeout=connect_seconds)
    # Head and body are sent one after the other: the second must not wait for the first to be acknowledged.
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


@contextmanager
def _over(
    line: socket.socket,
    address: SplitResult,
    quiet_seconds: float,
    longest_seconds: float,
    too_late: threading.Event,
) -> Iterator[http.client.HTTPConnection]:
    """HTTP over a line that is cut after so long, whatever comes over it; ``too_late`` is then set."""
    line.settimeout(quiet_seconds)
    # Its second name stays while TLS wraps the first one, and while the connection lets go of it to read to the end.
    with line.dup() as same_line:
        end = threading.Timer(longest_seconds, _cut, [same_line, too_late])
        end.daemon = True
        end.start()
        try:
            with closing(_speaking(line, address)) as connection:
                yield connection
        finally:
            end.cancel()


def _speaking(line: socket.socket, address: SplitResult) -> http.client.HTTPConnection:
    host, port = address.hostname or "", _port(address)
    if address.scheme != "https":
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line
        return connection
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection(host, port, context=context)
    connection.sock = context.wrap_socket(line, server_hostname=host)
    return connection


def _port(address: SplitResult) -> int:
    return address.port or _PORTS[address.scheme]


def _not_reached(too_late: threading.Event, why: str = "") -> NotReached:
    return NotReached("The partner took too long." if too_late.is_set() else f"The partner can’t be reached: {why}.")


def _cut(line: socket.socket, too_late: threading.Event) -> None:
    too_late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
