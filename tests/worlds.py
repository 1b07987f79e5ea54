"""The small pilot: one centre, one of each kind of partner, everybody a test needs, and an agreement in force.

Ask for the fixture `pilot`; it is a database of its own for each test, on a clock that stands at Monday 2 June 2025,
10 o'clock in London:

    def test_…(pilot: World) -> None:
        officer = pilot.actor("originating_officer@ctu")
        council = pilot.organisation("council")

Rows are written here without the gate: how people, roles and agreements come about has tests of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import pytest
from django.db import transaction

from handrail import programme, vault
from handrail.directory.actions.accounts import FIRST_ROLES
from handrail.directory.models import (
    Account,
    Agreement,
    AgreementState,
    Centre,
    Consultation,
    FundingLine,
    FundingState,
    GrantState,
    Member,
    MemberStatus,
    Organisation,
    Party,
    PartyState,
    RoleGrant,
    Training,
)
from handrail.directory.services import SERVICES
from handrail.gate import Actor, clock
from handrail.gate.row_security import set_acting_organisation
from tests.harness.databases import Databases

NOW = datetime(2025, 6, 2, 10, 0, tzinfo=clock.LONDON)
SET_UP_AT = datetime(2025, 4, 1, 9, 0, tzinfo=clock.LONDON)
AGREED_AT = datetime(2025, 5, 1, 9, 0, tzinfo=clock.LONDON)
TRAINED_ON, TRAINED_UNTIL, LAPSED_ON = date(2025, 4, 2), date(2026, 4, 1), date(2025, 5, 30)
PILOT_ENDS = date(2027, 3, 31)
REVIEW_ON = date(2026, 4, 30)

CAMDEN, LEWISHAM, BARNET = "E09000007", "E09000023", "E09000003"
BIRMINGHAM = "E08000025"

#: Key, name, kind, areas.
ORGANISATIONS = (
    ("ctu", "London Counter-Terrorism Policing Unit", "counter_terrorism_unit", (CAMDEN, LEWISHAM, BARNET)),
    ("force", "Metropolitan Police", "police_force", (CAMDEN, LEWISHAM, BARNET)),
    ("council", "Camden Council", "council", (CAMDEN,)),
    ("second_council", "Lewisham Council", "council", (LEWISHAM,)),
    ("undecided", "Barnet Council", "council", (BARNET,)),
    ("nhs", "Northside Mental Health Trust", "nhs", (CAMDEN, BARNET)),
    ("school", "Parkway College", "school", (CAMDEN,)),
    ("housing", "Regent Homes", "housing", (CAMDEN, LEWISHAM)),
    ("probation", "London Probation", "probation", (CAMDEN, LEWISHAM, BARNET)),
    ("voluntary", "Open Door Camden", "voluntary", (CAMDEN,)),
    ("representative", "Association of London Councils", "representative", ()),
    ("oversight", "Safeguarding Oversight Commission", "oversight", ()),
    ("government", "Department for Communities", "government", ()),
)

#: Who is asked to the agreement and has accepted it; "undecided" was asked and has not answered.
ACCEPTED = ("ctu", "force", "council", "second_council", "nhs", "school", "housing", "probation", "voluntary")
ASKED = "undecided"

#: Posts that every organisation has, where the rulebook lets its kind hold the role. A post is "role" or "post=role".
EVERYWHERE = (
    "administrator",
    "role_approver",
    "second_administrator=administrator",
    "data_protection_officer",
    "agreement_signatory",
    "auditor",
)
PARTNER = ("single_point_of_contact", "second_contact=single_point_of_contact", "practitioner")
POSTS: Mapping[str, tuple[str, ...]] = {
    "ctu": (
        "originating_officer",
        "second_originating_officer=originating_officer",
        "authoriser",
        "second_authoriser=authoriser",
        "deconfliction_officer",
        "police_risk_owner",
        "pursuit_officer",
    ),
    "force": (
        "single_point_of_contact",
        "authoriser",
        "police_risk_owner",
        "second_risk_owner=police_risk_owner",
        "duty_officer",
        "centre_lead",
        "pursuit_officer",
    ),
    "council": (
        *PARTNER,
        "lapsed_contact=single_point_of_contact",
        "case_coordinator",
        "second_coordinator=case_coordinator",
        "panel_chair",
        "centre_lead",
    ),
    "second_council": (*PARTNER, "case_coordinator", "panel_chair"),
    "undecided": PARTNER,
    "nhs": (*PARTNER, "caldicott_guardian"),
    "school": PARTNER,
    "housing": PARTNER,
    "probation": PARTNER,
    "voluntary": PARTNER,
    "representative": ("consultee",),
    "oversight": ("consultee",),
    "government": ("programme_owner", "evaluator"),
}
LAPSED = "lapsed_contact"

#: The organisations of another centre, with the posts that they have besides those of every organisation.
ELSEWHERE = (
    (
        "other_council",
        "Birmingham City Council",
        "council",
        (*PARTNER, "case_coordinator", "panel_chair", "centre_lead", "caldicott_guardian", "consultee"),
    ),
    (
        "other_ctu",
        "West Midlands Counter-Terrorism Unit",
        "counter_terrorism_unit",
        ("originating_officer", "authoriser", "deconfliction_officer", "police_risk_owner", "pursuit_officer"),
    ),
    ("other_force", "West Midlands Police", "police_force", ("single_point_of_contact", "duty_officer")),
)

_GIVEN = ("Amara", "Bethan", "Callum", "Divya", "Ewan", "Farah", "Grace", "Hassan", "Imogen", "Jakub", "Keira", "Leon")
_FAMILY = ("Adeyemi", "Baxter", "Choudhury", "Davies", "Evans", "Fofanah", "Griffiths", "Hughes", "Ivanova", "Jones")


@dataclass(frozen=True)
class World:
    """What is in the small pilot, by name: ids only, so that all tests can share it."""

    now: datetime
    centre: UUID
    agreement: UUID
    organisations: Mapping[str, UUID]
    members: Mapping[str, UUID]
    accounts: Mapping[str, UUID] = field(repr=False)

    def organisation(self, key: str) -> UUID:
        """The organisation called ``key`` in :data:`ORGANISATIONS`."""
        return self.organisations[key]

    def member(self, who: str) -> UUID:
        """The member in a post, such as ``originating_officer@ctu``."""
        return self.members[who]

    def account(self, who: str) -> UUID:
        """The account that the member in a post signs in with."""
        return self.accounts[who]

    def actor(self, who: str) -> Actor:
        """The member in a post, as the gate takes them."""
        return Actor(id=self.members[who], organisation=self.organisations[who.partition("@")[2]])


@pytest.fixture
def pilot(databases: Databases, request: pytest.FixtureRequest) -> Iterator[World]:
    """The small pilot in a database of this test's own, at the moment that its clock stands at."""
    with databases.fresh("pilot", build_small_pilot) as (database, world), clock.at(NOW):
        if "monkeypatch" in request.fixturenames:
            database.copies = None  # What it replaces may change what a step does.
        yield world


