"""`handrail match log`: what centres have asked of a partner, and whether the log is as it was. Needs no home."""

import json as json_text
import re
from pathlib import Path
from typing import Annotated

import typer

from handrail.cli.ground import AsJson, Exit, Failure, console, print_json
from handrail.cli.match_serve import KeyDir
from handrail.ledger.note import NoteError
from handrail.matching.partner.checking import Head, differences, sign_head, signed_head
from handrail.matching.partner.folder import KeyFolder, NotAKeyFolder
from handrail.matching.partner.lines import LinesDamaged
from handrail.matching.partner.log import LOG, PartnerLog

_HELD = re.compile(r"(\d{1,15}):([0-9a-f]{64})")


def add_to(commands: typer.Typer) -> None:
    """Add `log`."""
    commands.command()(log)


def log(
    *,
    key_dir: KeyDir,
    check: Annotated[bool, typer.Option("--check", help="Compare the log with what was signed of it before.")] = False,
    held: Annotated[
        list[str] | None,
        typer.Option(metavar="SIZE:ROOT", help="With --check: what a centre keeps of an answer. Can be given again."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print the log, one entry a line; with --check, whether nothing was taken out of it or changed.

    Exit code 1 when something was.
    """
    try:
        folder = KeyFolder.open(key_dir)
        opened = PartnerLog(key_dir, lambda _: None)
    except (NotAKeyFolder, LinesDamaged) as error:
        raise Failure(str(error)) from None
    try:
        if not check:
            _print(key_dir, as_json=json)
            return
        found = _differences(folder, [_head(each) for each in held or ()])
        if not found:
            sign_head(key_dir, folder.signing_key, opened)
        size, root = opened.size, opened.root().hex()
    finally:
        opened.close()
    sentences = [
        f"The log does not begin with the {head.size} entries that hash to {head.root.hex()}." for head in found
    ]
    if json:
        print_json({"ok": not found, "size": size, "root": root, "problems": sentences})
    else:
        for sentence in sentences:
            console.print(f"[red]{sentence}[/]", soft_wrap=True)
        if not found:
            console.print(f"{size} entries, all as they were. They hash to {root}.", soft_wrap=True)
    raise typer.Exit(Exit.FAULTS_FOUND if found else Exit.DONE)


def _differences(folder: KeyFolder, held: list[Head]) -> list[Head]:
    try:
        signed = signed_head(folder.path, folder.signing_key.verification_key)
    except NoteError as error:
        raise Failure(f"The checkpoint was not signed with this folder’s key. {error}", Exit.FAULTS_FOUND) from None
    return differences(folder.path, [*held, *([signed] if signed else [])])


def _head(written: str) -> Head:
    found = _HELD.fullmatch(written)
    if found is None:
        raise Failure("--held takes a number of entries, a colon, and 64 hexadecimal digits.", Exit.USAGE)
    return Head(int(found[1]), bytes.fromhex(found[2]))


def _print(folder: Path, *, as_json: bool) -> None:
    with (folder / LOG).open(encoding="utf-8") as file:
        for line in file:
            if as_json:
                typer.echo(line, nl=False)
                continue
            entry = json_text.loads(line)
            shown = {key: value for key, value in entry.items() if key not in ("hour", "kind", "outcome")}
            rest = "  ".join(f"{key} {value}" for key, value in shown.items())
            typer.echo(f"{entry['hour']}  {entry['kind']}: {entry['outcome']}  {rest}")
