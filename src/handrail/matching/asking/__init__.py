"""The centre's side: ask a partner whether its register may know somebody, without telling whom.

A worker's job does, for one person and one register::

    with Register.open(path, partner_key, refused_services=...) as register:
        asked = tokens_of(identity, register.schema)
        question = begin([asked], register, centre, mandate, at=clock.now(), randomness=secrets.token_bytes)
        found = question.finish(send(url, question.message), register)

Every refusal is a :class:`handrail.matching.messages.Refused` with a code of a closed list; that nobody answered is
:class:`NotReached`.
"""

from handrail.matching.asking.asks import LASTS, Found, Mandate, Question, begin
from handrail.matching.asking.batches import TooMany, portions, size_for, tokens_of
from handrail.matching.asking.canaries import Canaries
from handrail.matching.asking.candidates import Candidate
from handrail.matching.asking.carried import Carried, NotKept, begin_carried, finish_carried
from handrail.matching.asking.centre import Centre, NotACentre
from handrail.matching.asking.registers import Register
from handrail.matching.asking.sending import NotReached, send

__all__ = [
    "LASTS",
    "Canaries",
    "Candidate",
    "Carried",
    "Centre",
    "Found",
    "Mandate",
    "NotACentre",
    "NotKept",
    "NotReached",
    "Question",
    "Register",
    "TooMany",
    "begin",
    "begin_carried",
    "finish_carried",
    "portions",
    "send",
    "size_for",
    "tokens_of",
]