def build_small_pilot() -> World:
    """Write the small pilot into the empty database that Django is connected to."""
    with clock.at(SET_UP_AT):
        organisations = {key: _organisation(key, name, kind, areas) for key, name, kind, areas in ORGANISATIONS}
        centre = _centre()
        members: dict[str, UUID] = {}
        accounts: dict[str, UUID] = {}
        for key, organisation in organisations.items():
            with transaction.atomic():
                set_acting_organisation(organisation.id)
                for post, role in _posts(key, organisation.kind):
                    who = f"{post}@{key}"
                    member = _member(organisation, centre, who, number=len(members))
                    members[who], accounts[who] = member.id, member.account_id
                    _role(member, role, members, key)
    ids = {key: organisation.id for key, organisation in organisations.items()}
    with clock.at(AGREED_AT):
        agreement = _agreement(ids, centre, members)
    return World(NOW, centre.id, agreement, *map(MappingProxyType, (ids, members, accounts)))


def with_another_centre(pilot: World) -> World:
    """The pilot with a second centre, whose organisations have no part in the first: each role is held in one."""
    organisations, members, accounts = (dict(each) for each in (pilot.organisations, pilot.members, pilot.accounts))
    with clock.at(SET_UP_AT):
        centre = Centre.objects.create(
            slug="west-midlands", name="West Midlands", programme="mac", programme_ends_on=PILOT_ENDS, prefix="WMD",
            areas=[BIRMINGHAM], starts_on=SET_UP_AT.date(), ends_on=PILOT_ENDS,
        )  # fmt: skip
        for key, name, kind, posts in ELSEWHERE:
            organisation = _organisation(key, name, kind, (BIRMINGHAM,))
            organisations[key] = organisation.id
            with transaction.atomic():
                set_acting_organisation(organisation.id)
                for post, role in _roles((*EVERYWHERE, *posts)):
                    who = f"{post}@{key}"
                    member = _member(organisation, centre, who, number=len(members))
                    members[who], accounts[who] = member.id, member.account_id
                    _role(member, role, members, key)
    return replace(
        pilot,
        organisations=MappingProxyType(organisations),
        members=MappingProxyType(members),
        accounts=MappingProxyType(accounts),
    )


def joined_by(pilot: World, key: str, role: str, *, many: int) -> World:
    """The pilot with ``many`` more members at ``key``, who hold ``role``: in the posts ``role_1``, ``role_2``, …"""
    members, accounts = dict(pilot.members), dict(pilot.accounts)
    with clock.at(SET_UP_AT), transaction.atomic():
        set_acting_organisation(pilot.organisation(key))
        organisation = Organisation.objects.get(pk=pilot.organisation(key))
        centre = Centre.objects.get(pk=pilot.centre)
        for number in range(1, many + 1):
            who = f"{role}_{number}@{key}"
            member = _member(organisation, centre, who, number=len(members))
            members[who], accounts[who] = member.id, member.account_id
            _role(member, role, members, key)
    return replace(pilot, members=MappingProxyType(members), accounts=MappingProxyType(accounts))


