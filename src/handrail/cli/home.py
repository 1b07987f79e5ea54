"""The home that a centre's command works in, made ready, and what can go wrong there said in plain words.

It needs the packages of a centre. A command that imports it is left out where these are not installed.
"""

import psycopg
import typer
from django.db import OperationalError, ProgrammingError

from handrail.cli.ground import SAID, Exit, Failure
from handrail.gate import GateError, Refused, StorageFull
from handrail.policy import PolicyFault
from handrail.site import embedded
from handrail.site.addresses import NoDatabaseYet, is_external
from handrail.site.embedded import CommandFailed
from handrail.site.home import Home
from handrail.site.installation import RestoreUnfinished, ServerNotPrepared, activate, refuse_unfinished
from handrail.vault import VaultError


def _in_plain_words(error: Exception) -> Failure | None:
    match error:
        case Refused():
            reasons = " ".join(f"{reason.sentence} Ask {reason.whom}." for reason in error.explanations)
            sentence, code = f"You can't do that. {reasons}", Exit.REFUSED
        case GateError():
            sentence, code = str(error), Exit.REFUSED
        case NoDatabaseYet() | ServerNotPrepared() | CommandFailed() | VaultError():
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


SAID.append(_in_plain_words)


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
