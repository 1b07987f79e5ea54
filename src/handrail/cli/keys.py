"""`handrail keys`: replace the organisations' keys, throw away old versions, give up what is lost."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from handrail.cli.ground import Exit, Failure, console
from handrail.cli.home import home_of, open_site

if TYPE_CHECKING:
    from handrail.gate import Actor

PURPOSE = "administration"

commands = typer.Typer(
    name="keys", help="Replace the keys that organisations' text is sealed under.", no_args_is_help=True
)

Named = Annotated[
    list[str] | None, typer.Argument(metavar="[ORGANISATION]...", help="By short name; all, if none is named.")
]


def register(app: typer.Typer) -> None:
    """Add `keys rotate`, `keys retire` and `keys give-up`."""
    app.add_typer(commands)


@commands.command()
def rotate(ctx: typer.Context, organisations: Named = None) -> None:
    """Give organisations a new key and wrap their data keys under it. People can go on working."""
    open_site(home_of(ctx))
    from handrail.directory.actions.keys import rotate_key

    for name, installer in _installers(organisations):
        done = rotate_key(by=installer, purpose=PURPOSE)
        console.print(f"{name}: now version {done.version}; data keys wrapped anew: {done.data_keys}.", soft_wrap=True)
    console.print("Back up now. Once that backup is safe, run `handrail keys retire`.", soft_wrap=True)


@commands.command()
def retire(ctx: typer.Context, organisations: Named = None) -> None:
    """Throw away old versions of keys. Database backups from before the rotation then need the keys of their time."""
    open_site(home_of(ctx))
    from handrail.directory.actions.keys import retire_key

    for name, installer in _installers(organisations):
        gone = ", ".join(map(str, retire_key(by=installer, purpose=PURPOSE)))
        console.print(f"{name}: {f'version {gone} thrown away' if gone else 'nothing to throw away'}.", soft_wrap=True)


@commands.command()
def give_up(
    ctx: typer.Context,
    organisation: Annotated[str, typer.Argument(help="By short name.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Accept that an organisation's key is lost, with all that it held, and give it a new one."""
    open_site(home_of(ctx))
    from handrail.directory.actions.keys import give_up_key

    ((name, installer),) = _installers([organisation])
    if not yes:
        typer.confirm(f"Everything that {name} holds is gone for good then. Was every copy looked for?", abort=True)
    lost = give_up_key(by=installer, purpose=PURPOSE)
    console.print(f"{name} has a new key. People whose records it lost: {lost}.", soft_wrap=True)


def _installers(names: list[str] | None) -> Iterator[tuple[str, "Actor"]]:
    """Each organisation's name, and whoever runs the installation acting for it. Raises Failure for an unknown name."""
    from handrail.directory.models import Organisation
    from handrail.directory.services import service

    found = Organisation.objects.filter(slug__in=names) if names else Organisation.objects.all()
    organisations = {each.slug: each for each in found}
    unknown = sorted(set(names or ()) - organisations.keys())
    if unknown:
        raise Failure(f"There is no organisation called {', '.join(unknown)}.", Exit.USAGE)
    for each in organisations.values():
        yield each.name, service("installer", each.id)
