"""What every command stands on: exit codes, and failures said in plain words. Needs none of a centre's packages."""

import enum
import errno
import json
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Annotated, Any, Final

import typer
import typer.core
from rich.console import Console
from rich.markup import escape

from handrail import cli
from handrail.folders import is_full
from handrail.ledger.key_file import KeyFileError
from handrail.programme.faults import ProgrammeFault

#: For people: what happened, tables, progress.
console = Console(highlight=False)
#: For failures, so that a program reading standard output never mistakes them for an answer.
errors = Console(stderr=True, highlight=False)

#: Whether this is a whole installation. A witness and a partner work without a centre's packages.
IS_CENTRE: Final = find_spec("django") is not None


class Exit(enum.IntEnum):
    """What a command's exit code means; documented in docs/reference/command-line.md."""

    DONE = 0
    FAULTS_FOUND = 1
    USAGE = 2
    NOT_READY = 3
    REFUSED = 4


class Failure(Exception):
    """A command that can't go on: one or two plain sentences saying why and what to do."""

    def __init__(self, sentence: str, code: Exit = Exit.NOT_READY) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class Commands(typer.core.TyperGroup):
    """The group of all commands: whatever goes wrong below ends as a plain sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command named on the line."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            failure = next(filter(None, (said(error) for said in SAID)), None)
            if failure is None:
                raise
            errors.print(f"[bold red]handrail:[/] {escape(failure.sentence)}", soft_wrap=True)
            raise typer.Exit(failure.code) from None

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; says what is missing where only a whole installation could have it."""
        found = super().get_command(ctx, cmd_name)
        if found is None and not IS_CENTRE:
            raise Failure(
                f"`handrail {cmd_name}` is no command, or one that needs the packages of a centre. "
                "To have those: pip install 'handrail[centre]'"
            )
        return found


def in_plain_words(error: Exception) -> Failure | None:
    """What to tell the person at the terminal, or None for an error that only a programmer can mend."""
    match error:
        case Failure():
            return error
        case KeyFileError() | ProgrammeFault():
            return Failure(str(error))
        case OSError() if is_full(error):
            return Failure("The disk is full. Make room, then give the command again.")
        case OSError(errno=errno.EROFS) if error.filename:
            return Failure(f"{error.filename} can’t be written: it lies where this command may only read.")
        case PermissionError() if error.filename:
            return Failure(f"This account may not use {error.filename}. Give the command as the account that owns it.")
        case _:
            return None


#: Who can put an error into plain words; the first that can, does. `handrail.cli.home` adds the centre's errors.
SAID: Final[list[Callable[[Exception], Failure | None]]] = [in_plain_words]


def command_modules(prefix: str = "") -> Iterator[ModuleType]:
    """Each module of commands whose name begins so, by name, and that can be imported here: see :data:`IS_CENTRE`."""
    for found in iter_modules(cli.__path__, f"{cli.__name__}."):
        name = found.name.rpartition(".")[2]
        if name in ("main", "__main__") or not name.startswith(prefix):
            continue
        try:
            yield import_module(found.name)
        except ModuleNotFoundError as error:
            if IS_CENTRE or (error.name or "").startswith("handrail"):
                raise


AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a program to read.")]


def print_json(value: Mapping[str, Any]) -> None:
    """Write one JSON document to standard output, for a program to read."""
    typer.echo(json.dumps(value, indent=2, default=str))
