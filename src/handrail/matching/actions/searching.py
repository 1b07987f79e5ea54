"""Proposing to find out who already knows the person of a nomination; deciding on it; taking it back."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef

from handrail import duties, gate
from handrail.directory.agreements import in_agreement_with
from handrail.gate import FAR_FUTURE_MOMENT, Act, Actor, Faults, RuleBroken, action
from handrail.matching import rules, whom
from handrail.matching.asked import authorised
from handrail.matching.identity import Identity
from handrail.matching.models import Register, RegisterState, Result, Search, SearchState
from handrail.matching.resources import SEARCH
from handrail.matching.rules import faults
from handrail.matching.spending import spend
from handrail.programme import load
from handrail.sharing.actions.drafting import GO_ON
from handrail.sharing.models import SharingDecision
from handrail.sharing.resources import DECISION
from handrail.sharing.sealed import Copy, seal, unseal
from handrail.sharing.wording import refuse_above_official

#: Within how long the rulebook's ceiling on an organisation's searches counts.
A_MONTH = timedelta(days=30)

#: What falls due about a search: to decide on it, and to carry its requests where there is no network.
AUTHORISE, CARRY = "authorise_search", "carry_search"


@dataclass(frozen=True, slots=True)
class Why:
    """A search is a sharing decision: the power that it rests on, why it is necessary, and why these registers."""

    power: str
    necessity: str
    proportionality: str


@action("search.propose", resource=DECISION)
def propose(*, by: Actor, purpose: str, decision: UUID, registers: tuple[UUID, ...], why: Why) -> UUID:
    """Propose to ask these registers about the person of a nomination. Nobody is asked before a colleague agrees."""
    act = gate.current()
    nomination = act.resource(DECISION)
    _refuse_too_many(act, nomination)
    chosen = _registers(act, nomination, registers)
    _check(nomination, why)
    identity = whom.identity_of(whom.known_of(nomination))
    if not whom.enough(identity):
        raise faults.TooLittleKnown
    record = Search(
        id=uuid4(),
        organisation_id=act.organisation,
        decision=nomination,
        person_id=nomination.person_id,
        reference=nomination.reference,
        centre=nomination.centre,
        programme=nomination.programme,
        power=why.power,
        proposed_by=act.by.id,
        proposed_at=act.now,
    )
    seal(
        own(record),
        record,
        necessity=why.necessity,
        proportionality=why.proportionality,
        identity=whom.digest_of(identity),
    )
    record.save(force_insert=True)
    Result.objects.bulk_create(
        [Result(id=uuid4(), organisation_id=act.organisation, search=record, register=each) for each in chosen]
    )
    duties.raise_about(
        act,
        record,
        organisation=act.organisation,
        kind=AUTHORISE,
        role="authoriser",
        subject=("Search", record.id),
        not_for=[act.by.id],
    )
    nomination.changed_at = act.now  # Whoever looks for who knows the person goes on with it.
    nomination.save(update_fields=("changed_at",))
    duties.complete(act, subject=("Decision", nomination.id), kind=GO_ON)
    act.note(search=record.id, registers=[each.id for each in chosen], power=why.power)
    return record.id


@action("search.authorise", resource=SEARCH)
def authorise(*, by: Actor, purpose: str, search: UUID, judgement: str) -> None:
    """Decide that the registers are asked: necessary, the least and proportionate, in the second person's own words."""
    act = gate.current()
    record = act.resource(SEARCH)
    if not is_about(record, whom.identity_of(whom.known_of(record.decision))):
        raise faults.SomebodyElse
    _decide(act, record, "authorise", judgement)
    if record.results.filter(register__address="").exists():
        duties.raise_about(
            act,
            record,
            organisation=act.organisation,
            kind=CARRY,
            role="originating_officer",
            subject=("Search", record.id),
        )
    act.note(registers=record.results.count())
    authorised(act.organisation, record.id)


@action("search.decline", resource=SEARCH)
def decline(*, by: Actor, purpose: str, search: UUID, judgement: str) -> None:
    """Decide that nobody is asked, and say why."""
    act = gate.current()
    record = act.resource(SEARCH)
    _decide(act, record, "decline", judgement)
    record.ended_at = act.now
    record.save(update_fields=("ended_at",))
    leave(act, record)


