"""A small HTTP server that stands alone in somebody's network, and holds out by itself.

A connection has a few seconds, a request and its head have a size, and only so many are served at a time, of one
address fewer still. Whatever is beyond is dropped; whoever asks asks again.
"""

import logging
import re
import socket
import sys
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from typing import Any, BinaryIO, Final

#: A connection ends after this long, whatever is being sent over it and however slowly.
CONNECTION_SECONDS: Final = 30
#: A connection on which nothing arrives for this long ends.
QUIET_SECONDS: Final = 10
#: Connections served at a time.
CONNECTIONS: Final = 32
#: Of these, from one address; of IPv6, from one network. Whoever asks needs one. Behind a proxy, all have its address.
CONNECTIONS_OF_ONE: Final = 8
#: Bytes before the body of a request.
HEAD_LIMIT: Final = 8 * 1024

PLAIN: Final = "text/plain; charset=utf-8"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back: a status, and a body of some type."""

    status: HTTPStatus
    body: bytes
    content_type: str = PLAIN

    @classmethod
    def saying(cls, status: HTTPStatus, sentence: str) -> "Reply":
        """A reply that is a sentence."""
        return cls(status, f"{sentence}\n".encode())


NOT_FOUND: Final = Reply.saying(HTTPStatus.NOT_FOUND, "There is nothing here.")


class BoundedServer(ThreadingHTTPServer):
    """Serves until `shutdown`. `port` 0 takes a free one: see `server_port`."""

    daemon_threads = True
    request_queue_size = CONNECTIONS

    def __init__(
        self,
        host: str,
        port: int,
        handler: type["BoundedHandler"],
        *,
        connection_seconds: float = CONNECTION_SECONDS,
        connections_of_one: int = CONNECTIONS_OF_ONE,
    ) -> None:
        self.connection_seconds = connection_seconds
        self.connections_of_one = connections_of_one
        self._served: Counter[str] = Counter()
        self._counting = threading.Lock()
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve in a thread of its own, if there is room for one more."""
        visitor = _visitor(client_address[0])
        with self._counting:
            is_room = self._served.total() < CONNECTIONS and self._served[visitor] < self.connections_of_one
            self._served[visitor] += is_room
        if is_room:
            super().process_request(request, client_address)
        else:
            logger.debug("Too many connections: one was dropped. address=%s", client_address[0])
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, for so long and no longer."""
        end = threading.Timer(self.connection_seconds, _end, [request])
        end.daemon = True
        end.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            end.cancel()
            with self._counting:
                self._served -= Counter([_visitor(client_address[0])])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off is nothing to report; anything else is a fault of ours."""
        error = sys.exception()
        if not isinstance(error, OSError):
            logger.error("A request could not be answered", exc_info=error)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _visitor(address: str) -> str:
    """Who counts as one: an address or, of IPv6, the 64 bits that a house is given."""
    known = ip_address(address.partition("%")[0])
    # So IPv4 comes in where both are listened on: all of it would be one house.
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known) if known.version == 4 else str(ip_network((known, 64), strict=False))


class _HeadTooLong(OSError):
    """The head of a request is longer than a head is."""


class _Bounded:
    """What a connection sends: lines up to a limit, which begins anew with each request."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.left = HEAD_LIMIT

    def readline(self, size: int) -> bytes:
        """The next line of a head; raises :class:`_HeadTooLong`."""
        line = self._file.readline(min(size, self.left + 1))
        self.left -= len(line)
        if self.left < 0:
            raise _HeadTooLong
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class BoundedHandler(BaseHTTPRequestHandler):
    """One connection, on which requests follow one another."""

    protocol_version = "HTTP/1.1"
    sys_version = ""
    timeout = QUIET_SECONDS
    rfile: Any

    def setup(self) -> None:
        """Called when the connection is there."""
        super().setup()
        self.rfile = _Bounded(self.rfile)

    def handle_one_request(self) -> None:
        """Read a request and answer it."""
        self.rfile.left = HEAD_LIMIT
        super().handle_one_request()

    def posted(self) -> Reply:
        """The reply to a POST."""
        return NOT_FOUND

    def got(self) -> Reply:
        """The reply to a GET, and to a HEAD without its body."""
        return NOT_FOUND

    def do_POST(self) -> None:
        """Answer."""
        self.reply(self.posted())

    def do_GET(self) -> None:
        """Answer."""
        self.reply(self.got())

    def do_HEAD(self) -> None:
        """Answer."""
        self.reply(self.got())

    def body(self, limit: int) -> bytes | Reply:
        """What was posted, or the reply to a length that is missing, more than ``limit``, or not what came.

        After such a reply the connection ends: what is left can't be told from the next request.
        """
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not re.fullmatch(r"[0-9]{1,9}", length):
            self.close_connection = True
            return Reply.saying(HTTPStatus.LENGTH_REQUIRED, "The request says its length.")
        if int(length) > limit:
            self.close_connection = True
            return Reply.saying(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request has at most {limit} bytes.")
        found: bytes = self.rfile.read(int(length))
        if len(found) < int(length):
            self.close_connection = True
            return Reply.saying(HTTPStatus.BAD_REQUEST, "The request is shorter than it says.")
        return found

    def reply(self, reply: Reply) -> None:
        """Send it."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base class calls it
        """One line a request."""
        logger.info("%s %s", self.client_address[0], (format % args).encode("unicode_escape").decode())
