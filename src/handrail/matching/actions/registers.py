"""Offering a register to be asked, by two people of the organisation that keeps it; how often; and taking it back."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from handrail import duties, gate, vault
from handrail.directory.models import Centre, Organisation
from handrail.folders import is_full
from handrail.gate import Act, Actor, NotFound, action
from handrail.ledger.note import NoteError, VerificationKey
from handrail.matching import rules, tables
from handrail.matching.asking import Register as Opened
from handrail.matching.asking.sending import NoAddress, address_of
from handrail.matching.messages import Refusal, Refused
from handrail.matching.models import QuotaToken, Register, RegisterState
from handrail.matching.resources import GUARDIAN, REGISTER
from handrail.matching.rules import faults
from handrail.matching.tasks import destroy_table
from handrail.programme import load
from handrail.sharing.sealed import Copy, seal_all

#: A quota token for a request about one person. Those for many people are of no use here.
_TOKEN = re.compile(r"(16|256)\.[A-Za-z0-9_-]{16,64}")

#: Hosts that are this machine, where nobody listens in on the way.
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Offer:
    """What ``handrail match publish`` made: the table (a file here), the register's key in one line, and where it
    answers. ``address`` is empty where requests are carried by hand.
    """

    table: Path
    key: str
    address: str = ""


@action("register.offer")
def offer(*, by: Actor, purpose: str, centre: UUID, offer: Offer) -> UUID:
    """Bring in the marks of one's organisation's register. Nobody can ask it before a colleague accepts it."""
    act = gate.current()
    place = Centre.objects.filter(pk=centre).first()
    if place is None:
        raise NotFound
    keeper = Organisation.objects.get(pk=act.organisation)
    record = Register(
        id=uuid4(),
        organisation=keeper,
        centre=place,
        programme=place.programme,
        address=_address(offer.address),
        offered_by=act.by.id,
        offered_at=act.now,
    )
    _describe(record, offer)
    record.save(force_insert=True)
    for role in _accepters(record):
        duties.raise_duty(
            act,
            organisation=act.organisation,
            programme=record.programme,
            kind="accept_register",
            role=role,
            subject=("Register", record.id),
            not_for=[act.by.id],
        )
    act.note(register=record.id, kind=record.kind, size=record.declared_size, entries=record.entries)
    # Last, when nothing else can fail: a file without its row is of no use to anybody.
    try:
        with offer.table.open("rb") as source:
            tables.keep(source, record.id)
    except OSError as error:
        if is_full(error):
            raise faults.NoRoom from None
        raise
    return record.id


@action("register.accept", resource=REGISTER)
def accept(*, by: Actor, purpose: str, register: UUID) -> None:
    """Decide that the register may be asked. It stands in the place of an earlier table of the same register."""
    act = gate.current()
    record = act.resource(REGISTER)
    record.state = rules.REGISTER.next(record.state, "accept")
    record.decided_by, record.decided_at, record.open_to_others = act.by.id, act.now, True
    for earlier in _same(record):
        _end(act, earlier, "replace")
    record.save(update_fields=("state", "decided_by", "decided_at", "open_to_others"))
    duties.complete(act, subject=("Register", record.id), kind="accept_register")


@action("register.decline", resource=REGISTER)
def decline(*, by: Actor, purpose: str, register: UUID) -> None:
    """Decide that it isn't offered. What was brought in is destroyed."""
    act = gate.current()
    record = act.resource(REGISTER)
    record.decided_by, record.decided_at = act.by.id, act.now
    _end(act, record, "decline")


@action("register.withdraw", resource=REGISTER)
def withdraw(*, by: Actor, purpose: str, register: UUID) -> None:
    """Take a register back: nobody asks it any more, and its table and tokens are destroyed."""
    act = gate.current()
    _end(act, act.resource(REGISTER), "withdraw")


