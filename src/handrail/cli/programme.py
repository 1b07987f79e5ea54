"""`handrail programme`: check a rulebook before it is installed."""

from pathlib import Path
from typing import Annotated

import typer

from handrail import programme
from handrail.cli.ground import AsJson, Exit, console, print_json

commands = typer.Typer(name="programme", help="Check a programme's rulebook.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `programme check`."""
    app.add_typer(commands)


@commands.callback()
def rulebooks() -> None:
    """Check a programme's rulebook."""


@commands.command()
def check(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The programme's folder.")],
    json: AsJson = False,
) -> None:
    """List every fault with its file, line and rule. Exit code 0 for none, 1 otherwise. Needs no home."""
    faults = programme.check(folder)
    if json:
        print_json(
            {
                "ok": not faults,
                "faults": [
                    {"file": fault.file, "line": fault.line, "rule": fault.rule, "message": fault.message}
                    for fault in faults
                ],
            }
        )
    else:
        for fault in faults:
            typer.echo(str(fault))
        if not faults:
            console.print(f"{folder.name}: no faults.")
    raise typer.Exit(Exit.FAULTS_FOUND if faults else Exit.DONE)
