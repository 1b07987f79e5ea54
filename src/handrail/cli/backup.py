"""`handrail backup` and `handrail restore`."""

from pathlib import Path
from typing import Annotated

import typer

from handrail.cli.ground import Exit, Failure, console
from handrail.cli.home import home_of, open_site
from handrail.gate import clock


def register(app: typer.Typer) -> None:
    """Add `backup` and `restore`."""
    app.command()(backup)
    app.command()(restore)


def backup(
    ctx: typer.Context, folder: Annotated[Path, typer.Argument(help="A folder to be made for this backup.")]
) -> None:
    """Back up database, keys and the ledger's head. The site may go on working meanwhile."""
    home = home_of(ctx)
    open_site(home)
    from handrail.site.backup import BackupFailed, back_up

    try:
        with console.status("Looking") as status:
            back_up(home, folder.absolute(), at=clock.now(), say=status.update)
    except BackupFailed as failure:
        raise Failure(str(failure)) from None
    console.print(f"The backup is in {folder}. It can be read by whoever has it: guard it.", soft_wrap=True)


def restore(
    ctx: typer.Context, folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The backup.")]
) -> None:
    """Make an empty home from a backup, then verify that database, keys and ledger agree."""
    home = home_of(ctx)
    from handrail.site.backup import BackupFailed
    from handrail.site.backup import restore as restore_backup

    try:
        with console.status("Looking") as status:
            restored = restore_backup(home, folder.absolute(), at=clock.now(), say=status.update)
    except BackupFailed as failure:
        raise Failure(str(failure)) from None
    for problem in restored.ledger.problems:
        console.print(f"[red]Ledger:[/] {problem.what}", soft_wrap=True)
    for fault in restored.key_faults:
        console.print(f"[red]Keys:[/] {fault}", soft_wrap=True)
    if not restored.ok:
        raise Failure("The backup was restored, but database, keys and ledger don't agree.", Exit.FAULTS_FOUND)
    console.print(
        f"Restored as it was at {restored.made_at:%-d %B %Y, %H:%M} UTC: {restored.ledger.size} ledger entries, "
        "all sound, and every organisation's key opens its records.",
        soft_wrap=True,
    )
