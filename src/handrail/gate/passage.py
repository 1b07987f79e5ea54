"""The one way through: every write is an :func:`action`, every read a :func:`query` or a :func:`listing`.

Each opens a short transaction, tells the database for whom it acts, asks policy, runs its body, appends the ledger
entry, commits, and only then hands back frozen values. What is refused is recorded in a transaction of its own, so
that the rollback of what was refused cannot take the record of the refusal with it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from handrail.gate import clock
from handrail.gate.act import Act, as_current, refusal, running, write_entry
from handrail.gate.actors import Actor, Principal, load_principal
from handrail.gate.errors import (
    Conflict,
    Faults,
    GateError,
    NotFound,
    Refused,
    RuleBroken,
    StorageFull,
    Tombstone,
)
from handrail.gate.facts import Fact, is_code
from handrail.gate.frozen import assert_frozen
from handrail.gate.resources import ResourceType, house
from handrail.gate.row_security import set_acting_organisation

P = ParamSpec("P")
R = TypeVar("R")

#: SQLSTATEs that mean "somebody else was there at the same moment": unique and exclusion violations, lock failures.
_COLLISIONS = frozenset({"23505", "23P01", "40001", "40P01", "55P03"})

#: The SQLSTATE of a disk without room. What was being done is rolled back, and can't even be recorded.
_DISK_FULL = "53100"

#: What was done, or not: the ``outcome`` of a ledger entry.
DONE, REFUSED, REJECTED, WITHDRAWN = "done", "refused", "rejected", "withdrawn"


def action(name: str, *, resource: ResourceType[Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action: a write that policy permits and the ledger records, or that did not happen.

    The function takes keywords only: ``by`` (:class:`Actor`), ``purpose`` (a code of the programme's purposes),
    the id of the record under ``resource.key`` if it is about one, and whatever else it needs. The record is locked
    until the transaction ends: against other acts on it, and not against rows that merely refer to it. A line of a
    case's history would else wait for whoever works on the case, who may wait for the record that the line is about.

    Raises (from the call): :class:`NotFound`, :class:`Refused`, :class:`RuleBroken`, :class:`Conflict`; and
    :class:`StorageFull` when the database has no room, and nothing was done.
    """
    return _passage(name, resource=resource, lock=True, lists=False)


