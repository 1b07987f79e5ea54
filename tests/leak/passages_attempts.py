"""Attempts at what one may not: who tries what, and what comes of it."""

import inspect
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from handrail.gate import GateError, NotFound, Refused, passages
from handrail.policy import engine
from handrail.web.purposes import usual_for
from tests.leak.passages_cells import ABOUT_A_RECORD, KINDS, Reader, can_ask, passages_of, state_now
from tests.leak.passages_table import table
from tests.leak.passages_told import Told
from tests.leak.passages_victims import Victim

#: What passes the gate about no one record is asked of the house, in which everybody is anybody.
HOUSE, ANYBODY = "House", frozenset({"anybody"})


def attempt(name: str, reader: Reader, record: UUID | None = None) -> GateError | None:
    """What came of it: the error, or none if something was done. Nothing is filled in beside the record, as nothing
    beside it is looked at before the gate has let somebody pass."""
    passage = passages[name]
    asked: dict[str, Any] = dict.fromkeys(inspect.signature(passage.call).parameters)
    asked |= {"by": reader.actor, "purpose": usual_for({reader.role})}
    if passage.resource is not None:
        asked[passage.resource.key] = record
    try:
        passage.call(**asked)
    except GateError as refused:
        return refused
    return None


def why(reader: Reader, action: str, kind: str, record: UUID) -> GateError | None:
    """What came of asking which rules decide on a record: the error, or none if it was answered."""
    asked = {"by": reader.actor, "purpose": usual_for({reader.role}), "action": action, "kind": kind, "record": record}
    try:
        passages["policy.explain"].call(**asked)
    except GateError as refused:
        return refused
    return None


def says_nothing(error: GateError | None) -> bool:
    """Whether it is the answer that there is no such record, and nothing in it."""
    return type(error) is NotFound and (error.args, vars(error)) == (NotFound().args, {})


def says_the_rules(error: GateError | None, name: str, reader: Reader, kind: str, record: UUID | str) -> bool:
    """Whether it is a refusal that says only what was asked and which rules refuse it, in the policy’s words."""
    if not isinstance(error, Refused):
        return False
    explained = tuple(engine().explain(rule) for rule in error.rules)
    asked = (kind, str(record), usual_for({reader.role}))
    return vars(error) == {"action": name, "rules": error.rules, "explanations": explained, "asked": asked}


def hidden_from(told: Told, victim: Victim) -> Iterator[list[Reader]]:
    """Those who may not know of it, by their organisation."""
    see, state = KINDS[victim.kind].see, state_now(told.pilot, victim)
    for key in told.pilot.organisations:
        of_house = [each for each in told.readers if each.house == key]
        yield [
            each for each in of_house if not table().may(victim.kind, see, victim.standing(each.who), each.role, state)
        ]


def refused(told: Told, victim: Victim) -> Iterator[tuple[str, Reader]]:
    """Who may know of the record and may not pass with it: each passage for each organisation, and each reader."""
    tried: set[tuple[str, str]] = set()
    state, see = state_now(told.pilot, victim), KINDS[victim.kind].see
    for reader in told.readers:
        tags = victim.standing(reader.who)
        if not table().may(victim.kind, see, tags, reader.role, state):
            continue
        for name in passages_of(victim.kind):
            cell = {(name, reader.house), ("", reader.who)}
            if tried >= cell or name not in ABOUT_A_RECORD or not can_ask(reader, name):
                continue
            if not table().may(victim.kind, name, tags, reader.role, state):
                tried |= cell
                yield name, reader


def refused_by_the_house(told: Told, name: str) -> Iterator[Reader]:
    """One reader of each role that the table doesn't let ask this of the house."""
    tried = set()
    for reader in told.readers:
        if reader.role not in tried and can_ask(reader, name) and not table().may(HOUSE, name, ANYBODY, reader.role):
            tried.add(reader.role)
            yield reader


def of_kind(told: Told, kind: str) -> list[Victim]:
    """The records of a kind, as they are."""
    return [each for each in told.victims if each.kind == kind and not each.having]
