"""What a centre and a partner say to each other: typed, signed, and refused unless it is exactly right.

See docs/reference/match-messages.md.
"""

from handrail.matching.messages.answer import EVALUATED, Answer, read_answer
from handrail.matching.messages.ask import Ask, digest, is_from, read_ask
from handrail.matching.messages.framing import CONTENT_TYPE, MESSAGE_LIMIT, NAME_FORM, PATH, SIZES
from handrail.matching.messages.refusals import BY_PARTNER, SENTENCES, Refusal, Refused

__all__ = [
    "BY_PARTNER",
    "CONTENT_TYPE",
    "EVALUATED",
    "MESSAGE_LIMIT",
    "NAME_FORM",
    "PATH",
    "SENTENCES",
    "SIZES",
    "Answer",
    "Ask",
    "Refusal",
    "Refused",
    "digest",
    "is_from",
    "read_answer",
    "read_ask",
]
