"""Why an ask came to nothing: a closed list of codes, and one plain sentence for each.

Both sides record the code, never more: it says nothing about whom was asked.
"""

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


class Refusal(enum.StrEnum):
    """The name of a refusal, as it stands in answers and in both ledgers."""

    # The partner refuses what it was sent.
    MALFORMED = "malformed"
    WRONG_SIZE = "wrong-size"
    UNKNOWN_CENTRE = "unknown-centre"
    BAD_SIGNATURE = "bad-signature"
    WRONG_REGISTER = "wrong-register"
    WRONG_TABLE = "wrong-table"
    WRONG_SCHEMA = "wrong-schema"
    EXPIRED = "expired"
    BAD_ELEMENT = "bad-element"
    REPLAYED = "replayed"
    QUOTA_TOKEN_UNKNOWN = "quota-token-unknown"  # noqa: S105  # a code
    QUOTA_TOKEN_SPENT = "quota-token-spent"  # noqa: S105  # a code
    QUOTA_SPENT = "quota-spent"
    # The partner, when it is asked about one record.
    CANARY_ASKED = "canary-asked"
    # The centre refuses what it was given.
    BAD_ANSWER = "bad-answer"
    WRONG_REQUEST = "wrong-request"
    ANSWER_REFUSED = "answer-refused"
    BAD_PROOF = "bad-proof"
    CANARY_CLAIMED = "canary-claimed"
    REGISTER_TOO_LARGE = "register-too-large"
    KIND_REFUSED = "kind-refused"
    TABLE_DAMAGED = "table-damaged"


_R = Refusal

#: What each means, for whoever reads it in a ledger or on a page.
SENTENCES: Final[Mapping[Refusal, str]] = MappingProxyType(
    {
        _R.MALFORMED: "The request can’t be read: a part is missing, unknown or not in its one right form.",
        _R.WRONG_SIZE: "The request does not have the length that it states, or states one that is not allowed.",
        _R.UNKNOWN_CENTRE: "The partner has not agreed with this centre that it may ask.",
        _R.BAD_SIGNATURE: "The request was not signed by the centre that it names, or was changed on its way.",
        _R.WRONG_REGISTER: "The request is for another partner’s register.",
        _R.WRONG_TABLE: "The request is for a table that the partner has replaced or never published.",
        _R.WRONG_SCHEMA: "The request uses other match keys than the table.",
        _R.EXPIRED: "The request’s time is over, or has not come yet.",
        _R.BAD_ELEMENT: "A part of the request is not something that the partner’s key can be put to.",
        _R.REPLAYED: "This request was sent before. Each request is answered once.",
        _R.QUOTA_TOKEN_UNKNOWN: "The quota token was not made by the partner for this centre and this size of request, "
        "or its last day is over.",
        _R.QUOTA_TOKEN_SPENT: "The quota token was used before. Each is good for one request.",
        _R.QUOTA_SPENT: "The centre has asked as much as the partner allows in a day or a week.",
        _R.CANARY_ASKED: "The centre asked about a record that the partner had made up to notice trawling.",
        _R.BAD_ANSWER: "The answer can’t be read, or was not signed by the partner whose register was asked.",
        _R.WRONG_REQUEST: "The answer belongs to another request.",
        _R.ANSWER_REFUSED: "The partner refused the request, and says why.",
        _R.BAD_PROOF: "The partner did not use the key that its register was published under. Nothing was looked up.",
        _R.CANARY_CLAIMED: "The register claims to know somebody whom the centre made up. Ask whoever runs it.",
        _R.REGISTER_TOO_LARGE: "The table holds more than a register of the size that was declared can, or declares "
        "more people than there are.",
        _R.KIND_REFUSED: "Registers of this kind of service are not asked: that it knows a person is itself sensitive.",
        _R.TABLE_DAMAGED: "The table is not as the partner signed it.",
    }
)

#: What an answer of a partner can say.
BY_PARTNER: Final = frozenset(
    {
        _R.MALFORMED,
        _R.WRONG_SIZE,
        _R.UNKNOWN_CENTRE,
        _R.BAD_SIGNATURE,
        _R.WRONG_REGISTER,
        _R.WRONG_TABLE,
        _R.WRONG_SCHEMA,
        _R.EXPIRED,
        _R.BAD_ELEMENT,
        _R.REPLAYED,
        _R.QUOTA_TOKEN_UNKNOWN,
        _R.QUOTA_TOKEN_SPENT,
        _R.QUOTA_SPENT,
    }
)


class Refused(Exception):
    """What was received is not worked on. ``code`` says why; ``said`` is the partner's own code, where it refused."""

    def __init__(self, code: Refusal, said: Refusal | None = None) -> None:
        super().__init__(f"{SENTENCES[code]} {SENTENCES[said]}" if said else SENTENCES[code])
        self.code = code
        self.said = said

    def __reduce__(self) -> tuple[type["Refused"], tuple[Refusal, Refusal | None]]:
        """From the codes: it also ends what runs in a process of its own."""
        return Refused, (self.code, self.said)
