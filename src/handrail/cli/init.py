"""`handrail init` and `handrail organisation add`: from an empty folder to the first people who can sign in."""

import sys
from typing import Annotated
from uuid import uuid4

import typer
from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from handrail.cli.ground import console
from handrail.cli.home import home_of, open_site
from handrail.programme.kinds import ORGANISATION_KINDS
from handrail.site import installation

PURPOSE = "administration"
KINDS = ", ".join(ORGANISATION_KINDS)

organisations = typer.Typer(name="organisation", help="Add the organisations of a pilot.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `init` and `organisation add`."""
    app.command()(init)
    app.add_typer(organisations)


def init(ctx: typer.Context) -> None:
    """Make a home ready, or bring it up to date after an upgrade: folders, keys, database, tables.

    The first time, asks for the first organisation and its first two people.
    """
    home = home_of(ctx)
    with console.status("Looking") as status:
        installation.prepare(home, say=status.update)
    console.print(f"{home.path} is ready.", soft_wrap=True)
    from handrail.directory.models import Organisation

    if not Organisation.objects.exists():
        command = f"handrail --home {home.path} organisation add"
        if sys.stdin.isatty():
            console.print(
                "There is no organisation yet. The first is the one that runs this installation, or the police."
            )
            _ask_for_an_organisation()
        else:
            console.print(f"Next, add the first organisation: `{command}`.", soft_wrap=True)


@organisations.callback()
def of_the_pilot() -> None:
    """Add the organisations of a pilot."""


@organisations.command()
def add(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Option(help="The organisation's name.")],
    kind: Annotated[str, typer.Option(help=f"One of {KINDS}.")],
    administrator: Annotated[str, typer.Option(help="The name of its administrator.")],
    administrator_email: Annotated[str, typer.Option(help="Their e-mail address.")],
    approver: Annotated[str, typer.Option(help="The name of its role approver, somebody else.")],
    approver_email: Annotated[str, typer.Option(help="Their e-mail address.")],
    area: Annotated[list[str] | None, typer.Option(help="GSS code of an area that it serves; can be repeated.")] = None,
) -> None:
    """Add an organisation, and invite the two people without whom nobody there can be given a role."""
    open_site(home_of(ctx))
    _add(
        name=name,
        kind=kind,
        areas=area or [],
        people=(("administrator", administrator, administrator_email), ("role_approver", approver, approver_email)),
    )


def _ask_for_an_organisation() -> None:
    name = typer.prompt("Organisation")
    kind = typer.prompt(f"Kind ({KINDS})")
    areas = typer.prompt("GSS codes of the areas that it serves", default="").replace(",", " ").split()
    people = tuple(
        (role, typer.prompt(f"Its {title}'s name"), typer.prompt("Their e-mail address"))
        for role, title in (("administrator", "administrator"), ("role_approver", "role approver (somebody else)"))
    )
    _add(name=name, kind=kind, areas=areas, people=people)


def _add(*, name: str, kind: str, areas: list[str], people: tuple[tuple[str, str, str], ...]) -> None:
    from handrail.directory.actions.accounts import create_first_administrator
    from handrail.directory.actions.organisations import add_organisation
    from handrail.directory.models import Organisation
    from handrail.directory.services import service

    # A typing mistake in somebody's address is mended by running the command again: what is there is gone on from.
    known = Organisation.objects.filter(slug=slugify(name)).first()
    installer = service("installer", known.id if known else uuid4())
    if known is None:
        add_organisation(by=installer, purpose=PURPOSE, name=name, slug=slugify(name), kind=kind, areas=areas)
    for role, person, email in people:
        invited = create_first_administrator(by=installer, purpose=PURPOSE, name=person, email=email, role=role)
        link = settings.HANDRAIL_ADDRESS + reverse("invitation", kwargs={"token": invited.token})
        console.print(f"Give this link to {person}, and to nobody else. It works once:\n  {link}", soft_wrap=True)
