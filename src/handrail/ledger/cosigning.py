"""Having the log's heads cosigned: asking the witnesses, and keeping what they answer.

Every few seconds the newest checkpoint goes to each witness that has not cosigned it yet, with the proof that it only
adds to what that witness cosigned before (c2sp.org/tlog-witness). All are asked side by side. One that does not answer,
or drips its answer, is asked less and less often, and holds up neither the others nor the sequencer. What it answers
instead of a cosignature is recorded, since that can mean that entries were rewritten here.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path

from django.db import connection

from handrail.ledger import log, publishing, witnesses
from handrail.ledger.asking import ANSWER_SECONDS, Reply, Unreachable, ask
from handrail.ledger.checkpoint import Checkpoint, hash_line
from handrail.ledger.cosignature import cosignatures
from handrail.ledger.cosigned import ALARMING, NO_ANSWER, UNUSABLE
from handrail.ledger.note import NoteError
from handrail.ledger.tiles import HashesMissing
from handrail.ledger.tree import ProofError
from handrail.ledger.witnesses import Witness

#: A head that was cosigned is cosigned anew after this long, so that "nothing was added" has a date as well.
REFRESH = timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)
#: Answers to one submission: a size that we did not know of, and then the cosignature. One more for a race.
_TRIES = 3
#: How long a round waits for its witnesses. Who takes longer is not asked again before that has come to an end.
ROUND_SECONDS = _TRIES * ANSWER_SECONDS + 1
_WORDS_LIMIT = 300

logger = logging.getLogger(__name__)

Ask = Callable[[str, bytes], Reply]


@dataclass
class _Wait:
    """How long a witness that failed is left alone."""

    until: datetime
    wait: timedelta


class _Asking(threading.Thread):
    """One witness being asked."""

    def __init__(self, work: Callable[[], bool], name: str) -> None:
        super().__init__(name=f"asking {name}", daemon=True)
        self._work = work
        self.cosigned = False
        self.error: Exception | None = None

    def run(self) -> None:
        """Called by `start`."""
        try:
            self.cosigned = self._work()
        except Exception as error:  # raised again in the thread that waits
            self.error = error
        finally:
            connection.close()


@dataclass
class Rounds:
    """Asks the witnesses, side by side. Remembers between rounds only whom to leave alone for a while."""

    folder: Path
    ask: Ask = ask
    seconds: float = ROUND_SECONDS
    _waits: dict[str, _Wait] = field(default_factory=dict)
    _asking: dict[str, _Asking] = field(default_factory=dict)

    def step(self, *, at: datetime) -> int:
        """Submit the newest head to each witness that wants it; return how many cosigned.

        Raises :class:`KeyFileError` when the list of witnesses can't be read, and what went wrong with one of them when
        all have been asked.
        """
        asked = [each for each in witnesses.load(self.folder).witnesses if each.url]
        head = log.head() if asked else None
        if head is None:
            return 0
        began: list[_Asking] = []
        for each in asked:
            before = self._asking.get(str(each.key))
            if before is None or not before.is_alive():
                began.append(_Asking(partial(self._one, each, head, at), each.key.name))
                self._asking[str(each.key)] = began[-1]
                began[-1].start()
        end = time.monotonic() + self.seconds
        for thread in began:
            thread.join(max(0.0, end - time.monotonic()))
        for error in (thread.error for thread in began if thread.error):
            raise error
        return sum(thread.cosigned for thread in began)

    def _one(self, witness: Witness, head: Checkpoint, at: datetime) -> bool:
        name = str(witness.key)
        wait = self._waits.get(name)
        if (wait and at < wait.until) or not _wants(witness, head, at):
            return False
        try:
            done = submit(witness, head, at=at, ask=self.ask)
        except HashesMissing:
            return False  # The stored subtrees are being made up for: soon.
        if done:
            self._waits.pop(name, None)
        else:
            longer = min(wait.wait * 2, LONGEST_WAIT) if wait else FIRST_WAIT
            self._waits[name] = _Wait(at + longer, longer)
        return done


def submit(witness: Witness, head: Checkpoint, *, at: datetime, ask: Ask = ask) -> bool:
    """Ask one witness to cosign ``head``; whether it did. What it answered instead is recorded and logged.

    Raises :class:`HashesMissing` while no proof can be made.
    """
    try:
        refused = _asked(witness, head, at, ask)
    except Unreachable as error:
        refused = NO_ANSWER, str(error)
    if refused:
        _record_refusal(witness, head.size, *refused, at)
    return refused is None


def _asked(witness: Witness, head: Checkpoint, at: datetime, ask: Ask) -> tuple[int, str] | None:
    """Ask until there is a cosignature, and keep it; or the status and the words of what came instead."""
    known = cosigned_size(witness)
    for _ in range(_TRIES):
        if known > head.size:
            return int(HTTPStatus.CONFLICT), f"It has cosigned {known} entries. {_told(witness, known, head, ask)}"
        reply = ask(witness.url, request(known, head))
        if reply.status == HTTPStatus.OK:
            cosigned = take(witness, head, reply.body, at=at)
            return None if cosigned else (UNUSABLE, "Its answer holds no valid cosignature of its own.")
        if reply.status != HTTPStatus.CONFLICT:
            return reply.status, reply.body
        if reply.size is None:
            return UNUSABLE, "It names a conflict and no size."
        known = reply.size
    return UNUSABLE, "It names another size each time."


def request(known: int, head: Checkpoint) -> bytes:
    """The body of `add-checkpoint`: the proof that ``head`` adds to the first ``known`` entries, and ``head``.

    Where no such proof exists, it is sent without one: the witness then keeps both as evidence. Raises
    :class:`HashesMissing` while it can't be made.
    """
    return body_of(known, _proof(known, head.size), head.note)


def body_of(known: int, proof: Sequence[bytes], note: str) -> bytes:
    """The body of a request."""
    lines = [f"old {known}", *map(hash_line, proof)]
    return ("\n".join(lines) + f"\n\n{note}").encode()


def take(witness: Witness, head: Checkpoint, answer: str, *, at: datetime) -> bool:
    """Keep the cosignatures of ``witness`` in an answer; whether there was one. Wrong ones are not kept."""
    try:
        # The lines join the note of the log alone: what else is in the answer counts for nothing.
        found = list(cosignatures(head.note + answer, witness.key))
    except NoteError:
        return False
    with connection.cursor() as cursor:
        for each in found:
            cursor.execute(
                "INSERT INTO ledger_cosignature (size, witness, line, at, received) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [head.size, str(witness.key), each.line, each.at, at],
            )
    return bool(found)


def cosigned_size(witness: Witness) -> int:
    """The size of the newest checkpoint that this witness cosigned, as far as we know; 0 for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM ledger_cosignature WHERE witness = %s", [str(witness.key)])
        size: int = cursor.fetchone()[0]
    return size


