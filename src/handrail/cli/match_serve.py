"""`handrail match serve` and `answer`: a partner answers centres, over HTTP or from files. Needs no home."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from handrail import clock
from handrail.cli.ground import Exit, Failure, console
from handrail.matching.messages import MESSAGE_LIMIT, SENTENCES, read_answer
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import NotTrusted
from handrail.matching.partner.folder import KeyFolder, NotAKeyFolder
from handrail.matching.partner.lines import LinesDamaged
from handrail.matching.partner.serving import AlreadyServed, Server, served_once
from handrail.matching.table import DamagedTable
from handrail.serving import CONNECTIONS, CONNECTIONS_OF_ONE
from handrail.site.lifeline import hold_on

KeyDir = Annotated[
    Path, typer.Option("--key-dir", file_okay=False, metavar="DIR", help="The folder that `match publish` made.")
]


def add_to(commands: typer.Typer) -> None:
    """Add `serve` and `answer`."""
    commands.command()(serve)
    commands.command()(answer)


def serve(
    *,
    key_dir: KeyDir,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8700,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Processes for large requests, started when one comes.")
    ] = os.cpu_count() or 1,
    per_address: Annotated[
        int,
        typer.Option(min=1, max=CONNECTIONS, help="Connections from one address at a time. A proxy has one for all."),
    ] = CONNECTIONS_OF_ONE,
) -> None:
    """Answer centres until stopped by SIGTERM or Ctrl-C. Every request and what became of it is in the log."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    with _opened(key_dir, processes) as partner:
        try:
            with served_once(key_dir), _listening(partner, host, port, per_address) as server:
                signal.signal(signal.SIGTERM, signal.default_int_handler)
                hold_on()
                console.print(f"{partner.register} answers at http://{host}:{server.server_port}", soft_wrap=True)
                try:
                    server.serve_forever()
                except KeyboardInterrupt:
                    console.print("Stopped.")
        except AlreadyServed as error:
            raise Failure(str(error)) from None


def _listening(partner: Partner, host: str, port: int, per_address: int) -> Server:
    try:
        return Server(partner, host, port, now=clock.now, connections_of_one=per_address)
    except OSError as error:
        raise Failure(f"{host}:{port} can’t be listened on: {error.strerror}.") from None


def answer(
    request: Annotated[
        Path, typer.Argument(metavar="REQUEST.ask", exists=True, dir_okay=False, help="What the centre sent.")
    ],
    out: Annotated[Path, typer.Argument(metavar="REQUEST.answer", dir_okay=False, help="Where the answer goes.")],
    *,
    key_dir: KeyDir,
) -> None:
    """Answer one request that came as a file, where no network leads to the centre.

    The answer is a file even when the request is refused: it tells the centre why. Exit code 4 then.
    """
    with _opened(key_dir, 1) as partner, _new(out) as file:
        # The file is open before the token is spent.
        with request.open("rb") as asked:
            answered = partner.answer(asked.read(MESSAGE_LIMIT + 1), at=clock.now())
        file.write(answered)
        refusal = read_answer(answered, partner.key).refusal
    if refusal:
        raise Failure(f"Refused ({refusal}). {SENTENCES[refusal]} {out} tells the centre so.", Exit.REFUSED)
    console.print(f"Answered: take {out} to the centre.", soft_wrap=True)


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    """A new file; it is gone again where nothing comes to stand in it."""
    try:
        file = path.open("xb")
    except FileExistsError:
        sentence = f"{path} is there already. Each request is answered once, into a file of its own."
        raise Failure(sentence, Exit.USAGE) from None
    except OSError as error:
        raise Failure(f"{path} can’t be written: {error.strerror}.", Exit.USAGE) from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise


@contextmanager
def _opened(key_dir: Path, processes: int) -> Iterator[Partner]:
    try:
        partner = Partner(KeyFolder.open(key_dir), processes=processes)
    except (NotAKeyFolder, LinesDamaged, DamagedTable) as error:
        raise Failure(str(error)) from None
    except FileNotFoundError:
        raise Failure(f"{key_dir} has no table yet: `handrail match publish` makes one.") from None
    try:
        yield partner
    except (LinesDamaged, NotTrusted) as error:
        raise Failure(str(error)) from None
    finally:
        partner.close()
