"""The worker: runs the jobs of the queue, the periodic ones among them, and keeps the ledger's tree growing."""

import logging
import os
import signal
import threading

from django.conf import settings
from django.db import Error, connection
from procrastinate.contrib.django import app

from handrail.gate import clock
from handrail.ledger import sequence_once
from handrail.ledger.cosigning import Rounds
from handrail.site.lifeline import hold_on

SEQUENCE_EVERY_SECONDS = 0.25
COSIGN_EVERY_SECONDS = 5
WAIT_AFTER_AN_ERROR_SECONDS = 5
STOP_SECONDS = 20

logger = logging.getLogger(__name__)


class Stepping(threading.Thread):
    """Does one thing for the ledger, again and again, until told to stop. An error is logged and tried again, for as
    long as it takes.

    Should the thread itself end, the process ends with it: a worker that no longer sequences is not a worker.
    """

    #: What the log says of a step that failed.
    failed = ""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._stopped = threading.Event()

    def step(self) -> float:
        """One step; returns how many seconds to wait for the next."""
        raise NotImplementedError

    def run(self) -> None:
        """Called by `start`."""
        try:
            while not self._stopped.wait(self._guarded()):
                pass
            connection.close()
        except BaseException:
            logger.exception("A thread has ended: %s", self.name)
            os.kill(os.getpid(), signal.SIGTERM)
            raise

    def stop(self) -> None:
        """Let the step at work finish, and return when it has."""
        self._stopped.set()
        self.join(STOP_SECONDS)

    def _guarded(self) -> float:
        try:
            return self.step()
        except Exception as error:  # whatever it is: entries go on being recorded, and wait for their place
            logger.error("%s", self.failed, exc_info=not isinstance(error, Error))  # noqa: TRY400
            connection.close()
            return WAIT_AFTER_AN_ERROR_SECONDS


class Sequencing(Stepping):
    """Gives entries their place in the tree."""

    failed = "The ledger can't be sequenced now"

    def __init__(self) -> None:
        super().__init__("ledger sequencer")

    def step(self) -> float:
        """Place what can be placed now."""
        return 0 if sequence_once(at=clock.now()).more else SEQUENCE_EVERY_SECONDS


class Cosigning(Stepping):
    """Has witnesses cosign the ledger's heads: apart from the sequencer, which waits for nobody."""

    failed = "The ledger can't be cosigned now"

    def __init__(self) -> None:
        super().__init__("ledger cosigning")
        self._rounds = Rounds(settings.HANDRAIL_KEY_DIR)

    def step(self) -> float:
        """Ask each witness that has not seen the newest head."""
        self._rounds.step(at=clock.now())
        return COSIGN_EVERY_SECONDS


def work() -> None:
    """Run jobs and sequence until SIGTERM or SIGINT; a job at work then has 20 seconds to finish."""
    hold_on()
    # Each job's thread closes its connection when the job is done: jobs are few, and threads come and go.
    connection.settings_dict["CONN_MAX_AGE"] = 0
    steppers = (Sequencing(), Cosigning())
    for each in steppers:
        each.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            app.run_worker(
                name="handrail",
                concurrency=1,
                delete_jobs="successful",
                shutdown_graceful_timeout=STOP_SECONDS,
            )
    finally:
        for each in steppers:
            each.stop()
