"""`handrail match`: find the partner who already knows a person. Each module `match_…` beside this one has `add_to`."""

import typer

from handrail.cli.ground import command_modules

commands = typer.Typer(
    name="match",
    help="Match people privately with a partner's register, or serve one; measure how well.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands of `match`."""
    for module in command_modules("match_"):
        module.add_to(commands)
    app.add_typer(commands)
