"""`handrail worker`: runs jobs and sequences the ledger."""

import typer

from handrail.cli.home import home_of, open_site


def register(app: typer.Typer) -> None:
    """Add `worker`."""
    app.command()(worker)


def worker(ctx: typer.Context) -> None:
    """Run the jobs (mail, sweeps, reminders) and the ledger's sequencer, until stopped by SIGTERM or Ctrl-C."""
    open_site(home_of(ctx))
    from handrail.site.working import work

    work()
