"""One act while it runs: who, why, when, on what; what it may touch; and what the ledger will say of it."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from psycopg.pq import TransactionStatus

from handrail import ledger, vault
from handrail.gate import clock
from handrail.gate.actors import Actor, Principal
from handrail.gate.errors import NotFound, Refused
from handrail.gate.facts import Fact, as_fact, as_facts
from handrail.gate.resources import ResourceType
from handrail.gate.row_security import set_acting_organisation
from handrail.policy import Decision, Entity, engine, explain

#: The entries that an act writes of a kind whose number is to stay hidden are always a multiple of this.
COVERED_TO = 8

#: The outcome of an entry that stands for nothing: it only hides how many others there are.
COVER = "cover"

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass
class Act:
    """What the body of an action or a read works with. Got by :func:`current`; ends with the transaction."""

    name: str
    by: Actor
    purpose: str
    principal: Principal
    now: datetime
    today: date
    subject: tuple[str, UUID] | None = None
    record: Model | None = None
    person: UUID | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    results: dict[str, Fact] | None = None
    delivering: bool = False
    house: UUID | None = None
    repeats: bool = False
    reads: bool = False
    _covered: Counter[str] = field(default_factory=Counter)
    _known: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def organisation(self) -> UUID:
        """The organisation that acts."""
        return self.principal.organisation

    @property
    def said(self) -> dict[str, Fact]:
        """What the ledger entry of this act will say."""
        return self.facts | (self.results or {})

    @property
    def idle(self) -> bool:
        """Whether a service looked for work and found none: it has read nothing, and so there is nothing to record.

        The sweep looks every minute; recorded, its idle rounds would bury what auditors read.
        """
        return self.by.kind == "service" and self.results is not None and not self.results["results"]

    def gives_again(self) -> None:
        """Say that this read gives what the same reader was given before, word for word, and the ledger says so today.

        Nobody learns anything by it, so it has no entry of its own; the body counts it, and its next entry says how
        often. For what programs fetch every few minutes: recorded each time, that would bury what auditors read.
        """
        self.repeats = True

    def resource(self, kind: ResourceType[M]) -> M:
        """The record that this act is about, locked if the act is an action."""
        if not isinstance(self.record, kind.model):
            raise TypeError(f"{self.name} is not about a {kind.name}.")
        return self.record

    def find(self, kind: ResourceType[M], key: UUID, *, lock: bool = False) -> tuple[M, Entity]:
        """A record that the actor may know of, and how policy sees it; whom it is about is said in the act's entry.

        Raises :class:`NotFound` for one that is hidden as for one that is not there.
        """
        rows = kind.rows()
        if lock:
            rows = rows.select_for_update(of=("self",), no_key=True)
        record: M | None = rows.filter(pk=key).first()
        if record is None:
            raise NotFound
        entity = kind.entity(record)
        if not self.decide(kind.see, entity).allowed:
            raise NotFound
        person = getattr(record, "person_id", None)
        if isinstance(person, UUID):
            self.about(person)
        return record, entity

    def once(self, name: Hashable, look_up: Callable[[], T]) -> T:
        """What ``look_up`` gives. An act that only reads looks once; an action looks each time, as it may change it."""
        if not self.reads or self.delivering or self.house:
            return look_up()
        if name not in self._known:
            self._known[name] = look_up()
        return cast("T", self._known[name])

    # --- policy -----------------------------------------------------------------------------------------------

    def decide(self, action: str, resource: Entity) -> Decision:
        """Policy's decision on another step of this act; nothing is recorded."""
        return engine().decide(
            principal=self.principal.entity,
            action=action,
            resource=resource,
            context=self.circumstances(),
        )

    def allows(self, action: str, kind: ResourceType[M], record: M) -> bool:
        """Whether this actor could do ``action`` on ``record`` now (to offer a button; doing it asks again)."""
        return self.decide(action, kind.entity(record)).allowed

    def require(self, action: str, kind: ResourceType[M], record: M) -> None:
        """Raise :class:`Refused` unless policy permits ``action`` on ``record``."""
        self.require_entity(action, kind.entity(record))

    def require_entity(self, action: str, resource: Entity) -> None:
        """The same for something that is not (yet) a record."""
        decision = self.decide(action, resource)
        if not decision.allowed:
            raise refusal(action, decision, (resource.type, resource.id, self.purpose))

    def visible(self, kind: ResourceType[M], action: str = "") -> QuerySet[M]:
        """The records of this kind that policy lets the actor see, filtered in SQL by the policy text itself.

        Raises LookupError for an ``action`` that the kind doesn't name among its ``lists``: nobody has checked it.
        """
        if action and action not in (kind.see, *kind.lists):
            raise LookupError(f"{kind.name} has no list of {action}.")
        query = engine().filter(
            principal=self.principal.entity,
            action=action or kind.see,
            resource_type=kind.name,
            columns=kind.columns(),
            context=self.circumstances(),
        )
        return kind.rows().filter(query)

    def circumstances(self) -> dict[str, str | int]:
        """What policy is told of the moment: why, under which regime, and the day."""
        return {
            "purpose": self.purpose,
            "regime": self.principal.regime_for(self.purpose),
            "today": clock.day_number(self.today),
        }

    # --- other organisations ----------------------------------------------------------------------------------

    @contextmanager
    def deliver_to(self, organisation: UUID) -> Iterator[None]:
        """Write what belongs to another organisation (its holding, its duty, its key), and only inside the block.

        Row security then shows that organisation's rows and not the actor's, so a body can neither mix the two nor
        read back more than it came to deliver.
        """
        if organisation == (self.house or self.organisation):
            yield
            return
        if self.delivering:
            raise RuntimeError("A delivery ends before the next one begins.")
        self.delivering = True
        set_acting_organisation(organisation)
        try:
            yield
        finally:
            self.delivering = False
            self._return()

    @contextmanager
    def in_house_of(self, organisation: UUID) -> Iterator[None]:
        """Do in another organisation's house what its own act would do, deliveries from there included.

        Only for what that organisation has signed for and that waits for nobody but the one who acts: its part of a
        transfer that is accepted. Row security shows that organisation's rows and nobody else's; who acts stays who
        acts, and policy is asked before or after, never inside.
        """
        if self.delivering or self.house:
            raise RuntimeError("A delivery ends before the next one begins.")
        self.house = organisation
        set_acting_organisation(organisation)
        try:
            yield
        finally:
            self.house = None
            self._return()

    def _return(self) -> None:
        """Let row security show again what it showed before a delivery."""
        if connection.connection.info.transaction_status == TransactionStatus.INERROR:
            return
        if self.house:
            set_acting_organisation(self.house)
        else:
            set_acting_organisation(self.organisation, oversight=self.principal.oversight)

    # --- the ledger -------------------------------------------------------------------------------------------

    def about(self, person: UUID) -> None:
        """Say which person this act is about (an opaque id)."""
        self.person = person

    def note(self, **facts: Any) -> None:
        """Add facts to this act's ledger entry: codes, ids, counts, dates. Raises ValueError for free text."""
        self.facts.update(as_facts(facts))

    def also(
        self, kind: str, *, organisation: UUID, subject: tuple[str, UUID], covered: bool = False, **facts: Any
    ) -> None:
        """Append a further entry, in the same transaction, to the record of another organisation.

        ``covered`` where the act may write several of this kind, to organisations that don't know of each other. What
        one act writes stands side by side in the public tree: each could count the others beside its own.
        """
        self._covered[kind] += covered
        with self.deliver_to(organisation):
            write_entry(
                self,
                kind,
                organisation=organisation,
                subject=subject,
                facts=as_facts(facts),
                outcome="done",
            )

    def also_each(self, kind: str, records: Iterable[tuple[tuple[str, UUID], UUID, dict[str, Any]]]) -> None:
        """Append an entry of its own for each of many records: its subject, its person, its facts. One statement."""
        ledger.append_many(
            [
                _entry(self, kind, self.organisation, subject=subject, person=person, facts=as_facts(facts))
                for subject, person, facts in records
            ]
        )

    def cover(self) -> None:
        """Fill up each kind that is covered to a multiple of :data:`COVERED_TO`, in the record of who acts."""
        missing = [kind for kind, number in sorted(self._covered.items()) for _ in range(-number % COVERED_TO)]
        ledger.append_many([_entry(self, kind, self.organisation, outcome=COVER) for kind in missing])

    def listed(self, ids: Iterable[UUID], **query: str) -> None:
        """Commit the ledger entry of a list or search to its result set, and to what was asked for.

        The words searched for may name a person: they are committed to by a keyed digest, never written down.
        """
        shown = sorted(str(each) for each in ids)
        asked = "\n".join(f"{name}={value}" for name, value in sorted(query.items())).encode()
        digest = vault.keyed_digest(organisation=self.organisation, label="query", data=asked)
        self.results = {
            "results": len(shown),
            "result_set": sha256("\n".join(shown).encode()).hexdigest(),
            "query": digest.hex(),
            "asked": as_fact(tuple(name for name, value in query.items() if value)),
        }

    def after_commit(self, job: Callable[[], object]) -> None:
        """Run ``job`` once the transaction has committed (to defer a job that other processes can then find)."""
        transaction.on_commit(cast("Callable[[], None]", job))


