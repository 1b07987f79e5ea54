"""The worker: runs the jobs of the queue, the periodic ones among them, and keeps the ledger's tree growing."""

import logging
import os
import signal
import threading

from django.db import Error, connection
from procrastinate.contrib.django import app

from handrail.gate import clock
from handrail.ledger import sequence_once
from handrail.site.lifeline import hold_on

SEQUENCE_EVERY_SECONDS = 0.25
WAIT_AFTER_AN_ERROR_SECONDS = 5
STOP_SECONDS = 20

logger = logging.getLogger(__name__)


class Sequencing(threading.Thread):
    """Steps the ledger's sequencer until told to stop. An error is logged and tried again, for as long as it takes.

    Should the thread itself end, the process ends with it: a worker that no longer sequences is not a worker.
    """

    def __init__(self) -> None:
        super().__init__(name="ledger sequencer", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Called by `start`."""
        try:
            while not self._stopped.wait(self._step()):
                pass
            connection.close()
        except BaseException:
            logger.exception("The sequencer has ended")
            os.kill(os.getpid(), signal.SIGTERM)
            raise

    def stop(self) -> None:
        """Let the step at work finish, and return when it has."""
        self._stopped.set()
        self.join(STOP_SECONDS)

    def _step(self) -> float:
        try:
            done = sequence_once(at=clock.now())
        except Exception as error:  # whatever it is: entries go on being recorded, and wait for their place
            logger.error("The ledger can't be sequenced now", exc_info=not isinstance(error, Error))  # noqa: TRY400
            connection.close()
            return WAIT_AFTER_AN_ERROR_SECONDS
        return 0 if done.more else SEQUENCE_EVERY_SECONDS


def work() -> None:
    """Run jobs and sequence until SIGTERM or SIGINT; a job at work then has 20 seconds to finish."""
    hold_on()
    # Each job's thread closes its connection when the job is done: jobs are few, and threads come and go.
    connection.settings_dict["CONN_MAX_AGE"] = 0
    sequencing = Sequencing()
    sequencing.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            app.run_worker(
                name="handrail",
                concurrency=1,
                delete_jobs="successful",
                shutdown_graceful_timeout=STOP_SECONDS,
            )
    finally:
        sequencing.stop()
