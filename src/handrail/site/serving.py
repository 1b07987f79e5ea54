"""How gunicorn serves the site: a module of settings that gunicorn reads, and what it may log.

`handrail serve` adds the address and the number of workers and threads (web_server.py).
"""

import os
import tempfile
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from handrail.site.lifeline import hold_on
from handrail.site.log_format import CodeOnlyFormatter, plain_path

worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 15
keepalive = 15
max_requests = 5_000
max_requests_jitter = 500
accesslog = "-" if os.environ.get("HANDRAIL_ACCESS_LOG") == "1" else None
access_log_format = "%(m)s %(U)s %(s)s %(L)s"
logger_class = "handrail.site.serving.QuietLogger"
forwarded_allow_ips = os.environ.get("HANDRAIL_PROXY", "127.0.0.1,::1")
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()  # noqa: S108, no content


def on_starting(server: object) -> None:
    """Called by gunicorn's master before the workers are started."""
    hold_on()


class QuietLogger(Logger):  # type: ignore[misc]
    """Gunicorn's log without addresses of records, query strings, clients or the text of exceptions."""

    def setup(self, cfg: Any) -> None:
        """Called once by gunicorn with its settings."""
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(CodeOnlyFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """An error while answering: gunicorn would add the address, with its query string."""
        self.error_log.error("An error while answering a request", exc_info=kwargs.get("exc_info", True))

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A malformed request is told by its kind: gunicorn would quote it, and the client's address."""
        if msg.startswith("Invalid request"):
            self.error_log.warning("A malformed request was turned away")
        else:
            super().warning(msg, *args, **kwargs)

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        """What the access log may say."""
        status = resp.status if isinstance(resp.status, str) else str(resp.status)
        return {
            "m": environ.get("REQUEST_METHOD", ""),
            "U": plain_path(environ.get("PATH_INFO", "")),
            "s": status.split(None, 1)[0],
            "L": f"{request_time.total_seconds():.3f}",
        }
