"""The command `handrail`. Each module beside this one that has a function `register` adds its commands.

Where the packages of a centre are not installed, the commands that need them are left out.
"""

from multiprocessing import current_process
from pathlib import Path
from typing import Annotated

import typer

from handrail import __version__
from handrail.cli.ground import IS_CENTRE, Commands, command_modules
from handrail.folders import DEFAULT_HOME, HOME_VARIABLE
from handrail.site.home import Home

app = typer.Typer(
    name="handrail",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show the values of variables, personal data among them
    help="Run and look after a Handrail installation.",
    epilog="" if IS_CENTRE else "There are more commands for a centre: pip install 'handrail\\[centre]'",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"handrail {__version__}")
        raise typer.Exit


@app.callback()
def handrail(
    ctx: typer.Context,
    home: Annotated[
        Path,
        typer.Option(envvar=HOME_VARIABLE, file_okay=False, help="The folder of keys, secrets and embedded database."),
    ] = Path(DEFAULT_HOME),
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Run and look after a Handrail installation."""
    ctx.obj = Home(home.expanduser().absolute())


# A process beside a command's own imports this module once more, and runs none of its commands.
if current_process().name == "MainProcess":
    for module in command_modules():
        if hasattr(module, "register"):
            module.register(app)
