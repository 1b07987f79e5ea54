"""The job about jobs: what a killed worker had begun is taken up again by the next one."""

import logging

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="site.take_up_again", queue="upkeep", queueing_lock="take_up_again", priority=10)
async def take_up_again(timestamp: int) -> None:
    """Every minute: put the jobs of workers that show no sign of life back into the queue.

    So every job may be run twice, and is written for that. One that has been queued anew meanwhile (a periodic job
    that is only ever queued once) is dropped instead.
    """
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        logger.info("Took up %s again", job.task_name)
