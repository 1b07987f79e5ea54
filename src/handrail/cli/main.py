"""The command `handrail`. Each module beside this one that has a function `register` adds its commands."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated

import typer

from handrail import __version__, cli
from handrail.cli.ground import Commands
from handrail.folders import DEFAULT_HOME, HOME_VARIABLE
from handrail.site.home import Home

app = typer.Typer(
    name="handrail",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show the values of variables, personal data among them
    help="Run and look after a Handrail installation.",
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


for found in iter_modules(cli.__path__):
    if found.name not in ("main", "__main__"):
        module = import_module(f"{cli.__name__}.{found.name}")
        if hasattr(module, "register"):
            module.register(app)