def _organisation(key: str, name: str, kind: str, areas: tuple[str, ...]) -> Organisation:
    organisation = Organisation(
        slug=key.replace("_", "-"),
        name=name,
        kind=kind,
        areas=list(areas),
        phone="020 7946 0000",
    )
    with transaction.atomic():
        set_acting_organisation(organisation.id)
        organisation.save()
    vault.create_organisation_key(organisation.id)
    return organisation


def _centre() -> Centre:
    return Centre.objects.create(
        slug="london",
        name="London",
        programme="mac",
        programme_ends_on=PILOT_ENDS,
        prefix="LDN",
        areas=[CAMDEN, LEWISHAM, BARNET],
        starts_on=SET_UP_AT.date(),
        ends_on=PILOT_ENDS,
    )


def _posts(key: str, kind: str) -> list[tuple[str, str]]:
    named = _roles((*EVERYWHERE, *POSTS[key]))
    roles = programme.load("mac").roles
    return [(post, role) for post, role in named if kind in roles[role].held_in]


def _roles(posts: Sequence[str]) -> list[tuple[str, str]]:
    """Each post, and the role in it."""
    return [(post, role or post) for post, _, role in (each.partition("=") for each in posts)]


def _member(organisation: Organisation, centre: Centre, who: str, *, number: int) -> Member:
    post, _, place = who.partition("@")
    member = Member.objects.create(
        organisation=organisation,
        account=Account.objects.create_user(f"{post}@{place}.example".replace("_", "-")),
        centre=centre,
        name=f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number // len(_GIVEN) % len(_FAMILY)]}",
        phone=f"020 7946 0{number + 100}",
        clearance=2,
        status=MemberStatus.ACTIVE,
        joined_at=clock.now(),
    )
    for course in programme.load("mac").training.codes:
        Training.objects.create(
            organisation=organisation,
            member=member,
            course=course,
            passed_on=TRAINED_ON,
            valid_until=LAPSED_ON if post == LAPSED else TRAINED_UNTIL,
            recorded_by=member.id,
            recorded_at=clock.now(),
        )
    return member


def _role(member: Member, role: str, members: Mapping[str, UUID], key: str) -> None:
    """Asked for by the administrator and agreed to by the role approver; the first ones came with the installation."""
    RoleGrant.objects.create(
        organisation=member.organisation,
        member=member,
        role=role,
        state=GrantState.GRANTED,
        requested_by=members[f"administrator@{key}"] if role not in FIRST_ROLES else SERVICES["installer"],
        requested_at=clock.now(),
        decided_by=members[f"role_approver@{key}"] if role not in FIRST_ROLES else SERVICES["installer"],
        decided_at=clock.now(),
    )


def _agreement(ids: Mapping[str, UUID], centre: Centre, members: Mapping[str, UUID]) -> UUID:
    rulebook = programme.load("mac")
    parties = (*ACCEPTED, ASKED)
    consulted = "representative"
    with transaction.atomic():
        set_acting_organisation(ids["council"])
        agreement = Agreement.objects.create(
            organisation_id=ids["council"],
            centre=centre,
            programme="mac",
            title="Sharing for support in London",
            state=AgreementState.IN_FORCE,
            purposes=[purpose.code for purpose in rulebook.purposes if purpose.may_be_shared_for],
            categories=list(rulebook.categories.codes),
            basis="UK GDPR Article 6(1)(e), with section 8 of the Data Protection Act 2018.",
            duties="Each party acknowledges what it is sent, keeps to its conditions, and says what it can offer.",
            liability="Each party answers for its own copy. Receiving information is not owning a risk.",
            name_ceiling=60,
            retention_days=365,
            review_on=REVIEW_ON,
            ends_on=PILOT_ENDS,
            party_ids=[ids[key] for key in parties],
            consulted_ids=[ids[consulted]],
            created_by=members["centre_lead@council"],
            created_at=clock.now(),
            in_force_at=clock.now(),
        )
        for key in parties:
            Party.objects.create(
                agreement=agreement,
                organisation_id=ids[key],
                state=PartyState.ASKED if key == ASKED else PartyState.ACCEPTED,
                answered_by=None if key == ASKED else members[f"agreement_signatory@{key}"],
                answered_at=None if key == ASKED else clock.now(),
            )
        Consultation.objects.create(
            agreement=agreement,
            organisation_id=ids[consulted],
            asked_at=clock.now(),
            answered_at=clock.now(),
            answered_by=members[f"consultee@{consulted}"],
            response="Councils need to know who pays once the pilot ends.",
        )
        FundingLine.objects.create(
            agreement=agreement,
            payer="Department for Communities",
            payee_id=ids["council"],
            covers="One support worker",
            pounds_a_year=42_000,
            state=FundingState.CONFIRMED,
            ends_on=PILOT_ENDS,
            when_it_ends="The council decides whether ordinary services take over.",
        )
        return agreement.id
