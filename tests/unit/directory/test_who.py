"""Whoever the list names could do it, and nobody else: member by member what Cedar decides, in one SQL statement.

The members differ in what rules ask of members: every role, alone and beside an administrator's or an investigator's;
training that lapsed, lapses today or was never passed; clearance; away, covering, left, with a closed account. Records
are drawn at the rules' own boundaries, with these members in their teams and audiences.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.directory.models import (
    Account,
    Centre,
    GrantState,
    Member,
    MemberStatus,
    Organisation,
    RoleGrant,
    Training,
)
from handrail.directory.principals import DirectoryPrincipals
from handrail.directory.rulebooks import regimes_of
from handrail.directory.who import Step, able_members, count_able
from handrail.gate import Actor, Principal
from handrail.gate.clock import day_number
from handrail.gate.row_security import set_acting_organisation
from handrail.policy import Entity, Value, engine
from handrail.policy.columns import as_date
from handrail.policy.schema import RequestType
from handrail.policy.tree import Attribute
from handrail.policy.weighing import types_of
from handrail.programme import load
from tests.harness.databases import Databases
from tests.unit.policy.around import Lines
from tests.unit.policy.requests import CASE, COLLEAGUE, COUNCIL, CTU, ME, TODAY
from tests.worlds import World, build_small_pilot

HOUSES = ("council", "ctu")
TODAYS_DATE, TRAINED_UNTIL = as_date(TODAY), as_date(TODAY + 1)

#: How many records are drawn: many of what the pages ask about, a few of everything else.
SHOWN, OTHERS = 10, 1
ASKED_ABOUT = ("holding.read", "case.open", "agenda.open", "disclosure.open")


@dataclass(frozen=True)
class Crowd:
    """The pilot with many more members, and how policy sees each of them."""

    pilot: World
    principals: Mapping[str, tuple[Principal, ...]]

    def known_as(self, value: Value, house: str) -> Value:
        """A value drawn for another cast, said of this one: its organisations and two members of the house."""
        names = {
            COUNCIL: str(self.pilot.organisation("council")),
            CTU: str(self.pilot.organisation("ctu")),
            ME: self.principals[house][0].entity.id,
            COLLEAGUE: self.principals[house][-1].entity.id,
        }
        if isinstance(value, frozenset):
            return frozenset(names.get(each, each) for each in value)
        return names.get(value, value) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def crowd(databases: Databases) -> Iterator[Crowd]:
    with databases.fresh("crowd", _build) as (_, pilot):
        principals = {house: _principals(pilot.organisation(house)) for house in HOUSES}
        yield Crowd(pilot, principals)


def _build() -> World:
    pilot = build_small_pilot()
    for house in HOUSES:
        with transaction.atomic():
            set_acting_organisation(pilot.organisation(house))
            for number, standing in enumerate(_standings()):
                _join(pilot, house, number, **standing)
    return pilot


def _standings() -> Iterator[dict[str, Any]]:
    roles = load("mac").roles.codes
    for role in roles:
        yield {"roles": (role,)}
    for other in ("administrator", "pursuit_officer", "data_protection_officer", "caldicott_guardian"):
        for role in ("single_point_of_contact", "case_coordinator", "practitioner"):
            yield {"roles": (role, other)}
    contact = ("single_point_of_contact",)
    for role in ("single_point_of_contact", "case_coordinator", "duty_officer"):
        yield {"roles": (role,), "until": TODAYS_DATE - timedelta(days=1)}
    yield {"roles": contact, "until": TODAYS_DATE}
    yield {"roles": contact, "until": None}
    yield {"roles": contact, "clearance": 1}
    yield {"roles": contact, "asked_for_only": True}
    yield {"roles": contact, "closed": True}
    for status in MemberStatus:
        yield {"roles": contact, "status": status}
    yield {"roles": ()}


def _join(
    pilot: World,
    house: str,
    number: int,
    *,
    roles: tuple[str, ...],
    until: date | None = TRAINED_UNTIL,
    clearance: int = 2,
    status: MemberStatus = MemberStatus.ACTIVE,
    closed: bool = False,
    asked_for_only: bool = False,
) -> None:
    organisation, moment = Organisation.objects.get(pk=pilot.organisation(house)), pilot.now
    account = Account.objects.create(email=f"crowd-{number}@{house}.example", is_active=not closed)
    member = Member.objects.create(
        organisation=organisation, account=account, centre=Centre.objects.get(), name=f"Member {number}",
        clearance=clearance, status=status, joined_at=moment,
    )  # fmt: skip
    if status == MemberStatus.AWAY:  # a colleague covers: what the one who is away may read, they may not for that
        Member.objects.filter(pk=member.pk).update(cover=pilot.member(f"agreement_signatory@{house}"))
    for role in roles:
        RoleGrant.objects.create(
            organisation=organisation, member=member, role=role, requested_by=member.id, requested_at=moment,
            state=GrantState.REQUESTED if asked_for_only else GrantState.GRANTED,
        )  # fmt: skip
    if until is None:
        return
    for course in load("mac").training.codes:
        # A mistaken record was put right by a later one: the later one counts.
        for days, valid_until in ((1, as_date(TODAY + 500)), (2, until)):
            Training.objects.create(
                organisation=organisation, member=member, course=course, passed_on=moment.date(), recorded_by=member.id,
                recorded_at=moment + timedelta(days=days), valid_until=valid_until,
            )  # fmt: skip


def _principals(organisation: UUID) -> tuple[Principal, ...]:
    with transaction.atomic():
        set_acting_organisation(organisation)
        ids = Member.objects.filter(organisation_id=organisation).order_by("id").values_list("id", flat=True)
        loaded = (DirectoryPrincipals().load(Actor(each, organisation)) for each in ids)
        return tuple(each for each in loaded if each is not None)


def request_types() -> list[tuple[str, str]]:
    """Whatever a member could do to a record which exists, as (action, kind of record): one of those ruled on alike."""
    schema, found = engine().schema, dict[tuple[object, ...], tuple[str, str]]()
    for action in sorted(schema.actions.values(), key=lambda each: (each.name not in ASKED_ABOUT, each.name)):
        for resource in action.resources:
            if "Member" in action.principals and resource not in {"House", "Proposal"}:
                kind = RequestType("Member", action.name, resource)
                rules = (rule.id for rule in engine().rules.values() if rule.covers(kind))
                found.setdefault((resource, *rules), (action.name, resource))
    return sorted(found.values())


@cache
def see_of(resource: str) -> str:
    """The action that says who may know of such a record."""
    return next(
        name for name, each in engine().schema.actions.items() if name.endswith(".see") and resource in each.resources
    )


@st.composite
def records(draw: st.DrawFn, action: str, resource: str) -> tuple[str, Mapping[str, Value]]:
    """A house whose members are asked about, and a record."""
    house = draw(st.sampled_from(HOUSES))
    kind = RequestType("Member", action, resource)
    rules = [rule for rule in engine().rules.values() if rule.covers(kind)]
    choices = Lines.of(rules, types_of(engine().schema, kind), {}).choices
    values = {name: choices[Attribute("resource", name)] for name in engine().schema.entities[resource]}
    return house, {name: draw(st.one_of(st.just(some[0]), st.sampled_from(some))) for name, some in values.items()}


@pytest.mark.parametrize(("action", "resource"), request_types())
def test_the_list_names_whom_cedar_lets_do_it(crowd: Crowd, action: str, resource: str) -> None:
    outcomes: Counter[bool] = Counter()

    @settings(
        max_examples=SHOWN if action in ASKED_ABOUT else OTHERS,
        deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(drawn=records(action, resource))
    def compare(drawn: tuple[str, Mapping[str, Value]]) -> None:
        house, values = drawn
        organisation = crowd.pilot.organisation(house)
        here = {name: crowd.known_as(value, house) for name, value in values.items()}
        record = Entity(resource, "record", here)
        listed = _listed(organisation, Step(action, see_of(resource), record))
        decided = {
            principal.entity.id: found
            for principal in crowd.principals[house]
            if (found := _decided(principal, action, record)) is not None
        }
        assert listed == decided
        outcomes.update(found[0] for found in decided.values())

    compare()
    assert outcomes[True] or action not in ASKED_ABOUT, "no record drawn here is one that somebody could open"


#: Of each member who could at least know of it: whether they could do it, and the ways to that, or else to knowing.
Answers = Mapping[str, tuple[bool, Mapping[str, frozenset[str]]]]


def _listed(organisation: UUID, step: Step) -> Answers:
    with transaction.atomic():
        set_acting_organisation(organisation)
        found = able_members(organisation, step, today=TODAYS_DATE, page=1, per_page=1000)
        counted = count_able(organisation, step, today=TODAYS_DATE)
    assert (counted.able, counted.knowing) == (found.able, found.knowing) == (
        sum(row.may for row in found.rows), sum(not row.may for row in found.rows)
    )  # fmt: skip
    return {
        str(row.member): (row.may, {rule: frozenset(purposes) for rule, purposes in row.ways}) for row in found.rows
    }


def _decided(principal: Principal, action: str, record: Entity) -> tuple[bool, Mapping[str, frozenset[str]]] | None:
    """The same by asking Cedar, for every purpose that somebody of this organisation could come for."""
    knowing: dict[str, set[str]] = {}
    doing: dict[str, set[str]] = {}
    for purpose in regimes_of(principal.organisation_kind):
        context = {"purpose": purpose, "regime": principal.regime_for(purpose), "today": TODAY}
        asked: dict[str, Any] = {"principal": principal.entity, "resource": record, "context": context}
        seen = engine().decide(action=see_of(record.type), **asked)
        if seen.allowed:
            _add(knowing, seen.rules, purpose)
            done = engine().decide(action=action, **asked)
            if done.allowed:
                _add(doing, done.rules, purpose)
    if not knowing:
        return None
    return bool(doing), {rule: frozenset(purposes) for rule, purposes in (doing or knowing).items()}


def _add(ways: dict[str, set[str]], rules: tuple[str, ...], purpose: str) -> None:
    for rule in rules:
        ways.setdefault(rule, set()).add(purpose)


def led_by(council: UUID, *, marking: int) -> Entity:
    """A case that only the council is in, with nobody in its team by name."""
    own: dict[str, Value] = {"lead": str(council), "partners": frozenset(), "team": frozenset(), "marking": marking}
    return Entity("Case", "case", {**CASE.attributes, **own})


def test_a_rule_that_stops_a_member_whatever_they_come_for_is_named(crowd: Crowd) -> None:
    """Somebody whose training lapsed knows of the case, and the list says what keeps them from opening it."""
    council = crowd.pilot.organisation("council")
    case = led_by(council, marking=2)
    with transaction.atomic():
        set_acting_organisation(council)
        found = able_members(council, Step("case.open", "case.see", case), today=TODAYS_DATE, page=1, per_page=1000)
    lapsed = {
        principal.entity.id
        for principal in crowd.principals["council"]
        if int(str(principal.entity.attributes["training_until"])) < day_number(TODAYS_DATE)
    }
    for row in found.rows:
        assert ("training-lapsed" in row.stopped_by) == (str(row.member) in lapsed)
        assert not (row.may and row.stopped_by)
    assert any(row.stopped_by == ("marking-above-clearance",) for row in found.rows)


def test_the_list_is_cut_into_pages_by_the_database(crowd: Crowd) -> None:
    council = crowd.pilot.organisation("council")
    case = led_by(council, marking=1)
    step = Step("case.open", "case.see", case)
    with transaction.atomic():
        set_acting_organisation(council)
        whole = able_members(council, step, today=TODAYS_DATE, page=1, per_page=1000)
        cut = [able_members(council, step, today=TODAYS_DATE, page=page, per_page=7) for page in (1, 2)]
    assert (*cut[0].rows, *cut[1].rows) == whole.rows[:14]
    assert {(part.able, part.knowing) for part in cut} == {(whole.able, whole.knowing)}