_current: ContextVar[Act | None] = ContextVar("handrail_act", default=None)


def current() -> Act:
    """The act that is running; raises RuntimeError outside the gate."""
    act = _current.get()
    if act is None:
        raise RuntimeError("Nothing is done outside the gate: call an action or a query.")
    return act


def running() -> bool:
    """Whether an act is running in this context."""
    return _current.get() is not None


@contextmanager
def as_current(act: Act) -> Iterator[None]:
    """Make ``act`` the running one inside the block."""
    token = _current.set(act)
    try:
        yield
    finally:
        _current.reset(token)


def refusal(action: str, decision: Decision, asked: tuple[str, str, str]) -> Refused:
    """The error for a decision that refuses, with each rule in plain words; ``asked`` about what, and why."""
    return Refused(action, decision.rules, tuple(explain(rule) for rule in decision.rules), asked)


def write_entry(
    act: Act,
    kind: str,
    *,
    organisation: UUID,
    subject: tuple[str, UUID] | None,
    facts: dict[str, Fact],
    outcome: str,
    rules: tuple[str, ...] = (),
) -> None:
    """Append one ledger entry about ``act`` in the open transaction."""
    entry = _entry(
        act, kind, organisation, subject=subject, person=act.person, facts=facts, outcome=outcome, rules=rules
    )
    ledger.append_many([entry])


def _entry(
    act: Act,
    kind: str,
    organisation: UUID,
    *,
    subject: tuple[str, UUID] | None = None,
    person: UUID | None = None,
    facts: dict[str, Fact] | None = None,
    outcome: str = "done",
    rules: tuple[str, ...] = (),
) -> ledger.Entry:
    """What an entry says, in the form that the ledger keeps."""
    payload: dict[str, Any] = {
        "action": kind,
        "actor": str(act.by.id),
        "actor_kind": act.by.kind,
        "actor_organisation": str(act.by.organisation),
        "at": act.now.isoformat(timespec="microseconds"),
        "facts": facts or {},
        "organisation": str(organisation),
        "outcome": outcome,
        "person": str(person) if person else None,
        "purpose": act.purpose,
        "rules": list(rules),
        "subject": {"type": subject[0], "id": str(subject[1])} if subject else None,
    }
    return ledger.Entry(kind=kind, organisation=organisation, payload=payload, at=act.now)
