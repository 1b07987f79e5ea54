"""What a centre asks of a partner: to put its key to a batch of blinded tokens."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from handrail.ledger.note import SigningKey, VerificationKey
from handrail.matching.messages.framing import (
    ELEMENT,
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
from handrail.matching.messages.refusals import Refusal, Refused

DOMAIN: Final = b"handrail match ask 1\n"
KIND: Final = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request. Everything but the elements is readable to the partner, and says nothing about whom it concerns."""

    request: UUID  # random
    centre: str  # the name of the key that signs
    register: str
    table: UUID  # that the centre has
    schema: str
    decision: UUID  # the sharing decision; opaque to the partner
    about: UUID  # the nomination or case; opaque to the partner
    quota: str  # one of the tokens that the partner gave the centre
    issued: datetime
    expires: datetime
    commitment: bytes  # of the entry in the centre's ledger that this request belongs to, 32 bytes
    elements: tuple[bytes, ...]  # blinded tokens and padding, 32 bytes each; one of SIZES in number

    def to_bytes(self, key: SigningKey) -> bytes:
        """The request as it is sent, signed by the centre."""
        header = header_line(
            {
                "about": written(self.about.bytes),
                "centre": self.centre,
                "commitment": written(self.commitment),
                "count": len(self.elements),
                "decision": written(self.decision.bytes),
                "expires": seconds(self.expires),
                "issued": seconds(self.issued),
                "kind": KIND,
                "quota": self.quota,
                "register": self.register,
                "request": written(self.request.bytes),
                "schema": self.schema,
                "table": written(self.table.bytes),
                "version": VERSION,
            }
        )
        return signed(DOMAIN, header + b"".join(self.elements), key)


def read_ask(message: bytes) -> Ask:
    """The request in ``message``. Its signature is not looked at: see :func:`is_from`.

    Raises Refused: malformed or wrong-size.
    """
    try:
        line, body = split_header(message)
        fields = Fields(line)
        fields.exactly("kind", KIND)
        fields.exactly("version", VERSION)
        count = fields.number("count")
        # Of the message's length nothing is believed; elements are cut out once it is right.
        fits = count in SIZES and len(body) == count * ELEMENT + SIGNATURE
        found = Ask(
            request=fields.identifier("request"),
            centre=fields.text("centre"),
            register=fields.text("register"),
            table=fields.identifier("table"),
            schema=fields.text("schema"),
            decision=fields.identifier("decision"),
            about=fields.identifier("about"),
            quota=fields.text("quota"),
            issued=fields.moment("issued"),
            expires=fields.moment("expires"),
            commitment=fields.hash("commitment"),
            elements=elements_in(body[:-SIGNATURE]) if fits else (),
        )
        fields.end()
    except Malformed:
        raise Refused(Refusal.MALFORMED) from None
    if not fits:
        raise Refused(Refusal.WRONG_SIZE)
    return found


def is_from(message: bytes, key: VerificationKey) -> bool:
    """Whether the centre with this key signed the request."""
    return is_signed(DOMAIN, message, key)


def digest(message: bytes) -> bytes:
    """What names a request in its answer: the SHA-256 of all its bytes."""
    return sha256(message).digest()
