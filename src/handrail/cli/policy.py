"""`handrail policy`: what the rules never permit, and what they say."""

import typer

from handrail.cli.explaining import explain
from handrail.cli.proving import prove

commands = typer.Typer(name="policy", help="Prove what the rules never permit, and explain them.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `policy prove` and `policy explain`."""
    commands.command()(prove)
    commands.command()(explain)
    app.add_typer(commands)


@commands.callback()
def rules() -> None:
    """Prove what the rules never permit, and explain them."""
