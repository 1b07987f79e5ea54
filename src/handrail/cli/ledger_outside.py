"""`handrail ledger export`, `handrail ledger receipt` and `handrail ledger rotate-key`: a part of `cli/ledger.py`."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from handrail.cli.exchange import acting_as
from handrail.cli.ground import AsJson, Exit, Failure, console, in_plain_words, print_json
from handrail.cli.home import home_of, open_site
from handrail.cli.programme import PURPOSE

#: Why a member reads the record, if they are an auditor or another who may.
_READING = "oversight"


def export(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an empty one.")],
    *,
    member: Annotated[
        str | None,
        typer.Option("--as", metavar="EMAIL", help="With every document that this member may read, in their name."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Write the ledger to a folder that `handrail-verify` checks without this installation.

    Without --as it holds what anybody may see: kind, hour and commitment of each entry.
    """
    open_site(home_of(ctx))
    from handrail import ledger
    from handrail.oversight import exporting

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} of {task.total:,.0f}"))
    hidden = json or not console.is_terminal
    try:
        with Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=hidden) as bar:
            task = bar.add_task("Exporting", total=1)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            if member is None:
                written = ledger.export_to(folder, progress=progress)
            else:
                by = acting_as(member)
                written = exporting.export(folder, by=by, purpose=_READING, progress=progress)
    except ledger.ExportRefused as refused:
        raise Failure(str(refused), Exit.REFUSED) from None
    except (ledger.NotPublished, ledger.NoteError) as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise in_plain_words(error) or Failure(f"{folder} could not be written: {error.strerror or error}.") from None
    if json:
        print_json({"folder": folder, "entries": written.size, "documents": written.documents, "files": written.files})
        return
    console.print(f"{written.size:,} entries and {written.documents:,} documents are in {folder}.", soft_wrap=True)
    console.print("Verify them anywhere: `handrail-verify`, with the log's key as you have it from elsewhere.")


def receipt(
    ctx: typer.Context,
    entry: Annotated[UUID, typer.Argument(metavar="ENTRY", help="The entry's id, as its page has it in its address.")],
    member: Annotated[
        str,
        typer.Option("--as", metavar="EMAIL", help="The member who takes it, of their own record."),
    ],
) -> None:
    """Print the receipt of one entry and nothing else, to be kept elsewhere. `handrail-verify` checks it alone."""
    open_site(home_of(ctx))
    from handrail.oversight.queries.receipts import receipt_of_entry

    taken = receipt_of_entry(by=acting_as(member), purpose=_READING, record=entry)
    if taken.receipt is None:
        raise Failure(_NOT_NOW[taken.waits], Exit.REFUSED if taken.waits == "erased" else Exit.NOT_READY)
    typer.echo(taken.receipt.text, nl=False)


#: Why there is no receipt, and what to do.
_NOT_NOW = {
    "tree": "The entry is being placed in the signed record. Do it again in a few seconds; the worker has to run.",
    "witnesses": "It waits to be countersigned. Do it again in a minute; see `handrail ledger witness list`.",
    "erased": "What the entry said has been erased. One that was kept before still verifies.",
}


def rotate_key(
    ctx: typer.Context,
    member: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The member who answers for this step.")],
    key: Annotated[
        str,
        typer.Option("--key", metavar="FINGERPRINT", help="What the first step printed; given by somebody else."),
    ] = "",
) -> None:
    """Let the ledger go on under a new key, in two steps by two people.

    Without --key the next key is prepared. With it, and by somebody else, the ledger is handed over to it. Killed at
    any moment, the same step can be taken again.
    """
    open_site(home_of(ctx))
    from django.conf import settings

    from handrail import ledger
    from handrail.oversight.actions.keys import hand_key_over, prepare_key

    folder = settings.HANDRAIL_KEY_DIR
    if ledger.finish_handover(folder):
        _say_it_goes_on(ledger.load_verification_key(folder).fingerprint)
        return
    by = acting_as(member)
    if not key:
        fingerprint = prepare_key(by=by, purpose=PURPOSE)
        console.print(f"The next key is prepared. Its fingerprint is {fingerprint}", soft_wrap=True)
        console.print(
            "Nothing has changed yet. A colleague hands the ledger over to it: "
            'handrail ledger rotate-key --as EMAIL --key "FINGERPRINT"',
            soft_wrap=True,
        )
        return
    try:
        hand_key_over(by=by, purpose=PURPOSE, fingerprint=key)
    except ledger.NotPublished as empty:
        raise Failure(str(empty)) from None
    _say_it_goes_on(ledger.load_verification_key(folder).fingerprint)


def _say_it_goes_on(key: str) -> None:
    console.print(f"The ledger goes on under the key with the fingerprint {key}", soft_wrap=True)
    console.print(
        "Publish `ledger-verification-key` again, on paper too, and back the keys up now. "
        "The old key signs nothing any more; what it signed stays verifiable.",
        soft_wrap=True,
    )
