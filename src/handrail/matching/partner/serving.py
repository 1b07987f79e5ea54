"""The partner over HTTP: `POST /match/evaluate`. Every request that can be told from noise gets a signed answer.

What a connection may take of it is bounded: see :mod:`handrail.serving`. Requests are answered side by side.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from handrail.matching.messages import CONTENT_TYPE, MESSAGE_LIMIT, PATH
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import NotTrusted
from handrail.matching.partner.lines import LinesDamaged
from handrail.matching.table import DamagedTable
from handrail.serving import CONNECTION_SECONDS, CONNECTIONS_OF_ONE, NOT_FOUND, BoundedHandler, BoundedServer, Reply

_LOCK: Final = "serve.lock"

logger = logging.getLogger(__name__)


class AlreadyServed(Exception):
    """Another server works with the same key folder."""


@contextmanager
def served_once(folder: Path) -> Iterator[None]:
    """Serve this folder alone. Raises :class:`AlreadyServed` while another process does."""
    with (folder / _LOCK).open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyServed(f"Process {file.read().strip() or '?'} serves {folder} already.") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


class Server(BoundedServer):
    """Serves one partner until `shutdown`. `port` 0 takes a free one: see `server_port`."""

    def __init__(
        self,
        partner: Partner,
        host: str,
        port: int,
        *,
        now: Callable[[], datetime],
        connection_seconds: float = CONNECTION_SECONDS,
        connections_of_one: int = CONNECTIONS_OF_ONE,
    ) -> None:
        self.partner = partner
        self.now = now
        super().__init__(
            host, port, _Handler, connection_seconds=connection_seconds, connections_of_one=connections_of_one
        )


class _Handler(BoundedHandler):
    """One connection."""

    server: Server
    server_version = "handrail-match"

    def posted(self) -> Reply:
        """A request."""
        body = self.body(MESSAGE_LIMIT)
        if isinstance(body, Reply):
            return body
        if self.path != PATH:
            return NOT_FOUND
        try:
            return Reply(HTTPStatus.OK, self.server.partner.answer(body, at=self.server.now()), CONTENT_TYPE)
        except (LinesDamaged, DamagedTable, NotTrusted, BrokenProcessPool, OSError) as error:
            # Without its log a partner says nothing. Whoever runs it can mend each of these, from its sentence.
            logger.critical("A request could not be answered. %s", error)
        return Reply.saying(
            HTTPStatus.INTERNAL_SERVER_ERROR, "This partner can’t answer now. Whoever runs it was told."
        )
