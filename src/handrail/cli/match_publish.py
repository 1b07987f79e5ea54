"""`handrail match publish` and `open`: a partner's register as tags, and back from a reference. Needs no home."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from handrail import clock
from handrail.cli.ground import AsJson, Exit, Failure, console, errors, print_json
from handrail.matching.partner.folder import KeyFolder, NotAKeyFolder
from handrail.matching.partner.kinds import KindRefused, kinds, publishable
from handrail.matching.partner.lines import LinesDamaged
from handrail.matching.partner.opening import NotAReference, open_reference
from handrail.matching.partner.publishing import Published, RegisterFaulty, Told
from handrail.matching.partner.publishing import publish as publish_register
from handrail.matching.partner.register import UnreadableRegister, open_register
from handrail.matching.table import MOST_RECORDS, DamagedTable, names_an_organisation, read_header


def add_to(commands: typer.Typer) -> None:
    """Add `publish` and `open`."""
    commands.command()(publish)
    commands.command("open")(open_)


def publish(
    *,
    register: Annotated[
        str, typer.Option(metavar="FILE|ADDRESS", help="A CSV file, or a database: postgresql://user@host/name.")
    ],
    key_dir: Annotated[
        Path, typer.Option(metavar="DIR", file_okay=False, help="The folder of the keys. The first run makes it.")
    ],
    query: Annotated[
        str, typer.Option(metavar="TABLE|SELECT", help="In a database: where the records are. `register` if not said.")
    ] = "",
    kind: Annotated[
        str, typer.Option(metavar="CODE", help="What kind of service keeps it, as in housing. As before if not said.")
    ] = "",
    organisation: Annotated[str, typer.Option(help="What you call yourselves. As before if not said.")] = "",
    size_declared: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST_RECORDS,
            metavar="N",
            help="How many records you say that it has. As many as there are if not said.",
        ),
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="Processes that work it out.")] = os.cpu_count() or 1,
    json: AsJson = False,
) -> None:
    """Make the tag table of a register. Nothing else of it leaves; only what has changed is worked out again.

    It can be stopped at any time and run again: it goes on where it was. Exit code 4 when something in the register is
    wrong: then all of that is said, and nothing is published.
    """
    try:
        kind, organisation = _as_before(key_dir, kind, organisation)
        publishable(kind)
        if not names_an_organisation(organisation):
            raise Failure("--organisation is what you call yourselves, in one line of 200 letters at most.", Exit.USAGE)
        opened = open_register(register, query)
        with _told(quietly=json) as told:
            done = publish_register(
                KeyFolder.begin(key_dir),
                opened,
                service=kind,
                organisation=organisation,
                at=clock.now(),
                declared=size_declared,
                processes=processes,
                told=told,
            )
    except KindRefused as error:
        raise Failure(str(error), Exit.REFUSED) from None
    except (NotAKeyFolder, UnreadableRegister, DamagedTable) as error:
        raise Failure(str(error)) from None
    except BrokenProcessPool:
        raise Failure(
            "A process was ended from outside, most often for want of memory. Run it again: it goes on where it was."
        ) from None
    except PermissionError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise Failure(f"It could not be written: {error}. Mend that, then run it again: it goes on.") from None
    except RegisterFaulty as faulty:
        _say_what_is_wrong(faulty, as_json=json)
        raise typer.Exit(Exit.REFUSED) from None
    _say(KeyFolder.open(key_dir), done, as_json=json)


def open_(
    reference: Annotated[str, typer.Argument(help="The 16 digits and letters by which the centre asks.")],
    *,
    key_dir: Annotated[Path, typer.Option(metavar="DIR", file_okay=False, help="The folder of the keys.")],
    json: AsJson = False,
) -> None:
    """Print the id of the record that a centre asks about.

    Exit code 4 where it stands for nobody, because you made the person up: only a centre that is guessing asks for it.
    """
    try:
        found = open_reference(KeyFolder.open(key_dir), reference, at=clock.now())
    except (NotAReference, NotAKeyFolder, LinesDamaged) as error:
        raise Failure(str(error)) from None
    except sqlite3.OperationalError as error:
        raise Failure(
            f"What was kept of the records can’t be read now: {error}. Nothing is lost. See that {key_dir} can be "
            "written to and that there is room on its disk; then give the command again."
        ) from None
    if found.canary is not None:
        raise Failure(
            "ALARM: this record stands for nobody. It was made up here and put among the others, to notice whoever "
            "asks without a person in mind. Have your single point of contact say so on the page of the check: that "
            "ends it, and both data protection officers look at who asked. The log says so too.",
            Exit.REFUSED,
        )
    if json:
        print_json({"record_id": found.record_id, "table": found.table})
    else:
        typer.echo(found.record_id)


def _as_before(key_dir: Path, kind: str, organisation: str) -> tuple[str, str]:
    """Kind and organisation, from the table before where they were not said."""
    if kind and organisation:
        return kind, organisation
    if key_dir.exists() and any(key_dir.iterdir()):
        folder = KeyFolder.open(key_dir)
        if folder.table.exists():
            before = read_header(folder.table, folder.signing_key.verification_key)
            return kind or before.service, organisation or before.organisation
    may = ", ".join(each.code for each in kinds() if not each.refused)
    raise Failure(f"For the first table say --organisation and --kind: one of {may}.", Exit.USAGE)


@contextmanager
def _told(*, quietly: bool) -> Iterator[Told]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[so_far]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=quietly or not console.is_terminal) as bar:
        task = bar.add_task("Counting", total=None, so_far="")

        def told(done: int, total: int, what: str) -> None:
            so_far = f"{done:,} of {total:,}" if total else ""
            bar.update(task, completed=done, total=total or None, description=what, so_far=so_far)

        yield told


def _say_what_is_wrong(faulty: RegisterFaulty, *, as_json: bool) -> None:
    if as_json:
        faults = [{"row": each.row, "column": each.column, "says": each.says} for each in faulty.faults]
        print_json({"ok": False, "faults": faults, "count": faulty.count})
        return
    for fault in faulty.faults:
        errors.print(escape(str(fault)), soft_wrap=True)
    if (more := faulty.count - len(faulty.faults)) > 0:
        errors.print(f"… and {more:,} more.")
    count = "One fault" if faulty.count == 1 else f"{faulty.count:,} faults"
    errors.print(f"[bold red]handrail:[/] {count}. Nothing was published.", soft_wrap=True)


def _say(folder: KeyFolder, done: Published, *, as_json: bool) -> None:
    header, key = done.built.header, folder.signing_key.verification_key
    if as_json:
        print_json(
            {
                "ok": True,
                "file": folder.table,
                "bytes": done.built.size,
                "register": header.register,
                "table": header.table,
                "key": str(key),
                "entries": header.entries,
                "records": done.records,
                "worked_out": done.worked,
                "gone": done.gone,
                "canaries": done.canaries,
                "too_common": done.built.dropped,
            }
        )
        return
    console.print(
        f"{done.records:,} records are in {escape(str(folder.table))}: {done.worked:,} were new or had changed, "
        f"{done.gone:,} have left. It has {header.entries:,} entries and {done.built.size:,} bytes. "
        f"{done.built.dropped:,} match keys that too many records share are left out.",
        soft_wrap=True,
    )
    console.print(
        f"Give the centre this file and your key, and compare the key with somebody there whom you know: "
        f"{key.fingerprint}\n{key}",
        soft_wrap=True,
    )
