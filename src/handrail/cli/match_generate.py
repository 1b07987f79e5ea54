"""`handrail match generate`: a synthetic register and the people asked about. Needs no home."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from handrail.cli.ground import Exit, Failure, console
from handrail.matching import synthetic


def add_to(commands: typer.Typer) -> None:
    """Add `generate`."""
    commands.command()(generate)


def generate(
    *,
    people: Annotated[int, typer.Option(help="Records of the register, up to 10,000,000.")] = 200_000,
    queries: Annotated[int, typer.Option(help="People somebody asks about.")] = 20_000,
    present: Annotated[float, typer.Option(help="Of these, the part that the register has: 0.5 is half.")] = 0.5,
    seed: Annotated[int, typer.Option(help="The same number makes the same people.")] = 1,
    mix: Annotated[str, typer.Option(help="Shares of name origins: city, or even for all alike.")] = "city",
    truth: Annotated[
        bool, typer.Option("--truth", help="Add who each record is of, the name origin, and what went wrong in it.")
    ] = False,
    out: Annotated[Path, typer.Option(metavar="DIR", file_okay=False, help="The folder for the files.")],
) -> None:
    """Write two CSV files about people who don't exist: register.csv and queries.csv, with a README."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f}"))
    try:
        population = synthetic.Population(people=people, queries=queries, present=present, mix=mix, seed=seed)
    except synthetic.Unfitting as unfitting:
        raise Failure(str(unfitting), Exit.USAGE) from None
    try:
        with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
            task = bar.add_task("Drawing people", total=population.everybody)
            synthetic.write(out, population, truth=truth, progress=lambda done, _: bar.update(task, completed=done))
    except OSError as error:
        raise Failure(f"It could not be written: {error.strerror or error}. Make room, then do it again.") from None
    console.print(f"{people:,} records and {queries:,} queries are in {out}. Nobody in them exists.", soft_wrap=True)
