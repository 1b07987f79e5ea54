"""`handrail serve`: the web server."""

import os
import sys
from importlib import import_module
from typing import Annotated

import typer
from django.conf import settings

from handrail.cli.ground import home_of, open_site

DEFAULT_ADDRESS = "127.0.0.1:8000"


def register(app: typer.Typer) -> None:
    """Add `serve`."""
    app.command()(serve)


def serve(
    ctx: typer.Context,
    bind: Annotated[
        str, typer.Option(envvar="HANDRAIL_BIND", help="Address and port, or unix:PATH, to listen on.")
    ] = DEFAULT_ADDRESS,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Requests that each process answers at once.")] = 4,
) -> None:
    """Serve the pages, until stopped by SIGTERM or Ctrl-C. TLS is the business of the proxy in front."""
    open_site(home_of(ctx))
    _fail_early()
    # Gunicorn takes this process over, so that signals reach it without anything in between.
    os.execv(  # noqa: S606, no shell is wanted
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "handrail.site.wsgi:application"),
            *("--config", "python:handrail.site.serving"),
            *("--bind", bind, "--workers", str(workers), "--threads", str(threads)),
        ],
    )


def _fail_early() -> None:
    """Load what a worker process would load: a fault in a policy or a programme is then told once, in full."""
    from handrail.policy import engine

    engine()
    import_module(settings.ROOT_URLCONF)
