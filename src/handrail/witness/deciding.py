"""Whether to cosign a checkpoint: the `add-checkpoint` call of c2sp.org/tlog-witness, without the HTTP around it.

The checks come in the specification's order, and each has the status code that it names.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from handrail.ledger.note import NoteError, open_note, read_note, signature_line
from handrail.ledger.tree import EMPTY_ROOT, ProofError, verify_consistency
from handrail.serving import PLAIN
from handrail.witness.evidence import Kind, keep
from handrail.witness.folder import Seen, WatchedLog, Witness
from handrail.witness.request import Malformed, Request, read

#: The content type by which a conflict tells the size that is known here.
SIZE = "text/x.tlog.size"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """The status code, and what goes with it: cosignature lines, a size, or a sentence that says why not."""

    status: HTTPStatus
    body: str
    content_type: str = PLAIN


class _Refused(Exception):
    """The answer to a request that is not met."""

    def __init__(self, status: HTTPStatus, sentence: str, content_type: str = PLAIN) -> None:
        super().__init__(sentence)
        self.answer = Answer(status, f"{sentence}\n", content_type)


def add_checkpoint(witness: Witness, body: bytes, *, at: datetime) -> Answer:
    """Cosign the checkpoint in ``body`` if all that is asked of it holds. What was cosigned is on disk on return.

    Raises :class:`NotAWitness` when what was cosigned before can't be read: then nothing can be said.
    """
    try:
        request = read(body)
        log = witness.log(request.checkpoint.origin)
        if not log.is_known:
            raise _Refused(HTTPStatus.NOT_FOUND, "This witness does not watch a log of this name.")
        text = _signed_text(request, log)
        with log.alone():
            seen = log.newest()
            _check(request, seen, log, body, at)
            return _cosign(witness, log, request, text, at)
    except Malformed as error:
        return Answer(HTTPStatus.BAD_REQUEST, f"{error}\n")
    except _Refused as refused:
        return refused.answer


def _signed_text(request: Request, log: WatchedLog) -> str:
    try:
        return open_note(request.checkpoint.note, log.key)
    except NoteError as error:
        raise _Refused(HTTPStatus.FORBIDDEN, str(error)) from None


def _check(request: Request, seen: Seen | None, log: WatchedLog, body: bytes, at: datetime) -> None:
    """Raise unless the checkpoint is what may follow ``seen``."""
    new = request.checkpoint
    latest = seen.checkpoint.size if seen else 0
    # Looked at first: whatever else is wrong with the request, these two notes are proof.
    forked = seen is not None and new.size == latest and new.root != seen.checkpoint.root
    what = keep(log, Kind.FORK, seen, request, body=body, at=at) if forked and seen else ""
    if request.old > new.size:
        if seen and request.old == latest:
            what = keep(log, Kind.SHRINK, seen, request, body=body, at=at)
        raise _Refused(HTTPStatus.BAD_REQUEST, what or "The old size is larger than the checkpoint's.")
    if request.old != latest:
        raise _Refused(HTTPStatus.CONFLICT, str(latest), SIZE)
    if new.size == 0 and new.root != EMPTY_ROOT:
        raise _Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The root of an empty tree is the hash of nothing.")
    if forked:
        raise _Refused(HTTPStatus.UNPROCESSABLE_ENTITY, what)
    if seen is None or latest == 0:
        if request.proof:
            raise _Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "From an old size of 0 the proof is empty.")
        return
    try:
        verify_consistency(
            old_size=latest, size=new.size, old_root=seen.checkpoint.root, root=new.root, proof=request.proof
        )
    except ProofError as error:
        if new.size > latest:
            what = keep(log, Kind.NO_CONTINUATION, seen, request, body=body, at=at)
        raise _Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"{what} {error}".strip()) from None


def _cosign(witness: Witness, log: WatchedLog, request: Request, text: str, at: datetime) -> Answer:
    """Sign, keep, and only then answer: what is lost on the way is asked for again with the size known here."""
    cosigned = witness.key.cosign(text, at)
    _, signatures = read_note(request.checkpoint.note)
    key = log.key
    own = [each for each in signatures if (each.name, each.key_id) == (key.name, key.id)]
    lines = "".join(signature_line(each.name, each.key_id, each.signed) for each in own)
    log.put(f"{text}\n{lines}{cosigned}")
    logger.info("Cosigned. log=%s size=%d", request.checkpoint.origin, request.checkpoint.size)
    return Answer(HTTPStatus.OK, cosigned)
