"""The jobs of private matching. Their arguments are ids; a worker that is killed in one takes it up again."""

import logging
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from handrail.directory.names import all_organisations
from handrail.matching import tables
from handrail.matching.running import SearchesFailed, run
from handrail.matching.unreached import Unreached

logger = logging.getLogger(__name__)

#: What this process could not reach, from job to job.
_unreached: Final = Unreached()


def run_soon(organisation: UUID, search: UUID) -> None:
    """Defer the job of a search, in the transaction in which it is authorised."""
    run_search.defer(organisation=str(organisation), search=str(search))


@app.task(name="matching.run_search", queue="matching")
def run_search(organisation: str, search: str) -> None:
    """Ask the registers of one search. What can't be reached is left to the round."""
    _unreached.begin()
    run(UUID(organisation), search=UUID(search), unreached=_unreached)


@app.task(name="matching.destroy_table", queue="matching")
def destroy_table(register: str) -> None:
    """Destroy the table of a register that is over, if it is still there."""
    tables.destroy(UUID(register))


@app.periodic(cron="* * * * *")
@app.task(name="matching.round", queue="matching", queueing_lock="matching")
def round_of_searches(timestamp: int) -> None:
    """Every minute: ask what is still to be asked, organisation by organisation.

    Where one fails, the others are asked; the job has failed then, and the doctor says so.
    """
    is_failed = False
    _unreached.begin()
    for organisation in all_organisations():
        try:
            run(organisation, unreached=_unreached)
        except Exception:  # whatever it is, it is not the next one's
            logger.exception("Not all searches of an organisation could be run")
            is_failed = True
    if is_failed:
        raise SearchesFailed
