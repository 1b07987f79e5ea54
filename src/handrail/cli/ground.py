"""What every command stands on: the home, the exit codes, and failures said in plain words."""

import enum
import json
from collections.abc import Mapping
from typing import Annotated, Any

import psycopg
import typer
import typer.core
from django.db import OperationalError, ProgrammingError
from rich.console import Console
from rich.markup import escape

from handrail.gate import GateError, Refused, StorageFull
from handrail.ledger import KeyFileError
from handrail.policy import PolicyFault
from handrail.programme import ProgrammeFault
from handrail.site import embedded
from handrail.site.addresses import NoDatabaseYet, is_external
from handrail.site.embedded import CommandFailed
from handrail.site.home import Home
from handrail.site.installation import RestoreUnfinished, ServerNotPrepared, activate, refuse_unfinished
from handrail.vault import VaultError

#: For people: what happened, tables, progress.
console = Console(highlight=False)
#: For failures, so that a program reading standard output never mistakes them for an answer.
errors = Console(stderr=True, highlight=False)


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
            failure = in_plain_words(error)
            if failure is None:
                raise
            errors.print(f"[bold red]handrail:[/] {escape(failure.sentence)}", soft_wrap=True)
            raise typer.Exit(failure.code) from None


def in_plain_words(error: Exception) -> Failure | None:
    """What to tell the person at the terminal, or None for an error that only a programmer can mend."""
    match error:
        case Failure():
            return error
        case Refused():
            reasons = " ".join(f"{reason.sentence} Ask {reason.whom}." for reason in error.explanations)
            sentence, code = f"You can't do that. {reasons}", Exit.REFUSED
        case GateError():
            sentence, code = str(error), Exit.REFUSED
        case NoDatabaseYet() | ServerNotPrepared() | CommandFailed() | KeyFileError() | VaultError() | ProgrammeFault():
            sentence, code = str(error), Exit.NOT_READY
        case PolicyFault():
            sentence, code = f"The rules can't be read, so nothing is decided: {error}", Exit.NOT_READY
        case StorageFull() | RestoreUnfinished():
            sentence, code = str(error), Exit.NOT_READY
        case psycopg.errors.DiskFull() | OperationalError(__cause__=psycopg.errors.DiskFull()):
            sentence, code = str(StorageFull()), Exit.NOT_READY
        case ProgrammingError(__cause__=psycopg.errors.UndefinedTable() | psycopg.errors.UndefinedColumn()):
            sentence, code = "The tables are not those of this version. Run `handrail init`.", Exit.NOT_READY
        case psycopg.OperationalError() | OperationalError():
            sentence, code = f"The database can't be reached: {error}", Exit.NOT_READY
        case _:
            return None
    return Failure(sentence, code)


AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a program to read.")]


def home_of(ctx: typer.Context) -> Home:
    """The home that `--home` or HANDRAIL_HOME names."""
    home = ctx.find_object(Home)
    if home is None:
        raise LookupError("The command was started without the main command around it.")
    return home


def open_site(home: Home) -> None:
    """Make Django ready on a home that `init` or `demo` has made; its embedded database is started if need be.

    Raises Failure where there is no such home yet.
    """
    refuse_unfinished(home)
    if not home.secret_key.exists():
        raise Failure(f"{home.path} is not a Handrail home yet. Run `handrail --home {home.path} init` first.")
    if not is_external():
        if not home.database_access.exists():
            raise Failure(f"{home.path} has no database yet. Run `handrail --home {home.path} init` first.")
        embedded.start(home)
    activate(home)


def print_json(value: Mapping[str, Any]) -> None:
    """Write one JSON document to standard output, for a program to read."""
    typer.echo(json.dumps(value, indent=2, default=str))