def query(name: str, *, resource: ResourceType[Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a read of one record: its ledger entry is committed before a value is returned."""
    return _passage(name, resource=resource, lock=False, lists=False)


def listing(name: str, *, resource: ResourceType[Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a list or search: one ledger entry commits to the query and its result set.

    The body takes its rows from :meth:`Act.visible` and says which it showed with :meth:`Act.listed`.
    """
    return _passage(name, resource=resource, lock=False, lists=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that passes the gate: an action, a query or a listing, the kind of record it is about, and its call."""

    kind: str
    resource: ResourceType[Any] | None
    call: Callable[..., Any]


#: Everything that passes the gate, by name: for the documents and for the tests that enumerate.
passages: dict[str, Passage] = {}


def _passage(
    name: str, *, resource: ResourceType[Any] | None, lock: bool, lists: bool
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def make(body: Callable[P, R]) -> Callable[P, R]:
        _check_signature(body, resource)
        if name in passages:
            raise RuntimeError(f"{name} is declared twice.")

        @wraps(body)
        def through(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{name} takes keywords only.")
            return _pass(name, body, kwargs, resource=resource, lock=lock, lists=lists)

        passages[name] = Passage("action" if lock else "listing" if lists else "query", resource, through)
        return through

    return make


def may_begin(name: str, *, by: Actor, purpose: str) -> bool:
    """Whether policy lets ``by`` do what is decided on their own house: a list, a search, something new.

    To offer a link or a button on a page, by the rule that decides and no other. Nothing of a record is read, so
    nothing is recorded; doing it asks again.
    """
    with transaction.atomic(durable=True):
        act = _Attempt(name, by, purpose, None, reads=True).begin()
        return act.decide(name, house(act.organisation)).allowed


def _pass(
    name: str,
    body: Callable[..., R],
    kwargs: dict[str, Any],
    *,
    resource: ResourceType[Any] | None,
    lock: bool,
    lists: bool,
) -> R:
    if running() or connection.in_atomic_block:
        raise RuntimeError(f"{name} was called inside another transaction: the gate owns the transaction.")
    by: Actor = kwargs["by"]
    if not is_code(kwargs["purpose"]):
        raise RuleBroken("purpose", "Say what you are doing this for.", field="purpose")
    subject = (resource.name, UUID(str(kwargs[resource.key]))) if resource else None
    attempt = _Attempt(name, by, str(kwargs["purpose"]), subject, reads=not lock)
    try:
        with transaction.atomic(durable=True):
            act = attempt.begin()
            with as_current(act):
                if resource is not None:
                    _find(act, resource, kwargs[resource.key], lock=lock)
                else:
                    act.require_entity(name, house(act.organisation))
                value = body(**kwargs)
                assert_frozen(value)
                if lists and act.results is None:
                    raise RuntimeError(f"{name} did not say what it listed.")
                if lock and act.repeats:
                    raise RuntimeError(f"{name} acts, so it is always recorded.")
                if not act.idle and not act.repeats:
                    write_entry(
                        act, name, organisation=act.organisation, subject=act.subject, facts=act.said, outcome=DONE
                    )  # fmt: skip
                act.cover()
    except GateError as error:
        attempt.record(error)
        raise
    except (IntegrityError, OperationalError) as error:
        state = getattr(error.__cause__, "sqlstate", None)
        if state == _DISK_FULL:
            raise StorageFull from error
        if state not in _COLLISIONS:
            raise
        conflict = Conflict()
        attempt.record(conflict)
        raise conflict from error
    return value


def _find(act: Act, resource: ResourceType[Any], key: UUID, *, lock: bool) -> None:
    """Load the record and ask the two questions: may the actor know of it, and may they do this to it."""
    act.record, entity = act.find(resource, key, lock=lock)
    if act.name != resource.see:
        decision = act.decide(act.name, entity)
        if not decision.allowed:
            raise refusal(act.name, decision, (entity.type, entity.id, act.purpose))


class _Attempt:
    """One call, so that its refusal can be recorded after the transaction that it was refused in is gone."""

    def __init__(self, name: str, by: Actor, purpose: str, subject: tuple[str, UUID] | None, *, reads: bool) -> None:
        self.name, self.by, self.purpose, self.subject, self.reads = name, by, purpose, subject, reads
        self.now = clock.now()
        self.act: Act | None = None

    def begin(self) -> Act:
        """Start the act: the acting organisation is set, and the actor's powers are read, in this transaction."""
        set_acting_organisation(self.by.organisation)
        principal = load_principal(self.by)
        if principal is None:
            raise NotFound
        if principal.oversight:
            set_acting_organisation(self.by.organisation, oversight=True)
        self.act = self._act(principal)
        return self.act

    def record(self, error: GateError) -> None:
        """Commit the ledger entry of a call that was not carried out."""
        outcome, rules = _outcome(error)
        with transaction.atomic(durable=True):
            set_acting_organisation(self.by.organisation)
            principal = self.act.principal if self.act else load_principal(self.by)
            if principal is None:
                return  # An identity that does not exist has no record to write in; the web server logs the request.
            act = self._act(principal)
            act.person = self.act.person if self.act else None
            facts: dict[str, Fact] = {}
            write_entry(
                act, self.name, organisation=act.organisation, subject=self.subject, facts=facts, outcome=outcome,
                rules=rules,
            )  # fmt: skip

    def _act(self, principal: Principal) -> Act:
        today = self.now.astimezone(clock.LONDON).date()
        return Act(self.name, self.by, self.purpose, principal, self.now, today, self.subject, reads=self.reads)


def _outcome(error: GateError) -> tuple[str, tuple[str, ...]]:
    match error:
        case NotFound():
            return REFUSED, ("not-visible",)
        case Refused():
            return REFUSED, error.rules
        case Tombstone():
            return WITHDRAWN, (error.withdrawn.how,)
        case Faults():
            return REJECTED, tuple(sorted({fault.rule for fault in error.faults}))
        case RuleBroken():
            return REJECTED, (error.rule,)
        case _:
            return REJECTED, ("conflict",)


def _check_signature(body: Callable[..., Any], resource: ResourceType[Any] | None) -> None:
    parameters = inspect.signature(body).parameters
    needed = {"by", "purpose"} | ({resource.key} if resource else set())
    missing = needed - set(parameters)
    if missing or any(each.kind is not each.KEYWORD_ONLY for each in parameters.values()):
        raise TypeError(f"{body.__qualname__} must take keywords only, among them {', '.join(sorted(needed))}.")
