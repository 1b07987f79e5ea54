"""The registers that may be asked, and one's own."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from handrail import duties, gate
from handrail.directory.models import Member
from handrail.gate import Act, Actor, listing, query
from handrail.matching import rules
from handrail.matching.asker import introduction
from handrail.matching.keeping import STANDING
from handrail.matching.models import QuotaToken, Register
from handrail.matching.resources import REGISTER
from handrail.matching.values import RegisterLine, RegisterPage, Registers

#: What may be done with a register: step → the action that policy is asked about.
STEPS = {
    "accept": "register.accept",
    "decline": "register.decline",
    "withdraw": "register.withdraw",
    "add_quota": "register.add_quota",
    "mark_looked_at": "register.mark_looked_at",
}


@listing("register.list")
def registers(*, by: Actor, purpose: str) -> Registers:
    """The registers of the reader's organisation, and those of others that may be asked."""
    act = gate.current()
    standing = Q(organisation_id=act.organisation) | Q(state__in=STANDING)
    found = list(act.visible(REGISTER).filter(standing).order_by("organisation__name", "-offered_at"))
    act.listed(each.id for each in found)
    lines = [(each, line(each, len(_left(act, each)) if _own(act, each) else 0)) for each in found]
    return Registers(
        own=tuple(shown for each, shown in lines if _own(act, each)),
        others=tuple(shown for each, shown in lines if not _own(act, each)),
        key=introduction(),
    )


@query("register.open", resource=REGISTER)
def open_register(*, by: Actor, purpose: str, register: UUID) -> RegisterPage:
    """One register: what was published, by whom it is offered, and how often it may still be asked."""
    act = gate.current()
    found = act.resource(REGISTER)
    mine = _own(act, found)
    left = _left(act, found) if mine else []
    who = Member.objects.filter(pk=found.offered_by).values_list("name", flat=True).first() if mine else ""
    return RegisterPage(
        id=found.id,
        organisation=found.organisation.name,
        mine=mine,
        centre=found.centre.name,
        programme=found.programme,
        kind=found.kind,
        name=found.name,
        schema=found.schema,
        state=found.state,
        refusal=found.why_suspended,
        size=found.declared_size,
        entries=found.entries,
        signing_key=found.signing_key,
        address=found.address,
        offered_by=who or "",
        offered_at=found.offered_at,
        decided_at=found.decided_at,
        ended_at=found.ended_at,
        quota=len(left),
        quota_until=max(left, default=None),
        key=introduction(),
        steps=_steps(act, found),
    )


def to_ask(act: Act, register: Register) -> RegisterLine:
    """A register in the list of whoever may ask it, with how often it may still be asked."""
    with act.deliver_to(register.organisation_id):
        return line(register, len(_left(act, register)))


def line(register: Register, quota: int) -> RegisterLine:
    """A register in a list."""
    return RegisterLine(
        id=register.id,
        organisation=register.organisation.name,
        kind=register.kind,
        name=register.name,
        centre=register.centre.name,
        programme=register.programme,
        state=register.state,
        size=register.declared_size,
        by_hand=not register.address,
        quota=quota,
    )


def _left(act: Act, register: Register) -> list[date]:
    """The last days of the tokens that are left. With each search there are fewer: nobody else is told how many."""
    tokens = QuotaToken.objects.filter(register=register, result__isnull=True, until__gte=act.today)
    return list(tokens.exclude(token_sealed=b"").values_list("until", flat=True))


def _own(act: Act, register: Register) -> bool:
    return register.organisation_id == act.organisation


def _steps(act: Act, register: Register) -> tuple[str, ...]:
    possible = set(rules.REGISTER.transitions[register.state])
    if register.state == "accepted":
        possible.add("add_quota")
    mine = act.visible(duties.DUTY).filter(subject_kind="Register", subject_id=register.id, state="open")
    if mine.filter(kind="review_register").exists():
        possible.add("mark_looked_at")
    return tuple(step for step, action in STEPS.items() if step in possible and act.allows(action, REGISTER, register))