@action("search.withdraw", resource=SEARCH)
def withdraw(*, by: Actor, purpose: str, search: UUID) -> None:
    """Take a search back: registers that weren't asked yet never are. What was found is still to be looked at."""
    act = gate.current()
    record = act.resource(SEARCH)
    record.state = rules.SEARCH.next(record.state, "withdraw")
    record.ended_at = act.now
    record.save(update_fields=("state", "ended_at"))
    leave(act, record)
    for kind in (AUTHORISE, CARRY):
        duties.cancel(act, subject=("Search", record.id), kind=kind)


def leave(act: Act, record: Search) -> None:
    """Ask none of its registers any more. What was prepared is destroyed; an answer that still comes is not read."""
    for result in record.results.select_related("register").filter(state__in=rules.OPEN_RESULTS):
        spend(act, result)
    record.results.filter(state__in=rules.OPEN_RESULTS).update(
        state="left", ended_at=act.now, request_sealed=b"", kept_sealed=b""
    )


def own(record: Search) -> Copy:
    """Under which key the words of a search, and of what it found, are sealed: the originator's, for this person."""
    return Copy(record.organisation_id, record.person_id)


def is_about(record: Search, identity: Identity) -> bool:
    """Whether the nomination still says of who is meant what it said when the search was proposed."""
    return unseal(own(record), record, "identity") == (whom.digest_of(identity),)


def _decide(act: Act, record: Search, step: str, judgement: str) -> None:
    if not judgement.strip():
        raise RuleBroken("words-missing", "Say why, in your own words", field="judgement")
    _refuse_long(record.programme, judgement, field="judgement")
    record.state = rules.SEARCH.next(record.state, step)
    record.decided_by, record.decided_at = act.by.id, act.now
    seal(own(record), record, judgement=judgement)
    record.save(update_fields=("state", "decided_by", "decided_at", "judgement_sealed"))
    duties.complete(act, subject=("Search", record.id), kind=AUTHORISE)


def _refuse_too_many(act: Act, nomination: SharingDecision) -> None:
    ceilings = load(nomination.programme).ceilings
    before = Search.objects.filter(organisation_id=act.organisation)
    if before.filter(decision=nomination, state__in=(SearchState.PROPOSED, SearchState.AUTHORISED)).exists():
        raise faults.SearchOpen
    limit = ceilings["searches_per_nomination"].limit
    asked = Exists(Result.objects.filter(search=OuterRef("pk"), asked_at__lt=FAR_FUTURE_MOMENT))
    if before.filter(decision=nomination).exclude(~asked, state=SearchState.WITHDRAWN).count() >= limit:
        raise faults.TooManySearches(limit)
    in_a_month = ceilings["searches_per_month"].limit
    if before.filter(proposed_at__gt=act.now - A_MONTH).count() >= in_a_month:
        raise faults.TooManyThisMonth(in_a_month)


def _registers(act: Act, nomination: SharingDecision, wanted: tuple[UUID, ...]) -> list[Register]:
    """The registers that are chosen: of others in an agreement with us, and may be asked in the nomination's centre."""
    agreed = in_agreement_with(act.organisation, centre=nomination.centre_id, on=act.today)
    found = list(
        Register.objects.filter(
            pk__in=wanted, centre=nomination.centre_id, state=RegisterState.ACCEPTED, organisation_id__in=agreed
        ).order_by("id")
    )
    if not found or len(found) != len(set(wanted)):
        raise faults.NoRegister
    limit = load(nomination.programme).ceilings["registers_per_search"].limit
    if len(found) > limit:
        raise faults.TooManyRegisters(limit)
    return found


def _check(nomination: SharingDecision, why: Why) -> None:
    """Everything that is wrong with what was written, by its field."""
    wrong: list[RuleBroken] = []
    power = load(nomination.programme).powers.get(why.power)
    if power is None or nomination.organisation.kind not in power.held_by:
        wrong.append(faults.PowerNotHeld())
    for field, missing in (
        ("necessity", "Say why you need to know who knows the person"),
        ("proportionality", "Say why these registers, and no more of them"),
    ):
        text = getattr(why, field)
        if not text.strip():
            wrong.append(RuleBroken("words-missing", missing, field=field))
            continue
        try:
            _refuse_long(nomination.programme, text, field=field)
        except RuleBroken as fault:
            wrong.append(fault)
    if wrong:
        raise Faults(tuple(wrong))


def _refuse_long(programme: str, text: str, *, field: str) -> None:
    limit = load(programme).ceilings["characters_per_item"].limit
    if len(text) > limit:
        raise RuleBroken("too-long", f"Use {limit} characters or fewer", field=field)
    refuse_above_official(text, field=field)
