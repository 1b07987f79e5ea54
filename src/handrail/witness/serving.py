"""The witness over HTTP: `POST /add-checkpoint`, and `GET /<hash of the origin>/checkpoint` for whoever monitors a log.

Meant to stand alone, so it holds out by itself: a connection has a few seconds, a request has a size, and only so many
are served at a time. Whatever is beyond is dropped; a log asks again.
"""

import logging
import re
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from handrail.witness.deciding import PLAIN, Answer, add_checkpoint
from handrail.witness.folder import NotAWitness, Witness
from handrail.witness.request import SIZE_LIMIT

#: A connection ends after this long, whatever is being sent over it and however slowly.
CONNECTION_SECONDS: Final = 30
#: A connection on which nothing arrives for this long ends.
QUIET_SECONDS: Final = 10
#: Connections served at a time.
CONNECTIONS: Final = 32

_MONITORED = re.compile(r"/([0-9a-f]{64})/checkpoint")

logger = logging.getLogger(__name__)


class Server(ThreadingHTTPServer):
    """Serves one witness until `shutdown`. `port` 0 takes a free one: see `server_port`."""

    daemon_threads = True
    request_queue_size = CONNECTIONS

    def __init__(
        self,
        witness: Witness,
        host: str,
        port: int,
        *,
        now: Callable[[], datetime],
        connection_seconds: float = CONNECTION_SECONDS,
    ) -> None:
        self.witness = witness
        self.now = now
        self.connection_seconds = connection_seconds
        self._free = threading.BoundedSemaphore(CONNECTIONS)
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve in a thread of its own, if one is free."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            logger.warning("Too many connections: one was dropped.")
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
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off is nothing to report; anything else is a fault of ours."""
        error = sys.exception()
        if not isinstance(error, OSError):
            logger.error("A request could not be answered", exc_info=error)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """One connection. Requests follow one another on it, as the specification asks."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "handrail-witness"
    sys_version = ""
    timeout = QUIET_SECONDS

    def do_POST(self) -> None:
        """`add-checkpoint`."""
        body = self._body()
        if isinstance(body, Answer):
            # What is left of the request can't be told from the next one.
            self.close_connection = True
            self._answer(body)
        elif self.path != "/add-checkpoint":
            self._answer(_NOT_FOUND)
        else:
            self._answer(self._guarded(lambda: add_checkpoint(self.server.witness, body, at=self.server.now())))

    def do_GET(self) -> None:
        """The newest cosigned checkpoint of a log."""
        if self.path == "/add-checkpoint":
            self._answer(Answer(HTTPStatus.METHOD_NOT_ALLOWED, "A checkpoint is posted here.\n"))
            return
        found = _MONITORED.fullmatch(self.path)
        self._answer(self._guarded(lambda: self._served(found[1])) if found else _NOT_FOUND)

    def do_HEAD(self) -> None:
        """The same, without the checkpoint."""
        self.do_GET()

    def _served(self, origin_hash: str) -> Answer:
        note = self.server.witness.served(origin_hash)
        return Answer(HTTPStatus.OK, note) if note else _NOT_FOUND

    def _body(self) -> bytes | Answer:
        """What was posted, or the answer to a length that is missing or too much."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not re.fullmatch(r"[0-9]{1,9}", length):
            return Answer(HTTPStatus.LENGTH_REQUIRED, "The request says its length.\n")
        if int(length) > SIZE_LIMIT:
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request has at most {SIZE_LIMIT} bytes.\n")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            return Answer(HTTPStatus.BAD_REQUEST, "The request is shorter than it says.\n")
        return body

    def _guarded(self, work: Callable[[], Answer]) -> Answer:
        """The answer, or that there is none: a fault here is for whoever runs the witness, in its log."""
        try:
            return work()
        except NotAWitness as error:
            logger.critical("%s", error)
        except OSError:
            logger.exception("The request could not be worked on")
        return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "This witness can't work now. Whoever runs it was told.\n")

    def _answer(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base class calls it
        """One line a request."""
        logger.info("%s %s", self.client_address[0], (format % args).encode("unicode_escape").decode())


_NOT_FOUND: Final = Answer(HTTPStatus.NOT_FOUND, "There is nothing here.\n", PLAIN)
