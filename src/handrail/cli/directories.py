"""`handrail import services`: the directory of local services, from an Open Referral UK feed."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handrail.cli.exchange import AsMember, acting_as, imports, say_what_is_wrong
from handrail.cli.ground import AsJson, Exit, Failure, console, print_json
from handrail.cli.home import home_of, open_site

if TYPE_CHECKING:
    from handrail.services.values import Difference

ADMINISTRATION = "administration"

#: Stands for standard input among the files.
STANDARD_INPUT = Path("-")


def register(app: typer.Typer) -> None:
    """Add `import services` to `import`, which `handrail.cli.exchange` has added."""
    imports.command()(services)


def services(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="All pages of the feed, in JSON; - for standard input."),
    ],
    *,
    member: AsMember,
    check: Annotated[bool, typer.Option("--check", help="Only say what it would change; bring nothing in.")] = False,
    json: AsJson = False,
) -> None:
    """Bring in the service directory of that member's organisation: all of it, or nothing.

    A service that the feed leaves out has ended from then on; it is kept. The same feed again changes nothing. Exit
    code 1 when --check found something wrong, 4 when the feed was turned away.
    """
    open_site(home_of(ctx))
    from handrail.exchange import directories
    from handrail.gate import Faults

    by, pages = acting_as(member), _read(files)
    try:
        change = directories.check if check else directories.bring_in
        _say(change(pages, by=by, purpose=ADMINISTRATION), checked=check, as_json=json)
    except Faults as faults:
        say_what_is_wrong(faults.faults, as_json=json, new=0, changed=0, again=0, ended=0, unchanged=0)
        raise typer.Exit(Exit.FAULTS_FOUND if check else Exit.REFUSED) from None


def _read(files: Sequence[Path]) -> list[bytes]:
    """Each file, unless all of them are larger than any directory that is read."""
    from handrail.exchange.directories import MAX_BYTES

    if list(files).count(STANDARD_INPUT) > 1:
        raise Failure("Standard input can be read once.", Exit.USAGE)
    pages = []
    for file in files:
        if file == STANDARD_INPUT:
            pages.append(sys.stdin.buffer.read(MAX_BYTES + 1))
            continue
        if not file.is_file():
            raise Failure(f"There is no file {file}.", Exit.USAGE)
        with file.open("rb") as opened:
            pages.append(opened.read(MAX_BYTES + 1))
    return pages


def _say(found: "Difference", *, checked: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "ok": True, "checked": checked, "new": found.new, "changed": found.changed, "again": found.again,
                "ended": found.ended, "unchanged": found.unchanged, "faults": [],
            }
        )  # fmt: skip
        return
    if not found.anything:
        console.print(f"Nothing changes: all {found.unchanged:,} services are there already.", soft_wrap=True)
        return
    console.print(
        f"{'It would change this' if checked else 'Done'}. New: {found.new:,}. Changed: {found.changed:,}. "
        f"Listed again: {found.again:,}. Ended: {found.ended:,}. Left as they are: {found.unchanged:,}.",
        soft_wrap=True,
    )
