"""`handrail database`: the embedded database of a home, for whoever needs it without the rest."""

import typer

from handrail.cli.ground import Failure, console
from handrail.cli.home import home_of
from handrail.site import embedded
from handrail.site.addresses import APP_VARIABLE, is_external

commands = typer.Typer(name="database", help="Start, stop or look at the embedded database.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `database`."""
    app.add_typer(commands)


@commands.callback()
def embedded_only() -> None:
    """Start, stop or look at the embedded database."""
    if is_external():
        raise Failure(f"{APP_VARIABLE} is set: that server isn't Handrail's to start or stop.")


@commands.command()
def start(ctx: typer.Context) -> None:
    """Start it, and leave it running."""
    home = home_of(ctx)
    if not home.database_access.exists():
        raise Failure(f"{home.path} has no database yet. Run `handrail --home {home.path} init` first.")
    embedded.start(home)
    console.print(f"The database in {embedded.location(home)} is running.", soft_wrap=True)


@commands.command()
def stop(ctx: typer.Context) -> None:
    """Stop it, ending open connections."""
    home = home_of(ctx)
    embedded.stop(home)
    console.print(f"The database in {embedded.location(home)} is stopped.", soft_wrap=True)


@commands.command()
def status(ctx: typer.Context) -> None:
    """Say whether it runs and where its data lies; exit code 0 or 3."""
    home = home_of(ctx)
    if not embedded.is_running(home):
        raise Failure(f"The database in {embedded.location(home)} is not running.")
    console.print(f"The database in {embedded.location(home)} is running.", soft_wrap=True)
