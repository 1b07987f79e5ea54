"""`handrail programme`: check a rulebook, install it, and list what is installed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handrail import programme
from handrail.cli.exchange import acting_as
from handrail.cli.ground import AsJson, Exit, Failure, console, errors, print_json
from handrail.cli.home import home_of, open_site
from handrail.folders import ProgrammeFolder, installed_folders, shipped_folders
from handrail.programme import ProgrammeFault
from handrail.programme.contents import NotPlainFiles, contents, digest

if TYPE_CHECKING:
    from handrail.site.programmes import Candidate

PURPOSE = "administration"

commands = typer.Typer(name="programme", help="Check, install and list programmes.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The programme's folder.")]


def register(app: typer.Typer) -> None:
    """Add `programme check`, `programme install` and `programme list`."""
    app.add_typer(commands)


@commands.callback()
def rulebooks() -> None:
    """Check, install and list programmes."""


@commands.command()
def check(folder: Folder, json: AsJson = False) -> None:
    """List every fault with its file, line and rule; the digest if there is none. Needs no home.

    Exit code 0 for no faults, 1 otherwise. `install` asks for the digest.
    """
    slug, shipped = folder.resolve().name, shipped_folders()
    # Those that come with Handrail are what others are held to, each with what it alone says.
    beside = () if slug in {each.slug for each in shipped} else shipped
    try:
        read = digest(contents(folder))
        faults = programme.check_beside(folder, slug, beside)
    except NotPlainFiles as odd:
        read, faults = "", list(odd.faults)
    if json:
        print_json(
            {
                "ok": not faults,
                "digest": read,
                "faults": [
                    {"file": fault.file, "line": fault.line, "rule": fault.rule, "message": fault.message}
                    for fault in faults
                ],
            }
        )
    else:
        for fault in faults:
            typer.echo(str(fault))
        if not faults:
            console.print(f"{slug}: no faults. Its digest is {read}", soft_wrap=True)
    raise typer.Exit(Exit.FAULTS_FOUND if faults else Exit.DONE)


@commands.command()
def install(
    ctx: typer.Context,
    folder: Folder,
    *,
    read: Annotated[
        str,
        typer.Option("--digest", help="What `programme check` says to whoever read the programme."),
    ],
    owner: Annotated[
        str, typer.Option("--as", metavar="EMAIL", help="The programme owner who read it, and answers for it.")
    ] = "",
    organisation: Annotated[
        str,
        typer.Option("--for", metavar="ORGANISATION", help="Before the first centre: the organisation that answers."),
    ] = "",
) -> None:
    """Install a programme, once it is checked and its policy proved. The same version again changes nothing.

    Exit code 1 when something is wrong with it, 4 when it is refused. Nothing is installed then.
    """
    if bool(owner) == bool(organisation):
        raise Failure("Say who answers for it: --as a programme owner or, before the first centre, --for.", Exit.USAGE)
    home = home_of(ctx)
    open_site(home)
    from handrail.site.programmes import NotInstalled, put, taken

    try:
        with taken(home, folder) as candidate:
            if read != candidate.digest:
                raise Failure(
                    f"This is not what was read: its digest is {candidate.digest}. Nothing was installed.", Exit.REFUSED
                )
            with console.status("Checking, and proving what it never permits"):
                found = candidate.examine(home)
            for fault in found.faults:
                typer.echo(fault)
            if found.faults or found.status is None:
                errors.print(f"[bold red]handrail:[/] Nothing was installed. Faults: {len(found.faults)}.")
                raise typer.Exit(Exit.FAULTS_FOUND)
            _record(candidate, owner, organisation)
            put(home, candidate, found.status)
            version = candidate.version
    except (NotInstalled, NotPlainFiles) as refused:
        raise Failure(str(refused), Exit.REFUSED) from None
    except OSError as error:
        raise Failure(f"It could not be written: {error.strerror or error}. Make room, then do it again.") from None
    console.print(
        f"{folder.resolve().name} {version} is installed, and holds for whatever starts from now on. "
        "Restart `handrail serve` and `handrail worker`, here and wherever else they run.",
        soft_wrap=True,
    )


def _record(candidate: "Candidate", owner: str, organisation: str) -> None:
    """Have the ledger say who answers for it, before it holds anywhere."""
    from handrail.directory.actions.programmes import install_first_programme, install_programme
    from handrail.directory.models import Organisation
    from handrail.directory.services import service

    slug, version = candidate.folder.slug, candidate.version
    if owner:
        by = acting_as(owner)
        install_programme(by=by, purpose=PURPOSE, slug=slug, version=version, digest=candidate.digest)
        return
    answers = Organisation.objects.filter(slug=organisation).first()
    if answers is None:
        raise Failure(f"There is no organisation called {organisation}.", Exit.USAGE)
    installer = service("installer", answers.id)
    install_first_programme(by=installer, purpose=PURPOSE, slug=slug, version=version, digest=candidate.digest)


@commands.command("list")
def list_programmes(ctx: typer.Context, json: AsJson = False) -> None:
    """List the programmes: those that come with Handrail, and those installed here, with their ends and digests."""
    rows = [_row(each) for each in (*shipped_folders(), *installed_folders(home_of(ctx).path))]
    if json:
        print_json({"programmes": rows})
        return
    for row in rows:
        where = "installed here" if row["installed"] else "comes with Handrail"
        until = f"until {row['ends_on']}" if row["ends_on"] else "can't be used: see `handrail doctor`"
        console.print(f"[bold]{row['slug']}[/] {row['version']}, {where}, {until}", soft_wrap=True)
        console.print(f"  {row['digest']}", soft_wrap=True)


def _row(folder: ProgrammeFolder) -> dict[str, str | bool]:
    """One programme as it is listed; without an end where its rulebook has faults."""
    row: dict[str, str | bool] = {"slug": folder.slug, "installed": bool(folder.version), "version": folder.version}
    try:
        row["digest"] = digest(contents(folder.path))
        rulebook = programme.load_from(folder)
    except NotPlainFiles:
        return row | {"digest": "", "ends_on": ""}
    except ProgrammeFault:
        return row | {"ends_on": ""}
    return row | {"version": rulebook.version, "ends_on": rulebook.ends_on.isoformat()}
