"""What a partner answers: the elements with its key put to them and one proof for all, or the code of a refusal.

Every answer to a centre states how long the partner's log is and what it hashes to. The partner signs that, and can't
afterwards show an auditor a log in which this request does not stand.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handrail.ledger.note import SigningKey, VerificationKey
from handrail.matching.messages.framing import (
    ELEMENT,
    PROOF,
    SIGNATURE,
    SIZES,
    VERSION,
    Fields,
    Malformed,
    elements_in,
    header_line,
    is_signed,
    seconds,
    signed,
    split_header,
    written,
)
from handrail.matching.messages.refusals import BY_PARTNER, Refusal, Refused

DOMAIN: Final = b"handrail match answer 1\n"
KIND: Final = "answer"
#: The outcome of an answer that is no refusal.
EVALUATED: Final = "evaluated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to the request whose digest it names."""

    digest: bytes  # of the request, 32 bytes
    register: str
    refusal: Refusal | None
    issued: datetime
    log_size: int  # entries in the partner's log, that of this request among them
    log_root: bytes  # what they hash to, 32 bytes (RFC 6962)
    elements: tuple[bytes, ...] = ()
    proof: bytes = b""

    def to_bytes(self, key: SigningKey) -> bytes:
        """The answer as it is sent, signed by the partner."""
        header = header_line(
            {
                "count": len(self.elements),
                "digest": written(self.digest),
                "issued": seconds(self.issued),
                "kind": KIND,
                "log_root": written(self.log_root),
                "log_size": self.log_size,
                "outcome": str(self.refusal or EVALUATED),
                "register": self.register,
                "version": VERSION,
            }
        )
        return signed(DOMAIN, header + b"".join(self.elements) + self.proof, key)


def read_answer(message: bytes, key: VerificationKey) -> Answer:
    """The answer in ``message``, once ``key`` is seen to have signed it. Raises Refused: bad-answer."""
    try:
        line, body = split_header(message)
        fields = Fields(line)
        fields.exactly("kind", KIND)
        fields.exactly("version", VERSION)
        count = fields.number("count")
        refusal = _refusal(fields.text("outcome"))
        length = 0 if refusal else count * ELEMENT + PROOF
        if len(body) != length + SIGNATURE or count not in ((0,) if refusal else SIZES):
            raise Malformed("The answer does not have the length that it states.")
        found = Answer(
            digest=fields.hash("digest"),
            register=fields.text("register"),
            refusal=refusal,
            issued=fields.moment("issued"),
            log_size=fields.number("log_size"),
            log_root=fields.hash("log_root"),
            elements=elements_in(body[: count * ELEMENT]),
            proof=body[count * ELEMENT : length],
        )
        fields.end()
    except Malformed:
        raise Refused(Refusal.BAD_ANSWER) from None
    if found.register != key.name or not is_signed(DOMAIN, message, key):
        raise Refused(Refusal.BAD_ANSWER)
    return found


def _refusal(outcome: str) -> Refusal | None:
    if outcome == EVALUATED:
        return None
    if outcome not in BY_PARTNER:
        raise Malformed("The outcome is not one that a partner can say.")
    return Refusal(outcome)
