"""`handrail demo`: a pilot of synthetic people to look at and work in, with one command."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from handrail.cli.ground import Failure, console
from handrail.cli.home import home_of
from handrail.site import demo_home, demo_witness, embedded, installation
from handrail.site.addresses import APP_VARIABLE, is_external
from handrail.site.children import Child, ChildFailed, stop_all, told_to_stop, watch_until
from handrail.site.home import Home, write_private

ANSWER_SECONDS = 60

commands = typer.Typer(name="demo", invoke_without_command=True)


class ToldToStop(Exception):
    """Ctrl-C while the people were being made."""


def register(app: typer.Typer) -> None:
    """Add `demo` and `demo load`."""
    app.add_typer(commands)


@commands.callback()
def demo(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port to serve the pages on.")] = 8000,
) -> None:
    """Run a pilot of synthetic people until Ctrl-C. The first start makes it; later starts keep what you did."""
    if ctx.invoked_subcommand is None:
        home = home_of(ctx)
        _check_port(port)
        os.environ.setdefault("HANDRAIL_ADDRESS", f"http://localhost:{port}")
        with _ready(home, afresh=False) as told:
            if not demo_home.loaded_people(home):
                _load(home, told, people=demo_home.DEFAULT_PEOPLE, seed=demo_home.DEFAULT_SEED)
            if not told.is_set():
                _run(home, port, told)


@commands.command()
def load(
    ctx: typer.Context,
    people: Annotated[int, typer.Option(min=1, max=20_000, help="How many.")] = demo_home.DEFAULT_PEOPLE,
    seed: Annotated[int, typer.Option(help="The same seed makes the same people.")] = demo_home.DEFAULT_SEED,
) -> None:
    """Throw the demo's people away and make new ones."""
    home = home_of(ctx)
    with _ready(home, afresh=True) as told:
        _load(home, told, people=people, seed=seed)


@contextmanager
def _ready(home: Home, *, afresh: bool) -> Iterator[Event]:
    """The demo's database, running inside the block; half-made data, or all of it if `afresh`, is dropped first."""
    if is_external():
        raise Failure(f"The demo makes a database of its own. Unset {APP_VARIABLE} first.")
    try:
        demo_home.claim(home)
        with demo_home.alone(home), told_to_stop() as told:
            try:
                if home.database_access.exists() and (afresh or not demo_home.loaded_people(home)):
                    embedded.start(home)
                    demo_home.forget_data(home)
                with console.status("Starting") as status:
                    installation.prepare(home, say=status.update)
                if embedded.location(home) != home.database:
                    console.print(
                        f"{home.path} is closed to the database's own account, so its data is in "
                        f"{embedded.location(home)}.",
                        soft_wrap=True,
                    )
                yield told
            finally:
                embedded.stop(home)
    except (demo_home.NotADemo, demo_home.AlreadyRunning, ChildFailed) as failure:
        raise Failure(str(failure)) from None
    except ToldToStop:
        raise Failure("Stopped before all people were made. The next start begins again.") from None


def _load(home: Home, told: Event, *, people: int, seed: int) -> None:
    from handrail.gate import clock

    if not console.is_terminal:
        console.print(f"Making a pilot of {people} synthetic people. That takes up to some minutes.", soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Making the pilot", total=None)

        def progress(done: int, total: int, what: str) -> None:
            if told.is_set():
                raise ToldToStop
            bar.update(task, completed=done, total=total, description=what)

        demo_home.load(home, people=people, seed=seed, today=clock.today(), progress=progress)
    console.print(f"The pilot is ready: {people} synthetic people.")


def _run(home: Home, port: int, told: Event) -> None:
    """Start web server, worker and witness, say where they are, and watch over them until told to stop."""
    handrail = [sys.executable, "-m", "handrail.cli", "--home", str(home.path)]
    write_private(home.demo_address, os.environ["HANDRAIL_ADDRESS"])
    children = [
        Child("web server", [*handrail, "serve", "--bind", f"127.0.0.1:{port}"], home.log / "web.log"),
        Child("worker", [*handrail, "worker"], home.log / "worker.log"),
        Child("witness", [*handrail, *demo_witness.ready(home)], home.log / "witness.log"),
    ]
    try:
        for child in children:
            child.start()
        with console.status("Starting the web server"):
            _wait_for_answer(port, told, children)
        if not told.is_set():
            _welcome(port)
            watch_until(told, [partial(embedded.start, home), *(child.keep_alive for child in children)])
    finally:
        with console.status("Stopping"):
            stop_all(children)
    console.print("Stopped.")


def _wait_for_answer(port: int, told: Event, children: list[Child]) -> None:
    patience = time.monotonic() + ANSWER_SECONDS
    while not told.wait(0.1):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > patience:
                raise ChildFailed(f"The web server doesn't answer. See {children[0].log}.") from None
            for child in children:
                child.keep_alive()


def _welcome(port: int) -> None:
    from handrail import demo

    console.print(f"\nHandrail is at [bold]http://localhost:{port}[/]\n")
    console.print("The first page tells the journey and signs you in as whoever does the next step:\n", soft_wrap=True)
    for member in demo.cast():
        console.print(
            f"  [bold]{escape(member.name)}[/], {escape(member.role)}, {escape(member.organisation)}", soft_wrap=True
        )
    console.print("\nPress Ctrl-C to stop. Everybody in here is made up.")


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failure(f"Port {port} is taken by another program. Choose another, for example {port + 1}.") from None
