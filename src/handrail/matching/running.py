"""The matcher: asks the registers of authorised searches, one at a time, and outside of any transaction.

Each step is an act of its own. Killed in between, it begins again with what the step before has written. A fault of our
own ends the asking that it happened to, and no other: asked again and again, it would use up the partner's quota.
"""

import logging
from uuid import UUID

from django.db import InterfaceError, OperationalError

from handrail.directory.services import service
from handrail.gate import Actor, GateError, StorageFull, clock
from handrail.ledger.key_file import KeyFileError
from handrail.matching.actions.asking import Answered, FailedHere, ToRun, ask_register, take_answer, to_run
from handrail.matching.asking import NotACentre, NotReached, send
from handrail.matching.unreached import Unreached

logger = logging.getLogger(__name__)

PURPOSE = "originating"

#: What befalls every search alike: they wait until it is mended.
_MENDED_BY_OPERATORS = (OperationalError, InterfaceError, StorageFull, NotACentre, KeyFileError)

#: How long a partner may take until there is a connection, be quiet, and take in all from there on: the worker's other
#: jobs wait meanwhile.
CONNECT_SECONDS, PATIENCE_SECONDS, LONGEST_SECONDS = 5, 10, 15


class SearchesFailed(Exception):
    """Something went wrong here with a search, which nobody foresaw. The log says where."""


def run(organisation: UUID, *, search: UUID | None = None, unreached: Unreached | None = None) -> int:
    """Ask what the searches of ``organisation``, or the one, have still to ask; gives how many registers answered.

    What is ``unreached`` is left to a later run, and what can't be reached now is noted there.

    Raises :class:`SearchesFailed` once all were asked, where one of them came to nothing by a fault of our own: its
    page says so. While the database is away or full, or the keys to ask by can't be used, that is raised at once, and
    nothing comes to an end.
    """
    by = service("matcher", organisation)
    if unreached is None:
        unreached = Unreached()
    due = [each for each in to_run(by=by, purpose=PURPOSE) if search in (None, each.search)]
    answered, is_failed = 0, False
    for each in due:
        try:
            if not unreached.leaves(each.address, clock.now()):
                answered += _ask(by, each, unreached)
        except _MENDED_BY_OPERATORS:
            raise
        except Exception:  # whatever it is, it is not the next one's
            logger.exception("A register could not be asked, and isn't any more")
            is_failed = True
            _give_up(by, each)
    if is_failed:
        raise SearchesFailed
    return answered


def _ask(by: Actor, due: ToRun, unreached: Unreached) -> bool:
    try:
        sending = ask_register(by=by, purpose=PURPOSE, search=due.search, result=due.result)
        if sending is None:
            return False
        answer = send(
            due.address,
            sending.message,
            connect_seconds=CONNECT_SECONDS,
            quiet_seconds=PATIENCE_SECONDS,
            longest_seconds=LONGEST_SECONDS,
        )
        unreached.remove(due.address)
        outcome = Answered(sending, answer)
        take_answer(by=by, purpose=PURPOSE, search=due.search, result=due.result, outcome=outcome)
    except NotReached as error:
        unreached.add(due.address, clock.now())
        logger.info("A register can't be reached now, and is asked again later: %s", error)
        return False
    except GateError as error:
        # It was taken back between the list and the step; the refusal itself is in the ledger.
        logger.info("The matcher passed over a register: %s", type(error).__name__)
        return False
    return True


def _give_up(by: Actor, due: ToRun) -> None:
    try:
        take_answer(by=by, purpose=PURPOSE, search=due.search, result=due.result, outcome=FailedHere())
    except Exception:  # the others are asked all the same
        logger.exception("A register that could not be asked could not be given up either")
