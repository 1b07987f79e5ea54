"""The same question when its answer comes back later than the process that asked lives: by file, or after a crash.

What undoes the blinding is kept meanwhile, with the tokens. Whoever has it can do no more than whoever has the names,
and no less: it is kept as they are, sealed or readable by its owner alone, and destroyed once the answer was read.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from handrail.ledger.canonical import canonical
from handrail.matching.asking.asks import Found, Mandate, begin, finish
from handrail.matching.asking.batches import Batch, Owner, Randomness, Tokens
from handrail.matching.asking.centre import Centre
from handrail.matching.asking.registers import Register
from handrail.matching.messages import digest
from handrail.matching.oprf import ristretto

_VERSION: Final = 1


class NotKept(Exception):
    """What was kept is not what belongs to a question. The text says what is wrong."""


@dataclass(frozen=True, slots=True, repr=False)
class Carried:
    """A question on its way: ``message`` goes to the partner, ``kept`` stays and is secret."""

    id: UUID
    message: bytes
    kept: bytes


def begin_carried(
    people: Sequence[Tokens],
    register: Register,
    centre: Centre,
    mandate: Mandate,
    *,
    at: datetime,
    randomness: Randomness,
    lasts: timedelta,
) -> Carried:
    """As :func:`handrail.matching.asking.begin`, with what is kept."""
    question = begin(
        people, register, centre, mandate, at=at, randomness=randomness, lasts=lasts, blinding=ristretto.blind
    )
    blinded = cast("ristretto.Blinded", question.blinded)
    return Carried(question.id, question.message, _written(question.message, question.batch, blinded))


def finish_carried(kept: bytes, answer: bytes, register: Register) -> Found:
    """Read the answer; raises Refused as :meth:`handrail.matching.asking.Question.finish`, and :class:`NotKept`."""
    try:
        found = json.loads(kept)
        if found["version"] != _VERSION:
            raise NotKept("It was kept by another version of Handrail.")
        blinded = ristretto.blinded_before(*([*map(_bytes, found[each])] for each in ("tokens", "blinds", "elements")))
        owners = tuple(Owner(int(number), bool(canary), str(key)) for number, canary, key in found["owners"])
        canary_keys = frozenset(map(str, found["canary_keys"]))
        filled = Batch(blinded.tokens, owners, int(found["people"]), canary_keys)
        asked = _bytes(found["digest"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotKept(f"What was kept of the question can’t be read ({type(error).__name__}).") from None
    return finish(answer, asked, filled, blinded, register)


def _written(message: bytes, filled: Batch, blinded: ristretto.Blinded) -> bytes:
    return canonical(
        {
            "blinds": [_text(each) for each in blinded.blinds],
            "canary_keys": sorted(filled.canary_keys),
            "digest": _text(digest(message)),
            "elements": [_text(each) for each in blinded.elements],
            "owners": [[each.number, each.is_canary, each.key] for each in filled.owners],
            "people": filled.people,
            "tokens": [_text(each) for each in blinded.tokens],
            "version": _VERSION,
        }
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
