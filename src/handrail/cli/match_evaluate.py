"""`handrail match evaluate`: how well matching finds people in files that say who is who. Needs no home."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from handrail.cli.ground import AsJson, Exit, Failure, console, errors, print_json
from handrail.matching import evaluation
from handrail.matching.evaluation import BadFiles, LabelledFile, Missed, Quality, Report, chart
from handrail.matching.evaluation.intervals import Figure, Rate
from handrail.matching.evaluation.report import Part
from handrail.matching.keys import at_size, load


def add_to(commands: typer.Typer) -> None:
    """Add `evaluate`."""
    commands.command()(evaluate)


def evaluate(
    queries: Annotated[Path, typer.Argument(metavar="A.csv", dir_okay=False, help="The people asked about.")],
    register: Annotated[Path, typer.Argument(metavar="B.csv", dir_okay=False, help="The register that is asked.")],
    *,
    truth: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column that says who a record is of. FEBRL's ids say it already.")
    ] = "",
    leave_out: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Take a column for empty: what if nobody had it?")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--chart", dir_okay=False, help="Write a picture (SVG) of recall by its parts.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Measure what matching finds: recall, precision, F1, candidates a query, and what was missed and why.

    It runs in the clear with the keys, limits and weights of the private protocol, so its figures are the protocol's.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f}"))
    try:
        asked, asking = evaluation.opened(queries, register, truth=truth, leave_out=leave_out or ())
    except BadFiles as bad:
        errors.print(f"[bold red]handrail:[/] {escape(str(bad))}", soft_wrap=True)
        raise typer.Exit(Exit.REFUSED) from None
    hidden = json or not console.is_terminal
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("Comparing", total=len(asking))
        schema = at_size(load(asking.layout.schema), len(asking))
        found = evaluation.compare(asked, asking, schema, lambda done, _: bar.update(task, completed=done))
    report = evaluation.report(found)
    if picture:
        _write(picture, chart.svg(report))
    if json:
        print_json(report.as_json())
    else:
        _print(report, asked, asking)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path} could not be written: {error.strerror or error}.") from None


def _print(report: Report, asked: LabelledFile, asking: LabelledFile) -> None:
    console.print(
        f"{report.queries:,} queries ({asked.path.name}) of a register of {report.records:,} ({asking.path.name}), "
        f"{report.pairs:,} pairs of one person. Keys {report.schema}, {report.tokens:.1f} a query. "
        "In brackets: 95 per cent intervals.",
        soft_wrap=True,
    )
    table = Table("", *(_of_figures(each) for each in ("Recall", "Precision", "F1", "Candidates a query")))
    levels = {
        "All candidates": report.candidates,
        "Even odds": report.even_odds,
        "Strong evidence": report.strong,
    }
    for name, quality in levels.items():
        table.add_row(name, *_cells(quality))
    console.print(table)
    table = Table("Missed pairs, and why", "Pairs")
    for why in Missed:
        table.add_row(why.value.capitalize(), f"{report.missed.get(why, 0):,}")
    console.print(table)
    if report.strata:
        _parts("Stratum (synthetic)", report.strata)
        if report.gap is not None:
            console.print(f"Largest gap between strata: {report.gap:.4f}")
    _parts("Error" if report.errors_stated else "Difference", report.errors)


def _of_figures(title: str) -> Column:
    """A column whose figures are whole at a terminal of 80 columns, their brackets below them."""
    return Column(title, min_width=len("(0.000–1.000)"), overflow="fold")


def _cells(quality: Quality) -> Iterable[str]:
    yield _rate(quality.recall)
    yield _rate(quality.precision)
    yield _figure(quality.f1)
    yield _figure(quality.a_query)


def _parts(title: str, parts: Iterable[Part]) -> None:
    table = Table(title, "Pairs", "Recall", "With strong evidence")
    for part in parts:
        table.add_row(part.name, f"{part.recall.of:,}", _rate(part.recall), _rate(part.strong))
    console.print(table)


def _rate(rate: Rate) -> str:
    return _figure(rate.figure)


def _figure(figure: Figure | None) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})" if figure else "nothing to count"
