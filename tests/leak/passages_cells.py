"""Who tries what on which record, and what policy makes of it: each member and each service, on each record in each
state of its lifecycle, at each passage of the gate. Nothing of it is a sample.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from handrail import programme
from handrail.directory.services import SERVICES, service
from handrail.gate import Actor, Passage, Principal, ResourceType, clock
from handrail.gate.actors import load_principal
from handrail.policy import Entity, engine
from handrail.policy.schema import RequestType
from handrail.policy.tree import attributes
from handrail.site.lifecycles import lifecycles
from tests.declared import passages
from tests.leak.passages_victims import Victim
from tests.nominating import acting_for
from tests.worlds import LAPSED, World

ABOUT_A_RECORD: Mapping[str, Passage] = {name: each for name, each in passages.items() if each.resource is not None}
KINDS: Mapping[str, ResourceType[Any]] = {
    each.resource.name: each.resource for each in passages.values() if each.resource is not None
}


def about(name: str) -> str:
    """The kind of record that a passage is about."""
    resource = ABOUT_A_RECORD[name].resource
    assert resource is not None
    return resource.name


#: What members of a programme may say that they are here for.
PURPOSES = tuple(programme.load("mac").purposes.codes)

#: For whom Handrail's services act here: those who have a part in the story, and a stranger. A service has no powers
#: but its name's, so that it is the same in every other house.
SERVED = ("ctu", "force", "council", "second_council", "nhs", "housing", "probation")

#: Which lifecycle each kind of record has.
LIFECYCLE = {
    "Agreement": "agreement", "Assessment": "assessment", "Case": "case", "Challenge": "challenge",
    "Concern": "concern", "Decision": "sharing decision",
    "Deconfliction": "deconfliction", "Disclosure": "disclosure", "Duty": "duty", "Escalation": "escalation",
    "Holding": "item", "Invitation": "invitation", "Item": "item", "LocalService": "service", "Meeting": "meeting",
    "Candidate": "candidate", "Check": "identity check", "Register": "register", "Search": "search",
    "AgendaCase": "meeting", "MeetingAction": "action of a meeting", "MeetingPaper": "paper",
    "Notice": "notice", "Question": "question", "Risk": "risk", "RoleGrant": "role",
    "Statement": "statement", "SupportAction": "support action", "Transfer": "transfer", "Unsealing": "request",
    "Wording": "request to agree the wording",
}  # fmt: skip

#: Kinds whose records have no state that changes what can be done with them.
WITHOUT_STATES = {"Centre", "CostEntry", "MemberRecord", "Notification", "Organisation", "Person", "Record"}


@dataclass(frozen=True)
class Reader:
    """Somebody who tries: the member in a post, or a service that works for an organisation, with what they may do.

    ``role`` is the one role that the post holds, or the name of the service.
    """

    who: str
    role: str
    actor: Actor
    principal: Principal

    @property
    def house(self) -> str:
        return self.who.partition("@")[2]


def readers(pilot: World) -> list[Reader]:
    """Every member of the pilot, and every service, for each organisation of :data:`SERVED`.

    Left out is only the contact whose training has lapsed: they may do no more than their colleague in the same role.
    """
    found = []
    for house, organisation in pilot.organisations.items():
        posts = {who: pilot.actor(who) for who in pilot.members if who.endswith(f"@{house}")}
        if house in SERVED:
            posts |= {f"{name}@{house}": service(name, organisation) for name in SERVICES}
        with acting_for(organisation):
            found += [_reader(who, by) for who, by in posts.items() if not who.startswith(LAPSED)]
    return found


def _reader(who: str, by: Actor) -> Reader:
    principal = load_principal(by)
    assert principal is not None
    roles = principal.entity.attributes.get("roles", frozenset({who.partition("@")[0]}))
    assert isinstance(roles, frozenset)
    (role,) = roles
    return Reader(who, role, by, principal)


def states(kind: str) -> tuple[str, ...]:
    """Every state that a record of this kind can be in; one without a name where it has none."""
    if kind in WITHOUT_STATES:
        return ("",)
    (table,) = [each for each in lifecycles() if each.name == LIFECYCLE[kind]]
    return tuple(sorted(str(state) for state in table.states))


def in_each_state(pilot: World, victim: Victim) -> dict[str, Entity]:
    """The record as policy sees it, in each state: read where row security shows it, so that policy alone decides."""
    with found(pilot, victim) as record:
        for column, value in victim.having.items():
            setattr(record, column, value)
        return {state: _entity(KINDS[victim.kind], record, state) for state in states(victim.kind)}


def state_now(pilot: World, victim: Victim) -> str:
    """The state that the story left the record in."""
    with found(pilot, victim) as record:
        return str(record.state) if victim.kind in LIFECYCLE else ""


@contextmanager
def found(pilot: World, victim: Victim) -> Iterator[Any]:
    """The record, in the house of an organisation that has it."""
    kind = KINDS[victim.kind]
    for house in (*victim.houses, *pilot.organisations):
        with acting_for(pilot.organisation(house)):
            if (record := kind.rows().filter(pk=victim.record).first()) is not None:
                yield record
                return
    raise LookupError(f"Nobody has the record called {victim.name}.")


def _entity(kind: ResourceType[Any], record: Any, state: str) -> Entity:
    if state:
        record.state = state
    return kind.entity(record)


def can_ask(reader: Reader, action: str) -> bool:
    """Whether the schema knows such an actor for this: a member, or a service of Handrail's."""
    return reader.principal.entity.type in engine().schema.actions[action].principals


def may(reader: Reader, action: str, resource: Entity) -> bool:
    """Whether policy permits it for any purpose that there is."""
    purposes = PURPOSES if asks_why(reader.principal.entity.type, action, resource.type) else PURPOSES[:1]
    return any(decide(reader, action, resource, purpose) for purpose in purposes)


@cache
def asks_why(principal: str, action: str, resource: str) -> bool:
    """Whether any rule on this reads what the reader comes for. Where none does, one purpose stands for all."""
    kind = RequestType(principal, action, resource)
    rules = [each for each in engine().rules.values() if each.covers(kind)]
    return any(attributes(each.condition, "context") & {"purpose", "regime"} for each in rules)


def decide(reader: Reader, action: str, resource: Entity, purpose: str) -> bool:
    """Whether policy permits it for this purpose. Whoever the schema doesn't let ask is refused."""
    if not can_ask(reader, action):
        return False
    context: dict[str, str | int] = {
        "purpose": purpose,
        "regime": reader.principal.regime_for(purpose),
        "today": clock.day_number(clock.today()),
    }
    return engine().decide(principal=reader.principal.entity, action=action, resource=resource, context=context).allowed


def passages_of(kind: str) -> Iterator[str]:
    """What can be asked of a record of this kind; first whether it exists."""
    yield KINDS[kind].see
    yield from sorted(name for name, each in ABOUT_A_RECORD.items() if each.resource and each.resource.name == kind)
