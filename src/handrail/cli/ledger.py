"""`handrail ledger`: verify it, show what anybody may see of it, and what its two neighbours add."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.progress import Progress
from rich.table import Table

from handrail.cli import ledger_outside, ledger_witnesses
from handrail.cli.ground import AsJson, Exit, Failure, console, print_json
from handrail.cli.home import home_of, open_site

#: The differences that are named in JSON; the numbers are of all of them.
LISTED = 1_000

commands = typer.Typer(
    name="ledger", help="Verify the ledger, export it, look after its key and witnesses.", no_args_is_help=True
)
commands.add_typer(ledger_witnesses.commands)
commands.command("export")(ledger_outside.export)
commands.command("receipt")(ledger_outside.receipt)
commands.command("rotate-key")(ledger_outside.rotate_key)


def register(app: typer.Typer) -> None:
    """Add `ledger verify`, `ledger reconcile`, `ledger checkpoint` and `ledger show`."""
    app.add_typer(commands)


@commands.command()
def verify(
    ctx: typer.Context,
    known: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="A checkpoint kept elsewhere, which the ledger must contain."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Recompute the whole ledger from the tables and name the first bad entry. Exit code 0 sound, 1 not."""
    open_site(home_of(ctx))
    from handrail import ledger

    notes = [_kept(path) for path in known or ()]
    with Progress(console=console, transient=True, disable=json or not console.is_terminal) as bar:
        task = bar.add_task("Verifying", total=None)
        result = ledger.verify(known=notes, progress=lambda done, total: bar.update(task, completed=done, total=total))
    if json:
        problems = [{"index": bad.index, "entry": bad.entry_id, "what": bad.what} for bad in result.problems]
        print_json(
            {
                "ok": result.ok,
                "size": result.size,
                "root": result.root.hex(),
                "checkpoints": result.checkpoints,
                "erased": result.erased,
                "unsequenced": result.unsequenced,
                "problems": problems,
            }
        )
    else:
        for bad in result.problems:
            console.print(f"[red]{_place(bad.index, bad.entry_id)}:[/] {bad.what}", soft_wrap=True)
        console.print(
            f"{'Sound' if result.ok else 'NOT SOUND'}: {result.size} entries under {result.checkpoints} checkpoints, "
            f"{result.unsequenced} not yet in the tree, {result.erased} documents erased.\nRoot {result.root.hex()}",
            soft_wrap=True,
        )
    raise typer.Exit(Exit.DONE if result.ok else Exit.FAULTS_FOUND)


@commands.command()
def reconcile(ctx: typer.Context, json: AsJson = False) -> None:
    """Compare what the database says happened with what the ledger says, and name each difference.

    Exit code 0 the same, 1 not.
    """
    open_site(home_of(ctx))
    from handrail.upkeep.reconciling import KINDS, differences

    found = dict.fromkeys(KINDS, 0)
    listed: list[dict[str, str]] = []
    for difference in differences():
        found[difference.kind] += 1
        if not json:
            console.print(f"[red]{difference.kind}:[/] {difference.what}", soft_wrap=True)
        elif len(listed) < LISTED:
            listed.append({"kind": difference.kind, "what": difference.what})
    total = sum(found.values())
    if json:
        print_json({"ok": not total, "found": found, "differences": listed})
    else:
        console.print(f"{total} differences." if total else "Database and ledger say the same.")
    raise typer.Exit(Exit.FAULTS_FOUND if total else Exit.DONE)


@commands.command()
def checkpoint(ctx: typer.Context) -> None:
    """Print the newest signed checkpoint and nothing else, to be kept elsewhere."""
    open_site(home_of(ctx))
    from handrail import ledger

    head = ledger.head()
    if head is None:
        raise Failure("The tree is empty: there is no checkpoint yet.", Exit.FAULTS_FOUND)
    typer.echo(head.note, nl=False)


@commands.command()
def show(
    ctx: typer.Context,
    first: Annotated[int, typer.Option(min=0, help="The index of the first leaf to show.")] = 0,
    count: Annotated[int, typer.Option(min=0, max=10_000, help="How many leaves to show.")] = 0,
    json: AsJson = False,
) -> None:
    """Show the signed checkpoint and how far sequencing is behind and, if asked, leaves. No document is shown."""
    open_site(home_of(ctx))
    from handrail import ledger
    from handrail.gate import clock

    head, lag = ledger.head(), ledger.lag(clock.now())
    leaves = list(ledger.leaves(first, first + count))
    if json:
        shown: dict[str, Any] = {
            "checkpoint": head.note if head else None,
            "size": head.size if head else 0,
            "unsequenced": lag.unsequenced,
            "oldest_unsequenced_seconds": round(lag.oldest_seconds, 3),
            "leaves": [
                {"index": leaf.index, "kind": leaf.kind, "hour": leaf.hour, "commitment": leaf.commitment.hex()}
                for leaf in leaves
            ],
        }
        print_json(shown)
        return
    console.print(head.note if head else "The tree is empty.\n", soft_wrap=True, end="")
    console.print(f"{lag.unsequenced} entries not yet in the tree, the oldest {lag.oldest_seconds:.1f} seconds old.")
    if leaves:
        table = Table("Index", "Hour", "Kind", "Commitment")
        for leaf in leaves:
            table.add_row(str(leaf.index), f"{leaf.hour:%Y-%m-%d %H:00}", leaf.kind, leaf.commitment.hex())
        console.print(table)


def _kept(path: Path) -> str:
    """A checkpoint that somebody has kept. Whose it is, and whether the ledger has it, the verification says."""
    from handrail.ledger import NoteError
    from handrail.ledger.note import read_note

    try:
        note = path.read_text(encoding="utf-8")
        read_note(note)
    except (UnicodeDecodeError, NoteError):
        raise Failure(
            f"{path} is no checkpoint, so nothing was verified. Give what `handrail ledger checkpoint` printed.",
            Exit.USAGE,
        ) from None
    return note


def _place(index: int | None, entry: UUID | None) -> str:
    if index is None and entry is None:
        return "The ledger"
    return f"Entry {'not in the tree' if index is None else index} ({entry or 'unknown'})"
