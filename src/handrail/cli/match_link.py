"""`handrail match link`: an organisation's own records that may be of one person. Needs no home."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from handrail.cli.ground import AsJson, Exit, Failure, console, errors, print_json
from handrail.matching.linkage import learnt as weights
from handrail.matching.linkage import model as models
from handrail.matching.linkage.engines import ENGINES, EngineMissing
from handrail.matching.linkage.finding import Linked, Told, link
from handrail.matching.linkage.learnt import Learnt, NotLearnt
from handrail.matching.linkage.model import Model
from handrail.matching.linkage.reading import BadRegister, records
from handrail.matching.linkage.writing import as_json, every, kind, write_csv

#: Pairs that are shown at a terminal; a file has all of them.
_SHOWN = 20


def add_to(commands: typer.Typer) -> None:
    """Add `link`."""
    commands.command("link")(link_)


def link_(
    register: Annotated[Path, typer.Argument(metavar="FILE.csv", dir_okay=False, help="Your own records.")],
    *,
    engine: Annotated[str, typer.Option(metavar="|".join(ENGINES), help="What compares them.")] = "duckdb",
    out: Annotated[
        Path | None, typer.Option(metavar="PAIRS.csv", dir_okay=False, help="Write every pair, with its evidence.")
    ] = None,
    learnt: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Weigh as another run did: the file that it kept."),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Keep what is learnt, for other runs.")
    ] = None,
    master: Annotated[str, typer.Option(metavar="ADDRESS", help="Spark's cluster, if not this machine alone.")] = "",
    work: Annotated[
        Path | None,
        typer.Option(metavar="DIR", file_okay=False, help="Where to put down records meanwhile; all of Spark sees it."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Find records of your own that may be of one person, each pair with what speaks for it and what against.

    Nothing is merged, and nothing leaves this machine or cluster. Exit code 4 when something in the file is wrong.
    """
    model = models.load()
    if engine not in ENGINES:
        raise Failure(f"There is no engine {engine}. There are: {', '.join(ENGINES)}.", Exit.USAGE)
    if engine != "spark" and master:
        raise Failure("--master is for --engine spark.", Exit.USAGE)
    given = _given(learnt, model) if learnt else None
    # Ended as by Ctrl-C, so that the records that were put down meanwhile are removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _told(quietly=json) as told:
            linked = link(records(register), model, on=engine, learnt=given, master=master, work=work, told=told)
    except EngineMissing as missing:
        raise Failure(str(missing)) from None
    except BadRegister as bad:
        for fault in str(bad).splitlines():
            errors.print(escape(fault), soft_wrap=True)
        errors.print("[bold red]handrail:[/] The file can't be linked. Mend it and try again.", soft_wrap=True)
        raise typer.Exit(Exit.REFUSED) from None
    if keep:
        _write(keep, linked.learnt.write(linked.engine, linked.versions))
    if out:
        _write_pairs(out, linked, model)
    if json:
        print_json(as_json(linked, model))
    else:
        _say(linked, model, out)


def _given(path: Path, model: Model) -> Learnt:
    try:
        return weights.read(path.read_text(encoding="utf-8"), model)
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{path} can't be read: {error}.") from None
    except NotLearnt as wrong:
        raise Failure(f"{path} can't be used. {wrong}", Exit.REFUSED) from None


@contextmanager
def _told(*, quietly: bool) -> Iterator[Told]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} records"))
    with Progress(*columns, console=console, transient=True, disable=quietly or not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda step, done: bar.update(task, description=step, completed=done)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path} could not be written: {error.strerror or error}.") from None


def _write_pairs(path: Path, linked: Linked, model: Model) -> None:
    """Only its owner may read it: which people an organisation has twice is about people."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8", newline="") as file:
            os.fchmod(opened, 0o600)  # it may have been there, open to others
            write_csv(file, linked, model)
    except OSError as error:
        raise Failure(f"{path} could not be written: {error.strerror or error}.") from None


def _say(linked: Linked, model: Model, out: Path | None) -> None:
    from_this = (
        f"Weights learnt from {linked.learnt.records:,} records."
        if linked.learnt.records
        else (f"Too few records to learn from (fewer than {model.training.least_records:,}): the model’s own weights.")
    )
    likely = sum(pair.likely for pair in linked.pairs)
    console.print(
        f"{linked.records:,} records. Pairs likely to be of one person: {likely:,}; possibly: "
        f"{len(linked.pairs) - likely:,}; of two relatives, it seems: {len(linked.relatives):,}. {from_this}",
        soft_wrap=True,
    )
    table = Table("Records", "Weight", "Taken for", "For", "Against")
    pairs = list(every(linked))
    for pair in pairs[:_SHOWN]:
        parts = [[step.title for step in pair.steps if step.bits * side > 0.5] for side in (1, -1)]
        table.add_row(
            escape(f"{pair.first}, {pair.second}"),
            f"{pair.weight:.1f}",
            kind(pair),
            *(", ".join(each) for each in parts),
        )
    if pairs:
        console.print(table)
    if out:
        console.print(f"All {len(pairs):,} pairs are in {escape(str(out))}. A person decides on each.", soft_wrap=True)
    elif len(pairs) > _SHOWN:
        console.print(f"And {len(pairs) - _SHOWN:,} more: --out FILE has them all.", soft_wrap=True)
