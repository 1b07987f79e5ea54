"""`handrail ledger witness`: who countersigns this ledger, and how many of them it takes. A part of `cli/ledger.py`.

That the list changed becomes an entry of the ledger by the worker, whoever changed it: see `oversight/witnessing.py`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from handrail.cli.ground import AsJson, Exit, Failure, console, print_json
from handrail.cli.home import home_of, open_site
from handrail.gate import clock
from handrail.ledger import HashesMissing, NoteError
from handrail.ledger.cosignature import WitnessKey
from handrail.ledger.witnesses import Witness, Witnesses, WitnessRefused, load, save

if TYPE_CHECKING:
    from handrail.ledger import Checkpoint
    from handrail.ledger.cosigned import WitnessStanding

commands = typer.Typer(name="witness", help="Say who countersigns this ledger.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The witness, as its key is named.")]


@commands.command()
def add(
    ctx: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Where it answers; `-` where its answers are carried by hand.")
    ],
    key: Annotated[str, typer.Argument(metavar="VKEY", help="What `handrail witness init` printed there.")],
) -> None:
    """Add a witness. It is asked from now on; how many are needed stays as it is."""
    with _changing(ctx) as (folder, listed):
        witness = Witness(WitnessKey.parse(key), "" if url == "-" else url)
        save(folder, listed.with_one(witness))
    console.print(f"{witness.key.name} is asked from now on. Needed: {listed.needed}.", soft_wrap=True)


@commands.command()
def remove(ctx: typer.Context, name: Name) -> None:
    """Ask a witness no more. What it has cosigned stays."""
    with _changing(ctx) as (folder, listed):
        save(folder, listed.without(name))
    console.print(f"{name} is asked no more.", soft_wrap=True)


@commands.command()
def need(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=0, help="How many witnesses; 0 for none.")],
) -> None:
    """Say how many witnesses must have cosigned a checkpoint before it is published."""
    with _changing(ctx) as (folder, listed):
        save(folder, listed.needing(number))
    console.print(f"A checkpoint is published once {number} of {len(listed.witnesses)} have cosigned it.")


@commands.command("list")
def list_witnesses(ctx: typer.Context, *, json: AsJson = False) -> None:
    """Show the witnesses and how each stands. Exit code 1 when one has seen another ledger than this."""
    open_site(home_of(ctx))
    from handrail.ledger.cosigned import cosigned

    found = cosigned(clock.now())
    if json:
        print_json(
            {
                "ok": not found.alarms,
                "needed": found.needed,
                "size": found.size,
                "published": found.published,
                "witnesses": [_row(each) for each in found.witnesses],
            }
        )
    else:
        console.print(
            f"{found.needed} of {len(found.witnesses)} needed. Published: {found.published} of {found.size} entries.",
            soft_wrap=True,
        )
        for each in found.witnesses:
            when = (
                f"{each.size} entries cosigned, last at {each.at:%Y-%m-%d %H:%M:%S} UTC" if each.at else "nothing yet"
            )
            console.print(f"[bold]{each.name}[/] ({each.url or 'by hand'}): {when}", soft_wrap=True)
            if each.refusal:
                colour = "red" if each.refusal.alarming else "yellow"
                console.print(f"  [{colour}]{escape(each.refusal.words)}[/]", soft_wrap=True)
    raise typer.Exit(Exit.FAULTS_FOUND if found.alarms else Exit.DONE)


@commands.command()
def request(
    ctx: typer.Context,
    name: Name,
    *,
    known: Annotated[
        int | None, typer.Option(min=0, help="What the witness has cosigned, where it knows better.")
    ] = None,
) -> None:
    """Print a request for a witness that no network reaches: its answer comes back with `take`."""
    open_site(home_of(ctx))
    from handrail.ledger import cosigning, head

    witness, newest = _listed(ctx, name), head()
    if newest is None:
        raise Failure("The tree is empty: there is nothing to cosign yet.", Exit.FAULTS_FOUND)
    size = cosigning.cosigned_size(witness) if known is None else known
    try:
        sys.stdout.buffer.write(cosigning.request(size, newest))
    except HashesMissing:
        raise Failure("The stored hashes of the tree are being made up for. Try again in a minute.") from None


@commands.command()
def take(
    ctx: typer.Context,
    name: Name,
    asked: Annotated[Path, typer.Argument(metavar="REQUEST", exists=True, dir_okay=False, help="What `request` gave.")],
) -> None:
    """Keep a witness's answer, read from standard input, to a request that was carried to it."""
    open_site(home_of(ctx))
    from handrail.ledger import cosigning

    witness, checkpoint = _listed(ctx, name), _asked_about(ctx, asked)
    answer = sys.stdin.buffer.read().decode("utf-8", "replace")
    if not answer.strip():
        raise Failure("There is no answer on standard input. Nothing was kept.", Exit.USAGE)
    if not cosigning.take(witness, checkpoint, answer, at=clock.now()):
        raise Failure(f"This is no cosignature of {name} on that request.", Exit.REFUSED)
    console.print(f"{name} has cosigned {checkpoint.size} entries.", soft_wrap=True)


def _asked_about(ctx: typer.Context, asked: Path) -> "Checkpoint":
    """The checkpoint of a request, seen to be ours."""
    from handrail import ledger

    _, _, note = asked.read_text(encoding="utf-8", errors="replace").partition("\n\n")
    try:
        return ledger.load_chain(home_of(ctx).keys).read(note)
    except NoteError as error:
        raise Failure(f"{asked} is not a request of this ledger: {error}", Exit.USAGE) from None


def _listed(ctx: typer.Context, name: str) -> Witness:
    try:
        return load(home_of(ctx).keys).named(name)
    except WitnessRefused as error:
        raise Failure(str(error), Exit.USAGE) from None


@contextmanager
def _changing(ctx: typer.Context) -> Iterator[tuple[Path, Witnesses]]:
    folder = home_of(ctx).keys
    if not folder.is_dir():
        raise Failure(f"{folder} is not there yet. Run `handrail init` first.")
    try:
        yield folder, load(folder)
    except (WitnessRefused, NoteError) as error:
        raise Failure(str(error), Exit.USAGE) from None


def _row(each: "WitnessStanding") -> dict[str, object]:
    refusal = each.refusal
    return {
        "name": each.name,
        "url": each.url,
        "size": each.size,
        "at": each.at,
        "refused": {"status": refusal.status, "what": refusal.what, "at": refusal.at} if refusal else None,
    }
