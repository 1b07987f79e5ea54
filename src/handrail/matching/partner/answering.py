"""Whether a request is answered, and the answer: the partner's side without the network around it."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from handrail.ledger.canonical import Json
from handrail.ledger.note import VerificationKey
from handrail.ledger.tree import EMPTY_ROOT
from handrail.matching.messages import EVALUATED, Answer, Ask, Refusal, Refused, digest, is_from, read_ask
from handrail.matching.oprf import BadElement, Evaluated
from handrail.matching.partner.centres import TrustedCentre, TrustedCentres
from handrail.matching.partner.checking import sign_head
from handrail.matching.partner.evaluating import Evaluators
from handrail.matching.partner.folder import KeyFolder
from handrail.matching.partner.limits import LONGEST, REFUSALS_AN_HOUR, REQUEST, STRANGER, Limits
from handrail.matching.partner.lines import LinesDamaged
from handrail.matching.partner.log import PartnerLog, hour_said
from handrail.matching.partner.newest import NewestTable
from handrail.matching.partner.quota import QuotaTokens, hash_of

#: How far a centre's clock may be ahead of the partner's.
_AHEAD: Final = timedelta(minutes=5)
#: Entries between two signed checkpoints.
_SIGNED_EVERY: Final = 256
#: The last entry that is written of a centre's refusals within an hour.
UNLISTED: Final = "further-refusals-unlisted"


class Partner:
    """A key folder at work. Close it after use."""

    def __init__(self, folder: KeyFolder, *, processes: int = 1) -> None:
        """Open what is in the folder; large requests are evaluated in so many processes.

        Raises :class:`handrail.matching.partner.lines.LinesDamaged`, and DamagedTable or OSError where there is no
        table yet that could be asked about.
        """
        self._folder = folder
        self._table = NewestTable(folder)
        self._table.header()
        self._centres = TrustedCentres(folder.path)
        self._limits = Limits()
        self._log = PartnerLog(folder.path, self._limits.take)
        self._tokens = QuotaTokens(folder.path)
        self._signed_at = self._log.size
        self._evaluators = Evaluators(folder.oprf_seed, folder.register.encode(), processes=processes)

    @property
    def register(self) -> str:
        """The id of the register."""
        return self._folder.register

    @property
    def key(self) -> VerificationKey:
        """What the answers are signed with, for whoever verifies them."""
        return self._folder.signing_key.verification_key

    def answer(self, message: bytes, *, at: datetime) -> bytes:
        """The signed answer to a request, whatever it is: evaluated, or the code of a refusal.

        The spent token and the log's entry are on disk when this returns; without them there is no answer. Raises
        OSError where the disk does not take them, :class:`handrail.matching.partner.lines.LinesDamaged`, and
        :class:`handrail.matching.partner.centres.NotTrusted` where the centre's file is damaged.
        """
        try:
            ask = read_ask(message)
            centre = self._centres.find(ask.centre)
            if centre is None:
                raise Refused(Refusal.UNKNOWN_CENTRE)
            if not is_from(message, centre.key):
                raise Refused(Refusal.BAD_SIGNATURE)
        except Refused as refused:
            # Nothing that stands in it is believed.
            return self._refuse(refused.code, message, at, STRANGER, {})
        try:
            self._check(ask, at)
            with self._log.alone():
                self._check_limits(ask, centre, at)
            evaluated = self._evaluate(ask)
            return self._spend(ask, centre, message, evaluated, at)
        except Refused as refused:
            return self._refuse(refused.code, message, at, ask.centre, _facts(ask, message))

    def close(self) -> None:
        """End what was begun, and sign how the log stands, unless it is gone or damaged by now."""
        with suppress(OSError, LinesDamaged), self._log.alone():
            sign_head(self._folder.path, self._folder.signing_key, self._log)
        self._evaluators.close()
        self._tokens.close()
        self._log.close()

    def _check(self, ask: Ask, at: datetime) -> None:
        header = self._table.header()
        if ask.register != header.register:
            raise Refused(Refusal.WRONG_REGISTER)
        if ask.table != header.table:
            raise Refused(Refusal.WRONG_TABLE)
        if ask.schema != header.schema:
            raise Refused(Refusal.WRONG_SCHEMA)
        if not ask.issued - _AHEAD <= at <= ask.expires or ask.expires - ask.issued > LONGEST:
            raise Refused(Refusal.EXPIRED)

    def _check_limits(self, ask: Ask, centre: TrustedCentre, at: datetime) -> bool:
        """Raises Refused, or says whether the request is one for a measurement. The log is held meanwhile."""
        today = at.astimezone(UTC).date()
        if self._limits.is_seen(str(ask.request)):
            raise Refused(Refusal.REPLAYED)
        token = self._tokens.find(ask.quota)
        if token is None or token.centre != ask.centre or token.size != len(ask.elements) or token.until < today:
            raise Refused(Refusal.QUOTA_TOKEN_UNKNOWN)
        if self._limits.is_spent(token.hash):
            raise Refused(Refusal.QUOTA_TOKEN_SPENT)
        day, week = self._limits.elements(ask.centre, today)
        if not token.benchmark and (day + token.size > centre.daily or week + token.size > centre.weekly):
            raise Refused(Refusal.QUOTA_SPENT)
        return token.benchmark

    def _evaluate(self, ask: Ask) -> Evaluated:
        try:
            return self._evaluators.evaluate(ask.elements)
        except BadElement:
            raise Refused(Refusal.BAD_ELEMENT) from None

    def _spend(self, ask: Ask, centre: TrustedCentre, message: bytes, evaluated: Evaluated, at: datetime) -> bytes:
        with self._log.alone():
            # Once more: the same token may have come twice at the same time.
            benchmark = self._check_limits(ask, centre, at)
            self._log.append(REQUEST, at, EVALUATED, {**_facts(ask, message), "benchmark": benchmark})
            self._checkpoint()
            return self._signed(message, at, None, evaluated)

    def _refuse(self, code: Refusal, message: bytes, at: datetime, centre: str, facts: Mapping[str, Json]) -> bytes:
        with self._log.alone():
            logged = self._limits.refusals(centre, hour_said(at))
            if logged < REFUSALS_AN_HOUR:
                self._log.append(REQUEST, at, code, {**facts, "digest": digest(message).hex()})
            elif logged == REFUSALS_AN_HOUR:
                self._log.append(REQUEST, at, UNLISTED, {"centre": centre} if centre else {})
            self._checkpoint()
            # A stranger who asks now and then could see by the log's length when others ask.
            return self._signed(message, at, code, None, is_stranger=centre == STRANGER)

    def _checkpoint(self) -> None:
        """Sign how the log stands from time to time: each answer says it too."""
        if self._log.size >= self._signed_at + _SIGNED_EVERY:
            sign_head(self._folder.path, self._folder.signing_key, self._log)
            self._signed_at = self._log.size

    def _signed(
        self,
        message: bytes,
        at: datetime,
        code: Refusal | None,
        evaluated: Evaluated | None,
        *,
        is_stranger: bool = False,
    ) -> bytes:
        return Answer(
            digest=digest(message),
            register=self._folder.register,
            refusal=code,
            issued=at,
            log_size=0 if is_stranger else self._log.size,
            log_root=EMPTY_ROOT if is_stranger else self._log.root(),
            elements=evaluated.elements if evaluated else (),
            proof=evaluated.proof if evaluated else b"",
        ).to_bytes(self._folder.signing_key)


def _facts(ask: Ask, message: bytes) -> dict[str, Json]:
    """What the log says of a request that its centre signed."""
    return {
        "about": str(ask.about),
        "centre": ask.centre,
        "commitment": ask.commitment.hex(),
        "decision": str(ask.decision),
        "digest": digest(message).hex(),
        "elements": len(ask.elements),
        "request": str(ask.request),
        "table": str(ask.table),
        "token": hash_of(ask.quota),
    }