@action("register.add_quota", resource=REGISTER)
def add_quota(*, by: Actor, purpose: str, register: UUID, tokens: tuple[str, ...], until: date) -> int:
    """Bring in quota tokens: each lets the register be asked about one person once. How many were new."""
    act = gate.current()
    record = act.resource(REGISTER)
    if record.state != RegisterState.ACCEPTED:
        raise faults.NotInUse
    if until < act.today:
        raise faults.TokensOver
    if not all(_TOKEN.fullmatch(token) for token in tokens):
        raise faults.NotAToken
    digests = {_digest(act, token): token for token in tokens}
    known = set(
        map(bytes, QuotaToken.objects.filter(register=record, digest__in=digests).values_list("digest", flat=True))
    )
    new = [
        (
            QuotaToken(
                id=uuid4(),
                organisation_id=act.organisation,
                register=record,
                digest=digest,
                size=int(token.partition(".")[0]),
                until=until,
            ),
            token,
        )
        for digest, token in sorted(digests.items())
        if digest not in known
    ]
    if not new:
        raise faults.NoTokens
    seal_all(Copy(act.organisation, record.id), [(row, {"token": token}) for row, token in new])
    QuotaToken.objects.bulk_create([row for row, _ in new])
    act.note(tokens=len(new), until=until)
    return len(new)


@action("register.mark_looked_at", resource=REGISTER)
def mark_looked_at(*, by: Actor, purpose: str, register: UUID, finding: str) -> None:
    """Say that the data protection officer has looked at a register that was suspended, and what came of it."""
    act = gate.current()
    record = act.resource(REGISTER)
    if finding not in load(record.programme).register_findings:
        raise faults.ReasonMissing
    if not duties.complete(act, subject=("Register", record.id), kind="review_register"):
        raise faults.NothingToLookAt
    act.note(finding=finding)


def _describe(record: Register, offer: Offer) -> None:
    """Read the table through, and take down what its publisher signed. Raises what is wrong with it."""
    try:
        key = VerificationKey.parse(offer.key.strip())
    except (NoteError, ValueError):
        raise faults.NoSuchKey from None
    try:
        with Opened.open(offer.table, key, refused_services=tables.refused(record.programme)) as opened:
            header = opened.header
    except Refused as refused:
        raise faults.NotTakenIn(refused.code) from None
    kind = load(record.programme).register_kinds.get(header.service)
    if kind is None or record.organisation.kind not in kind.held_by:
        raise faults.NotTakenIn(Refusal.KIND_REFUSED)
    record.kind, record.name, record.table, record.schema = (
        header.service, header.register, header.table, header.schema,
    )  # fmt: skip
    record.declared_size, record.entries, record.signing_key = header.size, header.entries, str(key)


def _address(written: str) -> str:
    """The address as requests go to it. Raises :class:`faults.NoSuchAddress` unless it is https, or on this machine."""
    address = written.strip().rstrip("/")
    if not address:
        return ""
    try:
        parts = address_of(address)
    except NoAddress:
        raise faults.NoSuchAddress from None
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if not plain or not (parts.scheme == "https" or parts.hostname in _HERE):
        raise faults.NoSuchAddress
    return address


def _accepters(record: Register) -> tuple[str, ...]:
    """To whom it falls to accept it: the guardian alone in a health organisation."""
    if record.organisation.kind == "nhs":
        return (GUARDIAN,)
    rulebook = load(record.programme)
    owed = rulebook.timescales["accept_register"].owed_by
    return tuple(role for role in owed if role != GUARDIAN and record.organisation.kind in rulebook.roles[role].held_in)


def _same(record: Register) -> list[Register]:
    """Earlier tables of the same register that may be asked."""
    same = Register.objects.select_for_update(no_key=True).filter(
        organisation_id=record.organisation_id, centre=record.centre, name=record.name, state=RegisterState.ACCEPTED
    )
    return list(same.exclude(pk=record.pk).order_by("id"))


def _end(act: Act, record: Register, step: str) -> None:
    """It is asked no more: table and tokens go at once. What its data protection officers have to look at stays."""
    record.state = rules.REGISTER.next(record.state, step)
    record.ended_at = act.now
    record.save(update_fields=("state", "decided_by", "decided_at", "ended_at"))
    QuotaToken.objects.filter(register=record).update(token_sealed=b"")
    duties.cancel(act, subject=("Register", record.id), kind="accept_register")
    act.after_commit(lambda: tables.destroy(record.id))
    # And by the worker, should this process be killed in between.
    destroy_table.defer(register=str(record.id))


def _digest(act: Act, token: str) -> bytes:
    return vault.keyed_digest(organisation=act.organisation, label="quota-token", data=token.encode())
