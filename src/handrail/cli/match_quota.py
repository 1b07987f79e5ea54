"""`handrail match trust` and `quota`: which centre may ask, and how much. Needs no home."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from handrail import clock
from handrail.cli.ground import Exit, Failure, console
from handrail.cli.match_serve import KeyDir
from handrail.matching.messages import SIZES
from handrail.matching.partner.centres import DAILY, WEEKLY, NotTrusted, find
from handrail.matching.partner.centres import trust as trust_key
from handrail.matching.partner.folder import KeyFolder, NotAKeyFolder
from handrail.matching.partner.handing_out import hand_out
from handrail.matching.partner.lines import LinesDamaged

MOST = 10_000


def add_to(commands: typer.Typer) -> None:
    """Add `trust` and `quota`."""
    commands.command()(trust)
    commands.command()(quota)


def trust(
    key: Annotated[str, typer.Argument(metavar="VKEY", help="The centre’s key: its file `match-verification-key`.")],
    *,
    key_dir: KeyDir,
    daily: Annotated[int, typer.Option(min=0, help="Elements that it may ask for in a day.")] = DAILY,
    weekly: Annotated[int, typer.Option(min=0, help="Elements that it may ask for in seven days.")] = WEEKLY,
) -> None:
    """Let a centre ask, once it has quota tokens too; or change how much it may ask."""
    _open(key_dir)
    try:
        centre = trust_key(key_dir, key, daily=daily, weekly=weekly)
    except NotTrusted as error:
        raise Failure(str(error), Exit.REFUSED) from None
    console.print(
        f"{centre.key.name} may ask for {daily} elements a day and {weekly} in seven days. Compare its key with "
        f"somebody there whom you know: {centre.key.fingerprint}",
        soft_wrap=True,
    )


def quota(
    centre: Annotated[str, typer.Argument(help="The centre that they are for, by its name.")],
    *,
    key_dir: KeyDir,
    count: Annotated[int, typer.Option(min=1, max=MOST, help="How many.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day on which they are good.")],
    size: Annotated[int, typer.Option(help=f"Elements in the request: {', '.join(map(str, SIZES))}.")] = SIZES[0],
    benchmark: Annotated[
        bool, typer.Option("--benchmark", help="For a measurement on made-up people: outside the quotas, and marked.")
    ] = False,
) -> None:
    """Print quota tokens for a centre, one a line. Each is good for one request. They are shown this once."""
    _open(key_dir)
    day: date = until.date()
    if size not in SIZES or day < clock.now().date():
        raise Failure(f"A request has {', '.join(map(str, SIZES))} elements, and --until is not over.", Exit.USAGE)
    try:
        if find(key_dir, centre) is None:
            raise Failure(f"{centre} is not trusted yet: `handrail match trust`.", Exit.REFUSED)
        made = hand_out(key_dir, centre=centre, size=size, count=count, until=day, benchmark=benchmark, at=clock.now())
    except (NotTrusted, LinesDamaged) as error:
        raise Failure(str(error)) from None
    for token in made:
        typer.echo(token)


def _open(key_dir: Path) -> None:
    """Raises Failure for what is no key folder."""
    try:
        KeyFolder.open(key_dir)
    except NotAKeyFolder as error:
        raise Failure(str(error)) from None
