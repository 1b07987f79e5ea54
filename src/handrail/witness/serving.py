"""The witness over HTTP: `POST /add-checkpoint`, and `GET /<hash of the origin>/checkpoint` for whoever monitors a log.

What a connection may take of it is bounded: see :mod:`handrail.serving`.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from handrail.serving import CONNECTION_SECONDS, NOT_FOUND, BoundedHandler, BoundedServer, Reply
from handrail.witness.deciding import Answer, add_checkpoint
from handrail.witness.folder import NotAWitness, Witness
from handrail.witness.request import SIZE_LIMIT

_MONITORED = re.compile(r"/([0-9a-f]{64})/checkpoint")

logger = logging.getLogger(__name__)


class Server(BoundedServer):
    """Serves one witness until `shutdown`. `port` 0 takes a free one: see `server_port`."""

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
        super().__init__(host, port, _Handler, connection_seconds=connection_seconds)


class _Handler(BoundedHandler):
    """One connection. Requests follow one another on it, as the specification asks."""

    server: Server
    server_version = "handrail-witness"

    def posted(self) -> Reply:
        """`add-checkpoint`."""
        body = self.body(SIZE_LIMIT)
        if isinstance(body, Reply):
            return body
        if self.path != "/add-checkpoint":
            return NOT_FOUND
        return self._guarded(lambda: _reply(add_checkpoint(self.server.witness, body, at=self.server.now())))

    def got(self) -> Reply:
        """The newest cosigned checkpoint of a log."""
        if self.path == "/add-checkpoint":
            return Reply.saying(HTTPStatus.METHOD_NOT_ALLOWED, "A checkpoint is posted here.")
        found = _MONITORED.fullmatch(self.path)
        return self._guarded(lambda: self._served(found[1])) if found else NOT_FOUND

    def _served(self, origin_hash: str) -> Reply:
        note = self.server.witness.served(origin_hash)
        return Reply(HTTPStatus.OK, note.encode()) if note else NOT_FOUND

    def _guarded(self, work: Callable[[], Reply]) -> Reply:
        """The reply, or that there is none: a fault here is for whoever runs the witness, in its log."""
        try:
            return work()
        except NotAWitness as error:
            logger.critical("%s", error)
        except OSError:
            logger.exception("The request could not be worked on")
        return Reply.saying(HTTPStatus.INTERNAL_SERVER_ERROR, "This witness can't work now. Whoever runs it was told.")


def _reply(answer: Answer) -> Reply:
    return Reply(answer.status, answer.body.encode(), answer.content_type)
