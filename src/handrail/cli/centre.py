"""`handrail centre add`: the places where a programme runs."""

from datetime import date, datetime
from typing import Annotated

import typer

from handrail.cli.ground import console
from handrail.cli.home import home_of, open_site
from handrail.programme import Programme, installed, slugs

PURPOSE = "administration"

centres = typer.Typer(name="centre", help="Add the centres of a programme.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `centre add`."""
    app.add_typer(centres)


@centres.callback()
def of_a_programme() -> None:
    """Add the centres of a programme."""


@centres.command()
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help="The centre's code in the rulebook, such as london.")],
    *,
    host: Annotated[str, typer.Option(help="The short name of the organisation that runs it, as in its address.")],
    starts: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Its first day.")],
    ends: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Its last day.")],
    programme: Annotated[
        str, typer.Option(help="The programme that runs there. Left out, the one that names such a centre.")
    ] = "",
) -> None:
    """Add a centre that the rulebook names, with the areas that it says. The record is kept by the host."""
    open_site(home_of(ctx))
    from handrail.directory.actions.organisations import add_centre
    from handrail.directory.models import Organisation
    from handrail.directory.services import service

    rulebook = _rulebook(programme, code)
    listed = rulebook.centres[code]
    organisation = Organisation.objects.filter(slug=host).first()
    if organisation is None:
        raise typer.BadParameter(f"There is no organisation called {host}.")
    add_centre(
        by=service("installer", organisation.id),
        purpose=PURPOSE,
        name=listed.title,
        slug=code,
        rulebook=rulebook.slug,
        prefix=listed.short,
        areas=listed.areas,
        starts_on=_day(starts),
        ends_on=_day(ends),
    )
    console.print(f"{listed.title} was added.")


def _rulebook(slug: str, code: str) -> Programme:
    """The programme of that slug or, without one, the only programme with a centre of that code."""
    asked = [each for each in installed() if slug in ("", each.slug)]
    if not asked:
        raise typer.BadParameter(f"The programmes are: {', '.join(slugs())}.", param_hint="--programme")
    naming = [each for each in asked if code in each.centres]
    if not naming:
        centres = "; ".join(f"{each.slug} has {', '.join(each.centres.codes)}" for each in asked)
        raise typer.BadParameter(f"No programme has a centre {code}. {centres}.")
    if len(naming) > 1:
        raise typer.BadParameter(f"Say which: {', '.join(each.slug for each in naming)}.", param_hint="--programme")
    return naming[0]


def _day(typed: datetime) -> date:
    return typed.date()