def _wants(witness: Witness, head: Checkpoint, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(received) FROM ledger_cosignature WHERE witness = %s AND size = %s",
            [str(witness.key), head.size],
        )
        last: datetime | None = cursor.fetchone()[0]
    return last is None or at - last > REFRESH


def _proof(known: int, size: int) -> list[bytes]:
    if not 0 < known < size:
        return []
    try:
        return publishing.consistency(known, size)
    except (ValueError, ProofError):
        return []


def _told(witness: Witness, known: int, head: Checkpoint, ask: Ask) -> str:
    """Say to the witness that there are fewer entries here now, so that whoever runs it hears of it; its answer."""
    try:
        return ask(witness.url, body_of(known, [], head.note)).body
    except Unreachable as error:
        return str(error)


def _record_refusal(witness: Witness, size: int, status: int, what: str, at: datetime) -> None:
    """Record and log it, unless it is what was recorded last, with no cosignature since."""
    words = " ".join("".join(each if " " <= each <= "~" else " " for each in what).split())[:_WORDS_LIMIT]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_witness_refusal (witness, size, status, what, at) SELECT %(witness)s, %(size)s,"
            " %(status)s, %(what)s, %(at)s WHERE NOT EXISTS (SELECT 1 FROM (SELECT status, what, at FROM"
            " ledger_witness_refusal WHERE witness = %(witness)s ORDER BY at DESC, id DESC LIMIT 1) last"
            " WHERE last.status = %(status)s AND last.what = %(what)s AND last.at >= coalesce((SELECT"
            " received FROM ledger_cosignature WHERE witness = %(witness)s ORDER BY size DESC, at DESC LIMIT 1),"
            " '-infinity'))",
            {"witness": str(witness.key), "size": size, "status": status, "what": words, "at": at},
        )
        is_new = cursor.rowcount > 0
    if is_new:
        logger.log(
            logging.CRITICAL if status in ALARMING else logging.WARNING,
            "Not cosigned. witness=%s size=%d status=%d answer=%r",
            witness.key.name,
            size,
            status,
            words,
        )
