"""The body of an `add-checkpoint` request (c2sp.org/tlog-witness): an old size, a consistency proof, a checkpoint."""

import re
from dataclasses import dataclass

from handrail.ledger.checkpoint import Checkpoint, hash_from, parse
from handrail.ledger.note import NoteError, read_note

#: Bytes in a request: a full proof takes 3 KiB, and a note with sixteen signatures as much again.
SIZE_LIMIT = 64 * 1024
#: Hashes in a proof; the specification's number.
PROOF_LIMIT = 63

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class Malformed(ValueError):
    """The request can't be read. The text says which part."""


@dataclass(frozen=True)
class Request:
    """What is asked: to cosign ``checkpoint``, given that the one of size ``old`` was cosigned before."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint


def read(body: bytes) -> Request:
    """Read a request; raises :class:`Malformed`. No signature is verified here."""
    if len(body) > SIZE_LIMIT:
        raise Malformed(f"The request is longer than {SIZE_LIMIT} bytes.")
    try:
        head, separator, note = body.decode().partition("\n\n")
        if not separator:
            raise Malformed("There is no empty line between the proof and the checkpoint.")
        first, *proof = head.split("\n")
        old = _OLD.fullmatch(first)
        if old is None:
            raise Malformed("The first line is not the old size.")
        if len(proof) > PROOF_LIMIT:
            raise Malformed(f"The proof has more than {PROOF_LIMIT} lines.")
        text, _ = read_note(note)
        return Request(int(old[1]), tuple(hash_from(line) for line in proof), parse(text, note))
    except UnicodeDecodeError:
        raise Malformed("The request is not UTF-8.") from None
    except NoteError as error:
        raise Malformed(str(error)) from None
