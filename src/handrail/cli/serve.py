"""`handrail serve`: the web server."""

from typing import Annotated

import typer

from handrail.cli.home import home_of, open_site

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
    from handrail.site.web_server import WebServer

    WebServer(bind=bind, workers=workers, threads=threads).run()
