"""The jobs of oversight."""

from uuid import UUID

from procrastinate.contrib.django import app

from handrail.directory.names import all_organisations
from handrail.directory.services import service
from handrail.oversight.actions.looking import fall_due
from handrail.oversight.witnessing import note_witnesses


@app.periodic(cron="* * * * *")
@app.task(name="oversight.witnesses", queue="sweep", queueing_lock="witnesses", priority=50)
def witnesses_changed(timestamp: int) -> None:
    """Every minute: record that others countersign the ledger than before, or that it takes another number of them."""
    note_witnesses()


@app.periodic(cron="0 4 * * *")
@app.task(name="oversight.second_looks", queue="sweep", queueing_lock="second_looks")
def second_looks(timestamp: int) -> None:
    """Every night: see in each organisation what waits too long for a second look, each in a job of its own."""
    for organisation in all_organisations():
        second_looks_of.defer(organisation=str(organisation))


@app.task(name="oversight.second_looks_of", queue="sweep")
def second_looks_of(organisation: str) -> None:
    """Have the data protection officer of one organisation owe them."""
    fall_due(by=service("sweep", UUID(organisation)), purpose="administration")
