"""`handrail witness`: watch another organisation's ledger, and countersign how far it has come. Needs no home."""

import logging
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from handrail import clock
from handrail.cli.ground import AsJson, Exit, Failure, console, errors, print_json
from handrail.ledger import NoteError
from handrail.site.lifeline import hold_on
from handrail.witness import NotAWitness, NotTrusted, Server, Standing, Witness, add_checkpoint, hand_over, standings
from handrail.witness import trust as trust_key
from handrail.witness.request import SIZE_LIMIT

commands = typer.Typer(
    name="witness", help="Watch another organisation's ledger and countersign it.", no_args_is_help=True
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="The witness's own folder.")]


def register(app: typer.Typer) -> None:
    """Add `witness init`, `trust`, `serve`, `status` and `sign`."""
    app.add_typer(commands)


@commands.command()
def init(
    folder: Folder,
    *,
    name: Annotated[
        str, typer.Option(help="What it is called for good: an address of yours, as in witness.example.org/w1.")
    ],
) -> None:
    """Make a witness's folder with a key of its own, and print the key that the log needs to know."""
    try:
        made = Witness.create(folder, name)
    except (NotAWitness, NoteError) as error:
        raise Failure(str(error), Exit.USAGE) from None
    typer.echo(made.key.witness_key)


@commands.command()
def trust(
    folder: Folder,
    key: Annotated[str, typer.Argument(metavar="[VKEY]", help="The log's verification key.")] = "",
    *,
    handover: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="The note by which the log's old key hands over to a new one."),
    ] = None,
) -> None:
    """Watch a log from now on, or take its new key from a handover note."""
    if bool(key) == bool(handover):
        raise Failure("Give a log's verification key, or --handover with a note.", Exit.USAGE)
    witness = _open(folder)
    try:
        taken = (
            hand_over(witness, handover.read_text(encoding="utf-8", errors="replace"))
            if handover
            else trust_key(witness, key)
        )
    except NotTrusted as error:
        raise Failure(str(error), Exit.REFUSED) from None
    console.print(f"{taken.name} is watched, under key {taken.id.hex()}.", soft_wrap=True)


@commands.command()
def serve(
    folder: Folder,
    *,
    bind: Annotated[str, typer.Option(metavar="HOST:PORT", help="Where to listen.")] = "127.0.0.1:8600",
) -> None:
    """Answer logs until stopped by SIGTERM or Ctrl-C."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise Failure("--bind takes HOST:PORT, for example 127.0.0.1:8600.", Exit.USAGE)
    witness = _open(folder)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        server = Server(witness, host.strip("[]"), int(port), now=clock.now)
    except OSError as error:
        raise Failure(f"{bind} can't be listened on: {error.strerror}.") from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    hold_on()
    console.print(f"{witness.key.name} answers at http://{bind}", soft_wrap=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("Stopped.")


@commands.command()
def status(folder: Folder, *, json: AsJson = False) -> None:
    """Show how each log stands. Exit code 0 when nobody has to look into anything, 1 otherwise."""
    witness = _open(folder)
    found = standings(witness, at=clock.now())
    well = all(each.well for each in found)
    if json:
        print_json({"ok": well, "witness": str(witness.key.witness_key), "logs": [_row(each) for each in found]})
    else:
        console.print(f"{witness.key.witness_key}", soft_wrap=True)
        for each in found:
            _show(each)
        if not found:
            console.print("No log is watched yet: `handrail witness trust`.")
    raise typer.Exit(Exit.DONE if well else Exit.FAULTS_FOUND)


@commands.command()
def sign(folder: Folder) -> None:
    """Answer one request from standard input on standard output: for a witness that no network reaches.

    Exit code 4 when it is refused; standard error then says why.
    """
    witness = _open(folder)
    try:
        answer = add_checkpoint(witness, sys.stdin.buffer.read(SIZE_LIMIT + 1), at=clock.now())
    except NotAWitness as error:
        raise Failure(str(error)) from None
    if answer.status == 200:
        typer.echo(answer.body, nl=False)
        return
    if answer.status == 409:
        known = answer.body.strip()
        raise Failure(f"{known} entries were cosigned here. The log has to ask with --known {known}.", Exit.REFUSED)
    raise Failure(f"Refused ({answer.status:d}). {answer.body.strip()}", Exit.REFUSED)


def _open(folder: Path) -> Witness:
    try:
        return Witness.open(folder)
    except NotAWitness as error:
        raise Failure(str(error)) from None


def _show(log: Standing) -> None:
    since = f"cosigned at {log.at:%Y-%m-%d %H:%M:%S} UTC" if log.at else "nothing cosigned yet"
    console.print(f"[bold]{escape(log.origin)}[/]: {log.size} entries, {since}", soft_wrap=True)
    if log.fault:
        errors.print(f"  [red]{escape(log.fault)}[/]", soft_wrap=True)
    if log.silent:
        console.print("  [yellow]It has asked for nothing for more than a day. Ask whoever runs it why.[/]")
    for each in log.evidence:
        console.print(f"  [red]{escape(each.what)}[/] Kept in {each.path}", soft_wrap=True)


def _row(log: Standing) -> dict[str, object]:
    return {
        "origin": log.origin,
        "size": log.size,
        "root": log.root,
        "cosigned_at": log.at,
        "silent": log.silent,
        "fault": log.fault,
        "evidence": [{"what": each.what, "folder": str(each.path)} for each in log.evidence],
    }
