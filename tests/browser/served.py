"""The pages served for real to a real browser, from the database and the clock of the test that asks."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from axe_playwright_python.base import AXE_FILE_PATH
from django.core.wsgi import get_wsgi_application

from handrail.gate import clock

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

#: Where a page finds axe, which looks for what is wrong with it: beside the product, and so once for many pages.
AXE = "/axe.min.js"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, named by the base class
        """Say nothing."""


@contextmanager
def served(now: Callable[[], datetime] = clock.now) -> Iterator[str]:
    """Serve the product on a free port of this machine; yields its address.

    Requests run in a copy of the caller's context, so that they see the clock that the test has set; each is answered
    at the moment that ``now`` names.
    """
    application = get_wsgi_application()
    context = copy_context()

    def in_context(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == AXE:
            start("200 OK", [("Content-Type", "text/javascript"), ("Cache-Control", "max-age=3600")])
            return [Path(AXE_FILE_PATH).read_bytes()]
        return context.copy().run(answered, environ, start)

    def answered(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        with clock.at(now()):
            return application(environ, start)

    with make_server("127.0.0.1", 0, in_context, server_class=_Server, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
