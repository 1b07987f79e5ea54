"""`handrail match take-in`: a partner's tag table brought in on the centre's machine, as one of the partner's members.

What the page “Offer a register” does, for tables that are too large to be sent to a page.
"""

from pathlib import Path
from typing import Annotated

import typer

from handrail.cli.exchange import AsMember, acting_as, say_what_is_wrong
from handrail.cli.ground import AsJson, Exit, Failure, console, print_json
from handrail.cli.home import home_of, open_site

ADMINISTRATION = "administration"


def add_to(commands: typer.Typer) -> None:
    """Add `take-in`."""
    commands.command("take-in")(take_in)


def take_in(
    ctx: typer.Context,
    table: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Its register.tags.")],
    *,
    key: Annotated[str, typer.Option(metavar="VKEY", help="The register’s key, as `match publish` printed it.")],
    centre: Annotated[str, typer.Option(help="The centre that may ask it, by its code in the rulebook.")],
    member: AsMember,
    address: Annotated[
        str, typer.Option(metavar="URL", help="Where it answers. Left out, requests are carried as files.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Bring in the register of that member's organisation, of any size. A second person there accepts it on its page.

    Exit code 4 when it was turned away.
    """
    open_site(home_of(ctx))
    from handrail.directory.models import Centre
    from handrail.gate import RuleBroken
    from handrail.matching.actions.registers import Offer, offer

    by = acting_as(member)
    place = Centre.objects.filter(slug=centre).first()
    if place is None:
        raise Failure(f"There is no centre {centre}.", Exit.USAGE)
    try:
        made = offer(by=by, purpose=ADMINISTRATION, centre=place.id, offer=Offer(table, key, address))
    except RuleBroken as broken:
        say_what_is_wrong((broken,), as_json=json)
        raise typer.Exit(Exit.REFUSED) from None
    if json:
        print_json({"ok": True, "register": made})
    else:
        console.print(
            "It was brought in. Nobody can ask it before a second person of that organisation has accepted it: under "
            "“Waiting for you”.",
            soft_wrap=True,
        )
