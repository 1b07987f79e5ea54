"""`handrail import nominations` and `handrail export holdings`: files in and out, as one of the members."""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn

from handrail.cli.ground import AsJson, Exit, Failure, console, errors, print_json
from handrail.cli.home import home_of, open_site

if TYPE_CHECKING:
    from handrail.exchange.checking import Progress as Told
    from handrail.gate import Actor, RuleBroken

ORIGINATING = "originating"

imports = typer.Typer(name="import", help="Bring in a file.", no_args_is_help=True)
exports = typer.Typer(name="export", help="Take a copy out.", no_args_is_help=True)

AsMember = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help="The member whom you act as; the ledger says that they did it.")
]


def register(app: typer.Typer) -> None:
    """Add `import nominations` and `export holdings`."""
    app.add_typer(imports)
    app.add_typer(exports)


@imports.callback()
def files_in() -> None:
    """Bring in a file."""


@exports.callback()
def copies_out() -> None:
    """Take a copy out."""


@imports.command()
def nominations(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The nomination file.")],
    *,
    member: AsMember,
    check: Annotated[bool, typer.Option("--check", help="Only say what is wrong with it; bring nothing in.")] = False,
    json: AsJson = False,
) -> None:
    """Bring nominations in as drafts: all of the file, or none of it. The same file again changes nothing.

    Exit code 1 when --check found something wrong, 4 when the file was turned away.
    """
    open_site(home_of(ctx))
    from handrail.exchange.checking import check as check_file
    from handrail.exchange.importing import bring_in
    from handrail.gate import Faults

    by, data = acting_as(member), _read(file)
    # Nothing here makes rubbish in circles, and looking for it takes a fifth of the time: this process ends soon.
    gc.disable()
    try:
        with _told(quietly=json) as progress:
            if check:
                checked = check_file(data, by=by, purpose=ORIGINATING, progress=progress)
                _say(json, drafts=0, would_be=len(checked.new), unchanged=checked.unchanged)
            else:
                brought = bring_in(data, by=by, purpose=ORIGINATING, progress=progress)
                _say(json, drafts=brought.drafts, would_be=0, unchanged=brought.unchanged)
    except Faults as faults:
        say_what_is_wrong(faults.faults, as_json=json, drafts=0, would_be_drafts=0, unchanged=0)
        raise typer.Exit(Exit.FAULTS_FOUND if check else Exit.REFUSED) from None


@exports.command()
def holdings(
    ctx: typer.Context,
    *,
    member: AsMember,
    purpose: Annotated[
        str, typer.Option(help="What it is taken out for: a code of the rulebook’s purposes.")
    ] = "safeguarding_support",
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A new file, which only you can read. Standard output if none.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Take out what that member's organisation holds and they may take out, with its conditions, as JSON."""
    open_site(home_of(ctx))
    from handrail.exchange.holdings import as_document, take_out

    if out is not None and out.exists():
        raise Failure(f"{out} is there already. Name a new file.", Exit.USAGE)
    export = take_out(by=acting_as(member), purpose=purpose)
    document = as_document(export)
    if out is None:
        typer.echo(document, nl=False)
        return
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(document)
    if json:
        print_json({"holdings": len(export.holdings), "marking": export.marking, "file": out})
    else:
        console.print(
            f"{len(export.holdings)} items are in {out}, marked {export.marking}. A copy that has left can't be called "
            "back: keep to the conditions in it, and destroy it by the dates in it.",
            soft_wrap=True,
        )


def acting_as(address: str) -> "Actor":
    """The member who signs in with this address; raises Failure if nobody does."""
    from handrail.directory.signed_in import member_at

    by = member_at(address)
    if by is None:
        raise Failure(f"Nobody here signs in as {address}.", Exit.USAGE)
    return by


def _read(file: Path) -> bytes:
    """The file, unless it is larger than any file that is read."""
    from handrail.exchange.reading import MAX_BYTES

    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


@contextmanager
def _told(*, quietly: bool) -> Iterator["Told"]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f}"))
    with Progress(*columns, console=console, transient=True, disable=quietly or not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=1)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)


def _say(as_json: bool, *, drafts: int, would_be: int, unchanged: int) -> None:
    if as_json:
        print_json({"ok": True, "drafts": drafts, "would_be_drafts": would_be, "unchanged": unchanged, "faults": []})
        return
    lines = []
    if drafts:
        lines.append(f"{drafts:,} drafts are there. Each person is still decided on alone, by two people.")
    if would_be:
        lines.append(f"Nothing is wrong: {would_be:,} drafts would be brought in.")
    if unchanged:
        lines.append(f"{unchanged:,} nominations were brought in before and have not changed.")
    if not drafts and not would_be:
        lines.append("Nothing was changed.")
    console.print("\n".join(lines), soft_wrap=True)


def say_what_is_wrong(faults: Sequence["RuleBroken"], *, as_json: bool, **nothing: int) -> None:
    """Every fault at its place; for a program, with what the import did not do in ``nothing``."""
    if as_json:
        told = [{"place": fault.field, "rule": fault.rule, "what": fault.sentence} for fault in faults]
        print_json({"ok": False, **nothing, "faults": told})
        return
    for fault in faults:
        console.print(f"[bold]{escape(fault.field or 'The file')}[/]: {escape(fault.sentence)}", soft_wrap=True)
    errors.print(f"[bold red]handrail:[/] Nothing was brought in. Faults: {len(faults):,}.", soft_wrap=True)
